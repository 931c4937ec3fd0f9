export interface FakeProblem {
  status: number
  code: string
  title?: string
  findings?: unknown
  errors?: unknown
  retryAfter?: number
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  })
}

export function problemOf({ retryAfter, ...problem }: FakeProblem): Response {
  const body = { type: 'about:blank', title: 'Не получилось', trace_id: 'fake', ...problem }
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    },
  })
}

export async function pause(span: number, signal: AbortSignal | null): Promise<void> {
  if (span > 0) {
    await new Promise((resolve) => {
      setTimeout(resolve, span)
      signal?.addEventListener('abort', resolve)
    })
  }
  signal?.throwIfAborted()
}

export function textOf({ body }: { body: Record<string, unknown> }): string {
  return typeof body.text === 'string' ? body.text : ''
}
