import { askedOf } from '../domain/narrow'
import { problems } from '../words/ru'
import { ApiError, readProblem } from './problem'
import { fillChanges, fillPage } from './rows'
import type {
  Check,
  Counts,
  Draft,
  DraftAsk,
  EditRequest,
  Interaction,
  Me,
  Messages,
  Patch,
  Queued,
  Reply,
  ReplyRequest,
  SavedWords,
  Sync,
} from './types'
import type { BriefChanges, BriefPage } from './rows'
import type { Filter } from '../route'

export type Fetcher = (path: string, init: RequestInit) => Promise<Response>

/** A draft that is there, or one that is being made and will arrive with the changes. */
export type DraftOutcome = { kind: 'ready'; draft: Draft } | { kind: 'making' }

type Query = Record<string, string | number | null | undefined>
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Call {
  query?: Query
  body?: unknown
  /** What was seen: the server changes nothing else. */
  tag?: string
  signal?: AbortSignal | undefined
  /** It gets there although the page goes away meanwhile. */
  outlives?: boolean
}

export type Api = ReturnType<typeof createApi>

export const browserFetcher: Fetcher = (path, init) => fetch(path, init)

/**
 * The inbox API as typed functions; each ends with its answer or an `ApiError`.
 * `onUnauthenticated` hears of a session that is over, never of a wrong password.
 */
export function createApi(fetcher: Fetcher, onUnauthenticated: () => void) {
  async function send(method: Method, path: string, call: Call = {}): Promise<Response> {
    const response = await deliver(fetcher, method, path, call)
    if (response.ok) return response
    if (response.status === 401 && path !== '/auth/login') onUnauthenticated()
    throw await readProblem(response)
  }

  async function ask<Answer>(method: Method, path: string, call: Call = {}): Promise<Answer> {
    return readAnswer<Answer>(await send(method, path, call), call.signal)
  }

  return {
    send,
    ask,
    analytics: <Answer>(path: string, query: Query, signal?: AbortSignal) =>
      ask<Answer>('GET', path, { query, signal }),
    register: (body: { email: string; password: string; name: string }) =>
      ask<Me>('POST', '/auth/register', { body }),
    login: (body: { email: string; password: string }) => ask<Me>('POST', '/auth/login', { body }),
    async logout(): Promise<void> {
      await send('POST', '/auth/logout')
    },
    me: (signal?: AbortSignal) => ask<Me>('GET', '/auth/me', { signal }),
    syncNow: () => ask<Queued>('POST', '/sync', { body: {} }),
    sync: (signal?: AbortSignal) => ask<Sync>('GET', '/sync', { signal }),

    inbox: async (filter: Filter, cursor: string | null, signal?: AbortSignal) => {
      const { view, channel, q, narrow } = filter
      const query = { view, channel, q, cursor, ...askedOf(narrow) }
      return fillPage(await ask<BriefPage>('GET', '/inbox', { query, signal }))
    },
    /** Without a list named, every change is told: the open item may lie in no open list. */
    changes: async (since: string | null, signal?: AbortSignal) =>
      fillChanges(await ask<BriefChanges>('GET', '/inbox/changes', { query: { since }, signal })),

    interaction: (id: string, signal?: AbortSignal) =>
      ask<Interaction>('GET', pathOf(id), { signal }),
    messages: (id: string, cursor: string, signal?: AbortSignal) =>
      ask<Messages>('GET', `${pathOf(id)}/messages`, { query: { cursor }, signal }),
    counts: () => ask<Counts>('GET', '/inbox/counts'),
    read: (id: string): Promise<unknown> => send('POST', `${pathOf(id)}/read`),
    saveWords: (id: string, text: string, revision: number) =>
      ask<SavedWords>('PUT', `${pathOf(id)}/composer`, {
        body: { text, revision },
        outlives: true,
      }),
    patch: (id: string, body: Patch) =>
      ask<Interaction>('PATCH', pathOf(id), { body, outlives: true }),

    async draft(
      id: string,
      { regenerate, wish = '' }: DraftAsk,
      signal?: AbortSignal,
    ): Promise<DraftOutcome> {
      const body = wish ? { regenerate, instruction: wish } : { regenerate }
      const response = await send('POST', `${pathOf(id)}/draft`, { body, signal })
      if (response.status === 202) return { kind: 'making' }
      return { kind: 'ready', draft: await readAnswer<Draft>(response, signal) }
    },
    async draftSeen(id: string, draft: string): Promise<void> {
      await send('POST', `${pathOf(id)}/draft/seen`, { body: { draft_id: draft } })
    },
    /** Deeds on many items. */
    bulk: <Answer>(method: 'GET' | 'POST', path: string, body?: unknown, signal?: AbortSignal) =>
      ask<Answer>(method, `/bulk${path}`, { body, signal }),
    check: (id: string, text: string, signal?: AbortSignal) =>
      ask<Check>('POST', '/checks', { body: { interaction_id: id, text }, signal }),
    reply: (id: string, body: ReplyRequest) => ask<Reply>('POST', `${pathOf(id)}/reply`, { body }),
    editAnswer: (id: string, body: EditRequest) =>
      ask<Reply>('PUT', `${pathOf(id)}/reply`, { body }),
    replyState: (id: string, signal?: AbortSignal) => ask<Reply>('GET', reply(id), { signal }),
    cancelReply: (id: string) => ask<Reply>('POST', `${reply(id)}/cancel`),
    retryReply: (id: string) => ask<Reply>('POST', `${reply(id)}/retry`),
  }
}

/** Where the API has an interaction. */
export const pathOf = (id: string): string => `/interactions/${encodeURIComponent(id)}`
const reply = (id: string): string => `/replies/${encodeURIComponent(id)}`

async function deliver(
  fetcher: Fetcher,
  method: Method,
  path: string,
  { query, body, tag, signal, outlives = false }: Call,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  // The server takes a changing request only with this header: a foreign page cannot send it.
  if (method !== 'GET') headers['X-Requested-With'] = 'inbox'
  // A form's boundary is known to the browser alone.
  const form = body instanceof FormData
  if (body !== undefined && !form) headers['Content-Type'] = 'application/json'
  if (tag !== undefined) headers['If-Match'] = tag
  try {
    return await fetcher(`/api${path}${formatQuery(query)}`, {
      method,
      headers,
      credentials: 'same-origin',
      signal: signal ?? null,
      keepalive: outlives,
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    })
  } catch {
    throw failure(signal)
  }
}

/** The body of an answer that had more to say than its body. */
export async function readAnswer<Answer>(
  response: Response,
  signal?: AbortSignal,
): Promise<Answer> {
  try {
    return (await response.json()) as Answer
  } catch {
    if (signal?.aborted) throw failure(signal)
    throw new ApiError('network', problems.badAnswer, { status: response.status })
  }
}

/** What is thrown where an answer did not arrive. */
export function failure(signal: AbortSignal | undefined): ApiError {
  return signal?.aborted
    ? new ApiError('aborted', problems.unexpected)
    : new ApiError('network', problems.network)
}

function formatQuery(query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value))
  }
  return params.size > 0 ? `?${params.toString()}` : ''
}
