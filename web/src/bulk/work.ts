import { computed, signal } from '@preact/signals'
import { asApiError } from '../api/problem'
import { millis } from '../domain/dates'
import { BulkEdits } from './edits'
import { KeptDeed } from './kept'
import { changedTexts, filterBody, leavesOpen } from './lines'
import { sendParts } from './look'
import { joinDeeds } from './parts'
import type { App } from '../state/app'
import type { BulkAction, BulkDeed, BulkLine, BulkPreview } from '../api/types'
import type { Look } from './look'
import type { Selection } from './selection'

/** How many items one preview takes. */
const PART = 50
/** How often a deed is looked at while it goes on, at first and at most. */
const LOOK_MS = 400
const LOOK_MOST_MS = 3000
/** How long the result of a deed that cannot be undone stays. */
const STAYS_MS = 15_000

/** Deeds on many items: looking at them first, doing them, and taking them back. */
export class BulkWork {
  readonly look = signal<Look | null>(null)
  readonly edits: BulkEdits
  /** What the server knows of the deed: too much for one request goes in several. */
  private readonly parts = signal<readonly BulkDeed[]>([])
  readonly deed = computed(() => joinDeeds(this.parts.value))
  /** Whether the deed is on its way to the server. */
  readonly applying = signal(false)
  /** Until when by the browser's clock the deed can be undone; 0 when it cannot. */
  readonly undoUntil = signal(0)
  readonly ready = computed(() => {
    const { lines = [], removed } = this.look.value ?? {}
    return lines.filter(
      ({ id, left_out: why }) => why === null && !removed?.has(id) && this.edits.isSound(id),
    )
  })
  /** What an item was called in the preview, for the result. */
  readonly known = new Map<string, BulkLine>()
  /** What the seller wrote for items of the last deed: taken back, it is given back. */
  private texts: ReadonlyMap<string, string> = new Map()
  /** Which part an item went with. */
  private readonly sentIn = new Map<string, string>()
  private reading: AbortController | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly app: App
  private readonly selection: Selection
  private readonly kept: KeptDeed

  constructor(app: App, selection: Selection) {
    this.app = app
    this.selection = selection
    this.kept = new KeptDeed(app.storage)
    this.edits = new BulkEdits(app)
  }

  /** Show again what was going on before the page was read anew. */
  readonly resume = async (seller: string): Promise<void> => {
    const ids = this.kept.find(seller)
    if (ids.length === 0) return
    try {
      const parts = await Promise.all(ids.map((id) => this.lookAt(id)))
      if (this.deed.peek() || this.app.session.sellerId.peek() !== seller) return
      this.take(parts)
      this.follow(LOOK_MS)
    } catch (thrown) {
      // Without a connection the next visit asks again.
      if (asApiError(thrown).status === 404) this.kept.drop()
    }
  }

  /** Look at what the deed would do to everything that is selected. */
  readonly begin = async (
    action: BulkAction,
    until: string | null = null,
    tags: readonly string[] = [],
  ): Promise<void> => {
    this.leave()
    const reading = new AbortController()
    this.reading = reading
    const before: Look = {
      kind: 'reading',
      action,
      until,
      tags,
      lines: [],
      removed: new Set(),
      requests: [],
      sent: [],
      total: this.selection.whole.peek() ? 0 : this.selection.count.peek(),
      cut: false,
      error: null,
    }
    this.look.value = before
    try {
      await this.read({ action, ...(tags.length === 0 ? {} : { tags }) }, reading.signal)
      this.change({ kind: 'ready' })
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.kind !== 'aborted') this.change({ kind: 'failed', error })
    }
  }

  readonly again = (): void => {
    const look = this.look.peek()
    if (look) void this.begin(look.action, look.until, look.tags)
  }

  /** What was changed stays for the next look. */
  readonly leave = (): void => {
    this.reading?.abort()
    this.look.value = null
  }

  readonly setRemoved = (id: string, on: boolean): void => {
    const removed = new Set(this.look.peek()?.removed)
    removed[on ? 'add' : 'delete'](id)
    this.change({ removed })
  }

  /** Other words for one item; whoever writes them means it. */
  readonly write = (id: string, text: string): void => {
    this.edits.write(id, text)
    this.setRemoved(id, false)
  }

  /** Do it to exactly what was looked at. */
  readonly apply = async (): Promise<void> => {
    const look = this.look.peek()
    const ready = this.ready.peek()
    if (!look || ready.length === 0 || this.applying.peek()) return
    const texts = changedTexts(ready, this.edits.made.peek())
    this.applying.value = true
    const sent = await sendParts(this.app, look, ready, texts)
    this.applying.value = false
    if (sent.length === 0) return
    if (look.sent.length === 0) this.begun()
    const parts = sent.map(({ deed }) => deed)
    for (const { deed, lines } of sent) for (const { id } of lines) this.sentIn.set(id, deed.id)
    this.texts = new Map([...this.texts, ...texts])
    for (const line of look.lines) this.known.set(line.id, line)
    const rest = ready.filter(({ id }) => !this.sentIn.has(id))
    const all = [...look.sent, ...parts]
    if (rest.length > 0) {
      const requests = look.requests.slice(parts.length)
      this.change({ lines: rest, removed: new Set(), requests, sent: all })
    } else {
      this.leave()
      this.edits.forget()
      this.selection.clear()
    }
    const seller = this.app.session.sellerId.peek()
    const ids = all.map(({ id }) => id)
    if (seller !== null) this.kept.keep(seller, ids)
    this.take(all)
    this.follow(LOOK_MS)
  }

  readonly undo = async (): Promise<void> => {
    const deed = this.deed.peek()
    if (!deed) return
    clearTimeout(this.timer)
    this.app.work.drop(deed.id)
    const parts: BulkDeed[] = []
    for (const part of this.parts.peek()) {
      const ask = () => this.app.api.bulk<BulkDeed>('POST', `/${part.id}/undo`)
      parts.push((part.can_undo ? await this.app.attempt(ask) : null) ?? part)
    }
    this.take(parts)
    this.follow(LOOK_MS)
    this.app.live.poke()
  }

  /** Show the result no longer. */
  readonly dismiss = (): void => {
    this.kept.drop()
    this.forget()
  }

  /** The account is left; coming back it finds its deed again. */
  readonly forget = (): void => {
    clearTimeout(this.timer)
    const deed = this.deed.peek()
    if (deed) this.app.work.drop(deed.id)
    this.parts.value = []
    this.texts = new Map()
  }

  /** What was remembered of the deed before is of no use to this one. */
  private begun(): void {
    this.texts = new Map()
    this.known.clear()
    this.sentIn.clear()
  }

  private async read(deed: object, abort: AbortSignal): Promise<void> {
    const { selection } = this
    const { api } = this.app
    const whole = selection.whole.peek()
    const ask = (body: object) => api.bulk<BulkPreview>('POST', '/preview', body, abort)
    const without = selection.without.peek()
    let rest = selection.seen()
    if (whole) {
      const page = await ask({ ...deed, filter: filterBody(whole) })
      rest = page.rest.map(([id, revision]) => [id, revision])
      this.change({ total: page.total, cut: page.is_cut })
      this.add(page.lines.filter(({ id }) => !without.has(id)))
      rest = rest.filter(([id]) => !without.has(id))
      this.change({ total: (this.look.peek()?.lines.length ?? 0) + rest.length })
    }
    for (let at = 0; at < rest.length; at += PART) {
      this.add((await ask({ ...deed, items: rest.slice(at, at + PART) })).lines)
    }
  }

  /** What a draft leaves open is meant only by whoever ticks it. */
  private add(lines: readonly BulkLine[]): void {
    const { action, lines: before = [], removed } = this.look.peek() ?? {}
    const made = this.edits.made.peek()
    const open =
      action === 'send' ? lines.filter((one) => leavesOpen(one) && !made.has(one.id)) : []
    this.change({
      lines: [...before, ...lines],
      removed: new Set([...(removed ?? []), ...open.map(({ id }) => id)]),
    })
  }

  /** Words that were not sent after all stand where they can be sent one by one. */
  private giveBack(part: BulkDeed): void {
    const { opened, composer, drafts } = this.app
    const outcomes = new Map(part.problems.map(({ id, outcome }) => [id, outcome]))
    const unsent = [...this.texts].filter(([id]) => {
      if (this.sentIn.get(id) !== part.id) return false
      const outcome = outcomes.get(id)
      return part.is_undone ? outcome !== 'too_late' : outcome === 'left_out'
    })
    for (const [id, text] of unsent) {
      if (opened.id === id) composer.restore(text)
      else drafts.restore(id, text)
    }
    const given = new Set(unsent.map(([id]) => id))
    this.texts = new Map([...this.texts].filter(([id]) => !given.has(id)))
  }

  private change(change: Partial<Look>): void {
    const look = this.look.peek()
    if (look) this.look.value = { ...look, ...change }
  }

  private take(parts: readonly BulkDeed[]): void {
    this.parts.value = parts
    parts.forEach((part) => this.giveBack(part))
    const deed = this.deed.peek()
    if (!deed) return
    const { clock, work } = this.app
    const left = deed.undo_until === null ? 0 : millis(deed.undo_until) - clock.now.peek()
    this.undoUntil.value = deed.can_undo && left > 0 ? Date.now() + left : 0
    const until = deed.is_over ? this.undoUntil.peek() : Infinity
    if (deed.can_undo) work.remember(deed.id, () => void this.undo(), until)
    else work.drop(deed.id)
  }

  /** Ask how far it is, ever more rarely; afterwards the result stays for a while. */
  private follow(pause: number): void {
    clearTimeout(this.timer)
    const deed = this.deed.peek()
    if (!deed) return
    if (deed.is_over) {
      this.app.live.poke()
      const left = Math.max(this.undoUntil.peek() - Date.now(), 0)
      this.timer = setTimeout(left > 0 ? this.refresh : this.dismiss, left || STAYS_MS)
      return
    }
    this.timer = setTimeout(() => void this.lookOn(pause), pause)
  }

  /** Its time to be undone has passed. */
  private readonly refresh = (): void => {
    this.undoUntil.value = 0
    this.timer = setTimeout(this.dismiss, STAYS_MS)
  }

  private readonly lookAt = (id: string): Promise<BulkDeed> =>
    this.app.api.bulk<BulkDeed>('GET', `/${id}`)

  private async lookOn(pause: number): Promise<void> {
    const parts = this.parts.peek()
    // Without a connection it goes on by itself; it is asked for again.
    const look = async (part: BulkDeed): Promise<BulkDeed> =>
      part.is_over ? part : this.lookAt(part.id).catch(() => part)
    const seen = await Promise.all(parts.map(look))
    // It was taken back or put away meanwhile: what was asked for before is no news.
    if (this.parts.peek() !== parts || parts.length === 0) return
    this.take(seen)
    this.follow(Math.min(pause * 1.5, LOOK_MOST_MS))
  }
}
