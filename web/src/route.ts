import { CHANNELS, VIEWS } from './api/types'
import { NARROW, formatNarrow, isSameNarrow, parseNarrow } from './domain/narrow'
import type { Channel, ViewName } from './api/types'
import type { Narrow } from './domain/narrow'

export const BASE = '/app'
export const FIRST_VIEW: ViewName = 'attention'

/** What narrows a list; absent fields narrow nothing. */
export interface Filter {
  view: ViewName
  channel: Channel | null
  q: string
  narrow?: Narrow | undefined
}

export interface InboxRoute extends Filter {
  name: 'inbox'
  /** The open interaction. */
  id: string | null
  /** Whether the context panel is open where it does not fit beside the conversation. */
  panel: boolean
}

export const SECTION_NAMES = [
  'profile',
  'general',
  'deadlines',
  'ai',
  'auto_response',
  'promo',
  'templates',
  'security',
] as const

export interface SettingsRoute {
  name: 'settings'
  section: (typeof SECTION_NAMES)[number]
}

export type Route =
  | { name: 'login'; next: string }
  | { name: 'register'; next: string }
  | { name: 'forgot' }
  | { name: 'reset' }
  | { name: 'connect' }
  | { name: 'home' }
  | { name: 'analytics' }
  | SettingsRoute
  | InboxRoute
  | { name: 'missing' }

export function inboxRoute(changes: Partial<Omit<InboxRoute, 'name'>> = {}): InboxRoute {
  return {
    name: 'inbox',
    view: FIRST_VIEW,
    channel: null,
    q: '',
    id: null,
    panel: false,
    ...changes,
  }
}

/** Read an address; anything that is no address of the app is `missing`. */
export function parseRoute(address: string): Route {
  const { pathname, searchParams } = new URL(address, 'http://app')
  if (pathname !== BASE && !pathname.startsWith(`${BASE}/`)) return { name: 'missing' }
  const parts = pathname.slice(BASE.length).split('/').filter(Boolean).map(decodePart)
  const [name, ...rest] = parts
  if (name === undefined) return inboxRoute()
  if (name === 'inbox') return parseInbox(rest, searchParams)
  if (name === 'settings') return parseSettings(rest)
  if (rest.length > 0) return { name: 'missing' }
  if (name === 'login' || name === 'register') {
    return { name, next: safeNext(searchParams.get('next')) }
  }
  return name === 'connect' ||
    name === 'forgot' ||
    name === 'reset' ||
    name === 'home' ||
    name === 'analytics'
    ? { name }
    : { name: 'missing' }
}

function parseSettings([name = SECTION_NAMES[0], ...rest]: string[]): Route {
  const section = SECTION_NAMES.find((known) => known === name)
  return section && rest.length === 0 ? { name: 'settings', section } : { name: 'missing' }
}

function parseInbox(parts: string[], query: URLSearchParams): Route {
  const [view = FIRST_VIEW, id = null] = parts
  if (!isView(view) || parts.length > 2) return { name: 'missing' }
  const channel = query.get('channel')
  return inboxRoute({
    view,
    id,
    channel: CHANNELS.find((known) => known === channel) ?? null,
    q: query.get('q')?.trim() ?? '',
    panel: query.get('panel') === '1',
    ...(NARROW.some((name) => query.has(name)) ? { narrow: parseNarrow(query) } : {}),
  })
}

/** Whether a screen is for whoever is not signed in. */
export function isPublic({ name }: Route): boolean {
  return name === 'login' || name === 'register' || name === 'forgot' || name === 'reset'
}

/** The address of a route; `parseRoute` reads it back. */
export function formatRoute(route: Route): string {
  switch (route.name) {
    case 'inbox':
      return formatInbox(route)
    case 'login':
    case 'register': {
      const query = route.next ? `?${new URLSearchParams({ next: route.next }).toString()}` : ''
      return `${BASE}/${route.name}${query}`
    }
    case 'connect':
    case 'home':
    case 'analytics':
    case 'forgot':
    case 'reset':
      return `${BASE}/${route.name}`
    case 'settings':
      return `${BASE}/settings/${route.section}`
    case 'missing':
      return `${BASE}/`
  }
}

function formatInbox({ view, id, channel, q, narrow, panel }: InboxRoute): string {
  const query = new URLSearchParams()
  if (channel) query.set('channel', channel)
  if (q) query.set('q', q)
  if (narrow) formatNarrow(narrow, query)
  if (panel && id) query.set('panel', '1')
  const path = [BASE, 'inbox', view, ...(id ? [encodeURIComponent(id)] : [])].join('/')
  return query.size > 0 ? `${path}?${query.toString()}` : path
}

export function sameFilter(one: Filter, other: Filter): boolean {
  return (
    one.view === other.view &&
    one.channel === other.channel &&
    one.q === other.q &&
    isSameNarrow(one.narrow, other.narrow)
  )
}

function isView(name: string): name is ViewName {
  return VIEWS.some((known) => known === name)
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Only a path of the app itself may follow a sign-in. */
function safeNext(next: string | null): string {
  return next !== null && parseRoute(next).name !== 'missing' && next.startsWith(`${BASE}/`)
    ? next
    : ''
}
