import { askedOf } from '../domain/narrow'
import { problems } from '../words/ru'
import { ApiError, readProblem } from './problem'
import { fillChanges, fillPage } from './rows'
import { chosenOf, rulesOf } from './settings'
import type {
  Check,
  Connected,
  Counts,
  Draft,
  DraftAsk,
  EditRequest,
  ExportState,
  Interaction,
  Marketplaces,
  Me,
  Messages,
  Patch,
  Queued,
  Reply,
  ReplyRequest,
  SavedWords,
  ScopeChecks,
  Surroundings,
  Sync,
  Timeline,
  Upload,
} from './types'
import type {
  AuditPage,
  AutoPreset,
  AutoPreview,
  BacktestReport,
  JournalEntry,
  JournalPage,
  SectionName,
  Sections,
  SettingsHistory,
  SignedIn,
  Tagged,
} from './settings'
import type { BriefChanges, BriefPage } from './rows'
import type { Filter } from '../route'

export type Fetcher = (path: string, init: RequestInit) => Promise<Response>

/** A draft that is there, or one that is being made and will arrive with the changes. */
export type DraftOutcome = { kind: 'ready'; draft: Draft } | { kind: 'making' }

/** A file of a message, or how long to wait before asking for it again. */
export type FileOutcome = { kind: 'ready'; content: Blob } | { kind: 'waiting'; seconds: number }

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

  /** An answer with the tag that a later change has to name. */
  async function askSection<Name extends SectionName>(
    method: Method,
    name: Name,
    call: Call = {},
  ): Promise<Tagged<Name>> {
    const path = `/settings/${name}${method === 'POST' ? '/reset' : ''}`
    const response = await send(method, path, call)
    const tag = response.headers.get('ETag') ?? ''
    return { answer: await readAnswer<Sections[Name]>(response), tag }
  }

  return {
    send,
    register: (body: { email: string; password: string; name: string }) =>
      ask<Me>('POST', '/auth/register', { body }),
    login: (body: { email: string; password: string }) => ask<Me>('POST', '/auth/login', { body }),
    async logout(): Promise<void> {
      await send('POST', '/auth/logout')
    },
    async forgetPassword(email: string): Promise<void> {
      await send('POST', '/auth/reset', { body: { email } })
    },
    async resetPassword(token: string, password: string): Promise<void> {
      await send('POST', '/auth/reset/confirm', { body: { token, new: password } })
    },
    async changePassword(current: string, fresh: string): Promise<void> {
      await send('POST', '/auth/password', { body: { current, new: fresh } })
    },
    seedDemo: (): Promise<unknown> => send('POST', '/demo'),
    clearDemo: (): Promise<unknown> => send('DELETE', '/demo'),
    async startExport(): Promise<void> {
      await send('POST', '/export')
    },
    analytics: <Answer>(path: string, query: Query, signal?: AbortSignal) =>
      ask<Answer>('GET', path, { query, signal }),
    exportState: (signal?: AbortSignal) => ask<ExportState>('GET', '/export/state', { signal }),
    async eraseAccount(password: string): Promise<void> {
      await send('DELETE', '/account', { body: { password } })
    },
    sessions: () => ask<{ items: SignedIn[] }>('GET', '/auth/sessions'),
    async endSession(id: string): Promise<void> {
      await send('DELETE', `/auth/sessions/${encodeURIComponent(id)}`)
    },
    audit: (cursor: string | null) => ask<AuditPage>('GET', '/audit', { query: { cursor } }),
    section: <Name extends SectionName>(name: Name) => askSection('GET', name),
    saveSection: <Name extends SectionName>(name: Name, section: Sections[Name], tag: string) =>
      askSection('PUT', name, { body: chosenOf(name, section), tag }),
    resetSection: <Name extends SectionName>(name: Name, tag: string) =>
      askSection('POST', name, { tag }),
    settingsHistory: (name: SectionName, cursor: string | null) =>
      ask<SettingsHistory>('GET', `/settings/${name}/history`, { query: { cursor } }),
    autoPresets: () => ask<{ items: AutoPreset[] }>('GET', '/auto-response/presets'),
    startBacktest: (section: Sections['auto_response']) =>
      ask<BacktestReport>('POST', '/auto-response/backtest', {
        body: { policy: rulesOf(section) },
      }),
    backtest: (id: string) =>
      ask<BacktestReport>('GET', `/auto-response/backtest/${encodeURIComponent(id)}`),
    seeBacktest: (id: string) =>
      ask<BacktestReport>('POST', `/auto-response/backtest/${encodeURIComponent(id)}/seen`),
    tryAutomatic: (asked: AutoPreview['asked'], section: Sections['auto_response']) =>
      ask<AutoPreview['answer']>('POST', '/auto-response/preview', {
        body: { ...asked, policy: rulesOf(section) },
      }),
    async stopAutomatic(): Promise<void> {
      await send('POST', '/auto-response/stop')
    },
    autoJournal: (cursor: string | null) =>
      ask<JournalPage>('GET', '/auto-response/journal', { query: { cursor } }),
    markAutomatic: (id: string, feedback: JournalEntry['feedback']) =>
      ask<JournalEntry>('PUT', `/auto-response/journal/${encodeURIComponent(id)}/feedback`, {
        body: { feedback },
      }),
    me: (signal?: AbortSignal) => ask<Me>('GET', '/auth/me', { signal }),
    connect: (token: string) => ask<Connected>('PUT', '/cabinet', { body: { wb_token: token } }),
    scopeChecks: (signal?: AbortSignal) => ask<ScopeChecks>('GET', '/cabinet/checks', { signal }),
    disconnect: (): Promise<unknown> => send('DELETE', '/cabinet'),
    marketplaces: (signal?: AbortSignal) => ask<Marketplaces>('GET', '/marketplaces', { signal }),
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
      ask<Interaction>('GET', item(id), { signal }),
    messages: (id: string, cursor: string, signal?: AbortSignal) =>
      ask<Messages>('GET', `${item(id)}/messages`, { query: { cursor }, signal }),
    timeline: (id: string, signal?: AbortSignal) =>
      ask<Timeline>('GET', `${item(id)}/timeline`, { signal }),
    context: (id: string, signal?: AbortSignal) =>
      ask<Surroundings>('GET', `${item(id)}/context`, { signal }),
    async unlink(id: string, other: string): Promise<void> {
      await send('DELETE', `${item(id)}/links/${encodeURIComponent(other)}`)
    },
    async relink(id: string, other: string): Promise<void> {
      await send('PUT', `${item(id)}/links/${encodeURIComponent(other)}`)
    },
    counts: () => ask<Counts>('GET', '/inbox/counts'),
    read: (id: string): Promise<unknown> => send('POST', `${item(id)}/read`),
    saveWords: (id: string, text: string, revision: number) =>
      ask<SavedWords>('PUT', `${item(id)}/composer`, { body: { text, revision }, outlives: true }),
    patch: (id: string, body: Patch) =>
      ask<Interaction>('PATCH', item(id), { body, outlives: true }),

    async draft(
      id: string,
      { regenerate, wish = '' }: DraftAsk,
      signal?: AbortSignal,
    ): Promise<DraftOutcome> {
      const body = wish ? { regenerate, instruction: wish } : { regenerate }
      const response = await send('POST', `${item(id)}/draft`, { body, signal })
      if (response.status === 202) return { kind: 'making' }
      return { kind: 'ready', draft: await readAnswer<Draft>(response, signal) }
    },
    async draftSeen(id: string, draft: string): Promise<void> {
      await send('POST', `${item(id)}/draft/seen`, { body: { draft_id: draft } })
    },
    async file(id: string, signal: AbortSignal): Promise<FileOutcome> {
      const response = await send('GET', `/files/${encodeURIComponent(id)}`, { signal })
      if (response.status !== 202)
        return { kind: 'ready', content: await readFile(response, signal) }
      return {
        kind: 'waiting',
        seconds: Number(response.headers.get('Retry-After')) || FILE_PAUSE_S,
      }
    },
    uploadFile(id: string, file: File, name: string, signal: AbortSignal): Promise<Upload> {
      const body = new FormData()
      body.append('file', file, name)
      return ask<Upload>('POST', `${item(id)}/files`, { body, signal })
    },
    /** Deeds on many items. */
    bulk: <Answer>(method: 'GET' | 'POST', path: string, body?: unknown, signal?: AbortSignal) =>
      ask<Answer>(method, `/bulk${path}`, { body, signal }),
    check: (id: string, text: string, signal?: AbortSignal) =>
      ask<Check>('POST', '/checks', { body: { interaction_id: id, text }, signal }),
    reply: (id: string, body: ReplyRequest) => ask<Reply>('POST', `${item(id)}/reply`, { body }),
    editAnswer: (id: string, body: EditRequest) => ask<Reply>('PUT', `${item(id)}/reply`, { body }),
    replyState: (id: string, signal?: AbortSignal) => ask<Reply>('GET', reply(id), { signal }),
    cancelReply: (id: string) => ask<Reply>('POST', `${reply(id)}/cancel`),
    retryReply: (id: string) => ask<Reply>('POST', `${reply(id)}/retry`),
  }
}

const FILE_PAUSE_S = 2

const item = (id: string): string => `/interactions/${encodeURIComponent(id)}`
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

async function readAnswer<Answer>(response: Response, signal?: AbortSignal): Promise<Answer> {
  try {
    return (await response.json()) as Answer
  } catch {
    if (signal?.aborted) throw failure(signal)
    throw new ApiError('network', problems.badAnswer, { status: response.status })
  }
}

async function readFile(response: Response, signal: AbortSignal): Promise<Blob> {
  try {
    return await response.blob()
  } catch {
    throw failure(signal)
  }
}

function failure(signal: AbortSignal | undefined): ApiError {
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
