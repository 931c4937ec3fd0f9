import { signal } from '@preact/signals'
import { asApiError } from '../api/problem'
import { draft as draftWords } from '../words/thread'
import { Latest } from './latest'
import { ReplyWatch } from './replyWatch'
import type { ServerClock } from './clock'
import type { Api } from '../api/client'
import type { ApiError } from '../api/problem'
import type { Interaction, Patch, Reply, Row } from '../api/types'

export type Opened =
  | { kind: 'none' }
  | { kind: 'loading'; id: string; row: Row | null }
  | { kind: 'missing'; id: string }
  | { kind: 'failed'; id: string; row: Row | null; error: ApiError }
  | { kind: 'ready'; id: string; item: Interaction }

export type DraftPhase =
  | { kind: 'idle' }
  /** `before`: the draft at hand when a new one was asked for. */
  | { kind: 'making'; before: string | null }
  | { kind: 'failed'; message: string }

const CACHED = 20
const DRAFT_PATIENCE = 45_000

/** The one open interaction; whatever another one's answer brings is thrown away. */
export class OpenItem {
  readonly state = signal<Opened>({ kind: 'none' })
  readonly draft = signal<DraftPhase>({ kind: 'idle' })
  private readonly cache = new Map<string, Interaction>()
  private readonly latest = new Latest()
  private readonly draftCall = new Latest()
  private readonly seenDrafts = new Set<string>()
  private draftTimer: ReturnType<typeof setTimeout> | null = null
  private readonly watch: ReplyWatch
  private readonly api: Api
  private readonly clock: ServerClock

  constructor(api: Api, clock: ServerClock) {
    this.api = api
    this.clock = clock
    this.watch = new ReplyWatch(api, clock, (reply) => {
      this.setReply(reply)
      void this.refresh()
    })
  }

  get id(): string | null {
    return this.state.value.kind === 'none' ? null : this.state.value.id
  }

  readonly open = (id: string | null, row: Row | null = null): void => {
    if (id === this.id) return
    this.quiet()
    if (id === null) {
      this.state.value = { kind: 'none' }
      return
    }
    const cached = this.cache.get(id)
    if (cached) this.show(cached)
    else this.state.value = { kind: 'loading', id, row }
    void this.load(id, row)
  }

  readonly retry = (): void => {
    const state = this.state.value
    if (state.kind !== 'failed') return
    this.state.value = { kind: 'loading', id: state.id, row: state.row }
    void this.load(state.id, state.row)
  }

  /** Read the open item again without taking anything off the screen. */
  readonly refresh = async (): Promise<void> => {
    const state = this.state.value
    if (state.kind === 'ready') await this.load(state.id, state.item.row)
  }

  /** The list learnt something new about the open item. */
  readonly noteRow = (row: Row): void => {
    const state = this.state.value
    if (state.kind !== 'ready' || state.id !== row.id) {
      this.cache.delete(row.id)
      return
    }
    const shown = state.item.row
    if (shown.changed_at === row.changed_at) return
    if (isLook(shown, row)) this.change(row.id, (item) => ({ ...item, row }))
    else void this.refresh()
  }

  /** What is sent later is judged by it: told once per draft, and nobody waits for it. */
  readonly noteDraftSeen = (id: string, draft: string): void => {
    const name = `${id}/${draft}`
    if (this.seenDrafts.has(name)) return
    this.seenDrafts.add(name)
    void this.api.draftSeen(id, draft).catch(() => undefined)
  }

  readonly askDraft = async (regenerate: boolean, wish = ''): Promise<void> => {
    const state = this.state.value
    if (state.kind !== 'ready') return
    const { id, item } = state
    this.draft.value = { kind: 'making', before: item.draft?.id ?? null }
    this.draftTimer = setTimeout(() => this.giveUpDraft(draftWords.slow), DRAFT_PATIENCE)
    try {
      const outcome = await this.draftCall.run((signal) =>
        this.api.draft(id, { regenerate, wish }, signal),
      )
      if (outcome.kind === 'ready') this.change(id, (now) => ({ ...now, draft: outcome.draft }))
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.kind !== 'aborted') this.giveUpDraft(error.message)
    }
  }

  readonly patch = async (body: Patch, id = this.id): Promise<Interaction | null> => {
    if (id === null) return null
    const item = await this.api.patch(id, body)
    this.change(id, () => item)
    return item
  }

  /** Ask for older chat messages and put them before those at hand. */
  readonly loadOlder = async (): Promise<void> => {
    const state = this.state.value
    if (state.kind !== 'ready' || !state.item.messages?.next_cursor) return
    const older = await this.api.messages(state.id, state.item.messages.next_cursor)
    this.change(state.id, (item) => {
      const known = new Set(older.items.map((message) => message.id))
      const rest = (item.messages?.items ?? []).filter((message) => !known.has(message.id))
      return { ...item, messages: { ...older, items: [...older.items, ...rest] } }
    })
  }

  /** A reply was made or moved; it is followed until it is final. */
  readonly setReply = (reply: Reply): void => {
    // An answer that was asked for earlier may still say otherwise.
    const open = this.state.value
    if (this.id === reply.interaction_id) this.latest.abort()
    this.change(reply.interaction_id, (item) => ({ ...item, reply }))
    if (open.kind === 'loading' && open.id === reply.interaction_id) {
      void this.load(open.id, open.row)
    }
  }

  readonly forget = (): void => {
    this.quiet()
    this.cache.clear()
    this.state.value = { kind: 'none' }
  }

  private async load(id: string, row: Row | null): Promise<void> {
    try {
      const item = await this.latest.run((signal) => this.api.interaction(id, signal))
      this.clock.set(item.now)
      if (this.id !== id) return
      this.show(item)
      if (item.row.unread) void this.api.read(id).catch(() => undefined)
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.kind === 'aborted' || this.id !== id) return
      if (error.status === 404) this.state.value = { kind: 'missing', id }
      else if (this.state.value.kind !== 'ready') {
        this.state.value = { kind: 'failed', id, row, error }
      }
    }
  }

  private show(item: Interaction): void {
    const id = item.row.id
    const before = this.state.value
    const kept = before.kind === 'ready' && before.id === id ? keepOlder(before.item, item) : item
    this.remember(kept)
    this.state.value = { kind: 'ready', id, item: kept }
    this.settleDraft(kept)
    this.watch.follow(kept.reply)
  }

  private change(id: string, edit: (item: Interaction) => Interaction): void {
    const state = this.state.value
    if (state.kind === 'ready' && state.id === id) this.show(edit(state.item))
    else this.cache.delete(id)
  }

  private remember(item: Interaction): void {
    this.cache.delete(item.row.id)
    this.cache.set(item.row.id, item)
    const [oldest] = this.cache.keys()
    if (this.cache.size > CACHED && oldest !== undefined) this.cache.delete(oldest)
  }

  private settleDraft(item: Interaction): void {
    const phase = this.draft.value
    if (phase.kind === 'idle' || !item.draft) return
    if (phase.kind === 'making' && item.draft.id === phase.before) return
    this.endDraft({ kind: 'idle' })
  }

  private giveUpDraft(message: string): void {
    if (this.draft.value.kind === 'making') this.endDraft({ kind: 'failed', message })
  }

  private endDraft(phase: DraftPhase): void {
    if (this.draftTimer !== null) clearTimeout(this.draftTimer)
    this.draftTimer = null
    this.draft.value = phase
  }

  private quiet(): void {
    this.latest.abort()
    this.draftCall.abort()
    this.endDraft({ kind: 'idle' })
    this.watch.stop()
  }
}

/** Whether nothing is new but that the seller has looked, which opening an item does. */
function isLook(shown: Row, row: Row): boolean {
  return (
    shown.unread &&
    !row.unread &&
    shown.revision === row.revision &&
    shown.draft_ready === row.draft_ready
  )
}

/** Older messages that were asked for stay when the newest page is read again. */
function keepOlder(before: Interaction, after: Interaction): Interaction {
  if (!before.messages || !after.messages || before === after) return after
  const known = new Set(after.messages.items.map((message) => message.id))
  const older = before.messages.items.filter((message) => !known.has(message.id))
  if (older.length === 0) return after
  const cursor = before.messages.next_cursor
  return { ...after, messages: { items: [...older, ...after.messages.items], next_cursor: cursor } }
}
