import { computed, signal } from '@preact/signals'
import { countNarrow } from '../domain/narrow'
import { formatRoute, inboxRoute, parseRoute } from '../route'
import { channels, inbox, intents, views } from '../words/ru'
import { saved as words } from '../words/saved'
import type { App } from '../state/app'
import type { Filter, InboxRoute } from '../route'

const PREFIX = 'inbox.views.'
export const MOST_VIEWS = 20
export const MOST_LETTERS = 40

/** A list by a name of the seller's own; its address is what tells it from others. */
export interface SavedView {
  name: string
  address: string
}

/** The views that the open account has saved on this device. */
export class SavedViews {
  private readonly turn = signal(0)
  private readonly app: App
  readonly list = computed<readonly SavedView[]>(() => {
    const seller = this.app.session.sellerId.value
    // What is stored is what counts: another tab may have written too.
    return seller === null || this.turn.value < 0 ? [] : this.read(seller)
  })

  constructor(app: App) {
    this.app = app
  }

  /** Keep a view, or give a known one its new name; a full list takes in nothing more. */
  readonly keep = (view: SavedView): void =>
    this.write((known) =>
      known.some(({ address }) => address === view.address)
        ? known.map((old) => (old.address === view.address ? view : old))
        : [...known, view],
    )

  readonly remove = (view: SavedView): void =>
    this.write((known) => known.filter(({ address }) => address !== view.address))

  private write(change: (known: readonly SavedView[]) => readonly SavedView[]): void {
    const { session, storage } = this.app
    const seller = session.sellerId.peek()
    if (seller === null) return
    const next = change(this.read(seller)).slice(0, MOST_VIEWS)
    storage.set(PREFIX + seller, JSON.stringify(next))
    this.turn.value += 1
  }

  private read(seller: string): readonly SavedView[] {
    const { storage } = this.app
    for (const key of storage.keys()) {
      // A search may name a buyer: the next account on this device finds nothing of it.
      if (key.startsWith(PREFIX) && key !== PREFIX + seller) storage.remove(key)
    }
    return parseViews(storage.get(PREFIX + seller)).slice(0, MOST_VIEWS)
  }
}

const OF_APP = new WeakMap<App, SavedViews>()

/** The one of an app, in however many places it is shown. */
export function savedOf(app: App): SavedViews {
  const known = OF_APP.get(app) ?? new SavedViews(app)
  OF_APP.set(app, known)
  return known
}

/** The address of a list, whatever item is open in it. */
export function addressOf({ view, channel, q, narrow }: Filter): string {
  return formatRoute(inboxRoute({ view, channel, q, narrow }))
}

export function routeOf({ address }: SavedView): InboxRoute {
  const route = parseRoute(address)
  return route.name === 'inbox' ? { ...route, id: null, panel: false } : inboxRoute()
}

/** Whether a list is more than one of the views that stand there anyway. */
export function isNarrowed({ channel, q, narrow }: Filter): boolean {
  return channel !== null || q !== '' || countNarrow(narrow) > 0
}

/** What a list holds, in words. */
export function describeList({ view, channel, q, narrow }: Filter): string {
  const parts = [
    views[view],
    channel && channels[channel],
    narrow?.rating && inbox.stars(narrow.rating),
    narrow?.topic && intents[narrow.topic],
    narrow?.tag && words.tag(narrow.tag),
    narrow?.product && words.product(narrow.product),
    narrow?.from && words.from(shortDay(narrow.from)),
    narrow?.to && words.to(shortDay(narrow.to)),
    narrow?.photo && words.photo,
    q && words.search(q),
  ]
  return parts.filter(Boolean).join(', ')
}

const shortDay = (day: string): string => day.slice(5).split('-').reverse().join('.')

function parseViews(stored: string | null): readonly SavedView[] {
  try {
    const views: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(views) ? views.filter(isView) : []
  } catch {
    return []
  }
}

function isView(one: unknown): one is SavedView {
  const { name, address } = (one ?? {}) as Partial<Record<keyof SavedView, unknown>>
  return (
    typeof name === 'string' &&
    typeof address === 'string' &&
    address.startsWith('/') &&
    parseRoute(address).name === 'inbox'
  )
}
