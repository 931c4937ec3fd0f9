import { computed, signal } from '@preact/signals'
import { asApiError } from '../api/problem'
import { mergeChanges, settleRows } from '../domain/listing'
import { isHot } from '../domain/urgency'
import { sameFilter } from '../route'
import { Latest } from './latest'
import type { ServerClock } from './clock'
import type { Cache } from './shelf'
import type { Api } from '../api/client'
import type { ApiError } from '../api/problem'
import type { Changes, Counts, InboxPage, Row, SearchReading } from '../api/types'
import type { Filter } from '../route'

export type More = 'none' | 'some' | 'loading' | 'failed'

export type ListState =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'empty' }
  | { kind: 'ready'; rows: readonly Row[]; fresh: number; more: More }

/** Why rows must not move: somebody points at them, moves among them by keys, or has scrolled. */
export type Hold = 'pointer' | 'focus' | 'scroll'

const HOT_REFRESH = 60_000
/** Changes of a busy minute are kept for the next visit together. */
const KEEP_MS = 2000
/** A page asked for in advance is as good as a new one for so long. */
const AHEAD_MS = 10_000

/** The list of one view: what the server holds (`target`) and what is shown of it (`shown`). */
export class Inbox {
  readonly counts = signal<Counts | null>(null)
  readonly filter = signal<Filter | null>(null)
  /** How the server understood the words of the search. */
  readonly reading = signal<SearchReading | null>(null)
  private readonly phase = signal<'loading' | 'ready' | ApiError>('loading')
  private readonly shown = signal<readonly Row[]>([])
  private readonly fresh = signal(0)
  private readonly more = signal<More>('none')
  private target: readonly Row[] = []
  private cursor: string | null = null
  private loadedAt = 0
  private hotSeen = 0
  /** More has moved than was told, and the list has not been read since. */
  private stale = false
  private keep: string | null = null
  /** The list whose rows come from the last visit and are being read again. */
  private warmed: Filter | null = null
  private keeping: ReturnType<typeof setTimeout> | undefined
  /** A first page that was asked for before it was known whose inbox it is. */
  private ahead: { filter: Filter; at: number; page: Promise<InboxPage> } | null = null
  private readonly known = new Map<string, Row>()
  private readonly holds = new Set<Hold>()
  private readonly latest = new Latest()
  private readonly api: Api
  private readonly clock: ServerClock
  private readonly cache: Cache

  readonly state = computed<ListState>(() => {
    const phase = this.phase.value
    if (phase === 'loading') return { kind: 'loading' }
    if (phase !== 'ready') return { kind: 'failed', error: phase }
    // A search may find nothing in what it has read so far and still have further to go.
    if (this.shown.value.length === 0 && this.more.value === 'none') return { kind: 'empty' }
    return {
      kind: 'ready',
      rows: this.shown.value,
      fresh: this.fresh.value,
      more: this.more.value,
    }
  })

  constructor(api: Api, clock: ServerClock, cache: Cache) {
    this.api = api
    this.clock = clock
    this.cache = cache
  }

  /** Show another list; the same one is left as it is. */
  readonly show = (filter: Filter): void => {
    if (this.filter.value && sameFilter(this.filter.value, filter)) return
    this.filter.value = filter
    if (!filter.q) this.reading.value = null
    this.holds.clear()
    void this.load()
    void this.foreshow(filter)
  }

  /** Ask for a list while the session is still being read: on a phone that saves a whole wait. */
  readonly askAhead = (filter: Filter): void => {
    const page = this.api.inbox(filter, null)
    this.ahead = { filter, at: Date.now(), page }
    page.catch(() => (this.ahead = null))
  }

  /** Show what the last visit has kept of a list until the server has answered. */
  readonly foreshow = async (filter: Filter): Promise<void> => {
    if (filter.q) return
    const kept = await this.cache.list(filter)
    const asked = this.filter.value
    if (!kept || this.phase.value === 'ready' || (asked && !sameFilter(asked, filter))) return
    this.warmed = filter
    this.target = kept.rows
    for (const row of kept.rows) this.known.set(row.id, row)
    this.counts.value ??= kept.counts
    this.more.value = 'none'
    this.release()
    this.phase.value = 'ready'
  }

  readonly load = async (): Promise<void> => {
    const warm = (): boolean =>
      this.warmed !== null &&
      this.filter.value !== null &&
      sameFilter(this.warmed, this.filter.value)
    if (!warm()) this.phase.value = 'loading'
    try {
      const page = await this.ask(null)
      this.accept(page, [])
      this.stale = false
      if (warm()) this.settle()
      else this.release()
      this.warmed = null
      this.phase.value = 'ready'
      this.keepSoon()
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.kind !== 'aborted' && !warm()) this.phase.value = error
    }
  }

  readonly loadMore = async (): Promise<void> => {
    if (this.cursor === null || this.more.value === 'loading') return
    this.more.value = 'loading'
    try {
      this.accept(await this.ask(this.cursor), this.target)
      this.append()
    } catch (thrown) {
      if (asApiError(thrown).kind !== 'aborted') this.more.value = 'failed'
    }
  }

  /**
   * Take in what moved. An item becomes hot by time alone, so that view is read again now and
   * then; any view is when more has moved than was told.
   */
  readonly apply = (changes: Changes): void => {
    if (changes.counts) this.counts.value = changes.counts
    for (const row of changes.changed) this.known.set(row.id, row)
    if (changes.reload) this.stale = true
    void this.recount(changes)
    const filter = this.filter.value
    if (!filter || this.phase.value !== 'ready') return
    if (this.stale) {
      void this.reload()
      return
    }
    this.target = mergeChanges(this.target, changes, {
      filter,
      now: this.clock.now.value,
      more: this.cursor !== null,
    })
    this.settle()
    if (changes.changed.length > 0) this.keepSoon()
    if (filter.view === 'hot' && Date.now() - this.loadedAt > HOT_REFRESH) void this.reload()
  }

  /** The open row stays in the list although its view has changed. */
  readonly keepRow = (id: string | null): void => {
    this.keep = id
  }

  readonly hold = (reason: Hold, on: boolean): void => {
    if (on) this.holds.add(reason)
    else if (this.holds.delete(reason) && this.holds.size === 0) this.settle()
  }

  /** Show everything that waits. */
  readonly release = (): void => {
    this.holds.clear()
    this.settle()
  }

  readonly rowOf = (id: string): Row | null => this.known.get(id) ?? null

  /** The neighbour of a row, or the first row when there is none. */
  readonly neighbour = (id: string | null, step: 1 | -1): Row | null => {
    const rows = this.shown.value
    const place = rows.findIndex((row) => row.id === id)
    if (place < 0) return rows[0] ?? null
    return rows[place + step] ?? null
  }

  /** The next item that waits for an answer, below the open one, then from the top. */
  readonly nextDue = (id: string | null): Row | null => {
    const rows = this.shown.value
    const place = rows.findIndex((row) => row.id === id)
    const due = (row: Row): boolean => row.needs_response && row.id !== id
    return rows.slice(place + 1).find(due) ?? rows.find(due) ?? null
  }

  /** Show what an item is about to become; the answer takes that back. */
  readonly foresee = (id: string, change: Partial<Row>): (() => void) => {
    const row = this.known.get(id)
    const filter = this.filter.value
    if (!row || !filter) return () => undefined
    const show = (as: Row): void => {
      this.known.set(id, as)
      const listing = { filter, now: this.clock.now.value, more: this.cursor !== null }
      this.target = mergeChanges(this.target, { changed: [as], removed: [] }, listing)
      this.settle()
    }
    show({ ...row, ...change })
    return () => show(row)
  }

  readonly forget = (): void => {
    this.latest.abort()
    this.filter.value = null
    this.counts.value = null
    this.phase.value = 'loading'
    this.target = []
    this.stale = false
    this.shown.value = []
    this.known.clear()
    this.warmed = null
    clearTimeout(this.keeping)
  }

  /** The beginning of the list is what the next visit begins with. */
  private keepSoon(): void {
    clearTimeout(this.keeping)
    this.keeping = setTimeout(() => {
      const filter = this.filter.value
      const list = { rows: this.target, counts: this.counts.value }
      if (filter && this.phase.value === 'ready') void this.cache.keepList(filter, list)
    }, KEEP_MS)
  }

  /** Items grow hot without changing; the counts are asked for when one of ours has. */
  private async recount(changes: Changes): Promise<void> {
    const now = this.clock.now.value
    const hot = [...this.known.values()].filter((row) => isHot(row, now)).length
    const moved = hot !== this.hotSeen && changes.counts === null
    this.hotSeen = hot
    if (moved) this.counts.value = await this.api.counts().catch(() => this.counts.value)
  }

  private async reload(): Promise<void> {
    try {
      this.accept(await this.ask(null), [])
      this.stale = false
      this.settle()
    } catch (thrown) {
      // The rows that are shown stay; the list is asked for again with the next changes.
      const cut = asApiError(thrown).kind !== 'aborted' && this.more.value === 'loading'
      if (cut) this.more.value = 'failed'
    }
  }

  private ask(cursor: string | null): Promise<InboxPage> {
    const filter = this.filter.value
    if (!filter) throw new Error('a list is asked for before it is chosen')
    const { ahead } = this
    this.ahead = null
    const fits = ahead && cursor === null && sameFilter(ahead.filter, filter)
    if (fits && Date.now() - ahead.at < AHEAD_MS) return this.latest.run(() => ahead.page)
    return this.latest.run((signal) => this.api.inbox(filter, cursor, signal))
  }

  private accept(page: InboxPage, before: readonly Row[]): void {
    for (const row of page.items) this.known.set(row.id, row)
    const ids = new Set(page.items.map((row) => row.id))
    this.target = [...before.filter((row) => !ids.has(row.id)), ...page.items]
    this.cursor = page.next_cursor
    this.reading.value = page.search
    this.more.value = page.next_cursor === null ? 'none' : 'some'
    this.loadedAt = Date.now()
  }

  /** Further rows come below, where they push nothing away. */
  private append(): void {
    const ids = new Set(this.shown.value.map((row) => row.id))
    const last = this.target.findLastIndex((row) => ids.has(row.id))
    const below = this.target.slice(last + 1)
    this.shown.value = [...this.shown.value, ...below]
    this.settle()
  }

  private settle(): void {
    const { rows, fresh } = settleRows(this.shown.value, this.target, this.known, {
      held: this.holds.size > 0,
      keep: this.keep,
    })
    this.shown.value = rows
    this.fresh.value = fresh
  }
}
