import { problems } from '../words/ru'
import type { FieldProblem, Finding, Problem } from './types'

/** `network`: no answer came, so nobody knows whether the request was done. */
export type ErrorKind = 'problem' | 'network' | 'aborted'

/** The one error that a call of the API may end with. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly kind: ErrorKind
  readonly status: number
  readonly code: string
  readonly fields: readonly FieldProblem[]
  readonly findings: readonly Finding[]
  /** Seconds to wait before another try, when the server names them. */
  readonly retryAfter: number | null

  constructor(kind: ErrorKind, message: string, details: Partial<Details> = {}) {
    super(message)
    this.kind = kind
    this.status = details.status ?? 0
    this.code = details.code ?? kind
    this.fields = details.fields ?? []
    this.findings = details.findings ?? []
    this.retryAfter = details.retryAfter ?? null
  }

  /** Whether the request may have been done although no clear answer came. */
  get inDoubt(): boolean {
    return this.kind !== 'problem' || this.status >= 500
  }
}

interface Details {
  status: number
  code: string
  fields: readonly FieldProblem[]
  findings: readonly Finding[]
  retryAfter: number | null
}

export function isAborted(error: unknown): boolean {
  return error instanceof ApiError && error.kind === 'aborted'
}

/** What went wrong, whatever was thrown. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('problem', problems.unexpected)
}

/** Code that is fetched when it is needed: like a call, it comes or ends with an `ApiError`. */
export async function fetchCode<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load()
  } catch {
    throw new ApiError('network', problems.network)
  }
}

/** Build the error from a problem body (RFC 9457), or from the bare status without one. */
export async function readProblem(response: Response): Promise<ApiError> {
  const body = await readBody(response)
  const wait = Number(response.headers.get('Retry-After'))
  const title = body.title ?? problems.unexpected
  return new ApiError('problem', title, {
    status: response.status,
    code: body.code ?? `http_${response.status}`,
    fields: body.errors ?? [],
    findings: body.findings ?? [],
    retryAfter: Number.isFinite(wait) && wait > 0 ? wait : null,
  })
}

async function readBody(response: Response): Promise<Partial<Problem>> {
  if (!response.headers.get('Content-Type')?.includes('problem+json')) return {}
  try {
    return (await response.json()) as Partial<Problem>
  } catch {
    return {}
  }
}
