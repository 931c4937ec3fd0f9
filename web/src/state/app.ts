import { effect, signal, untracked } from '@preact/signals'
import { createApi } from '../api/client'
import { asApiError } from '../api/problem'
import { inboxRoute, isPublic, parseRoute } from '../route'
import { Attachments } from './attachments'
import { ServerClock } from './clock'
import { Composer } from './composer'
import { Drafts, NO_WORDS } from './drafts'
import { Editing } from './editing'
import { Inbox } from './inbox'
import { Live } from './live'
import { Looks } from './looks'
import { Notices } from './notices'
import { OpenItem } from './opened'
import { Router } from './router'
import { Cache, memoryShelf } from './shelf'
import { Session } from './session'
import { SyncProgress } from './sync'
import { Work } from './work'
import type { Around } from '../context/around'
import type { Bulk } from '../bulk/bulk'
import type { Autosave } from '../autosave/autosave'
import type { KeyValue } from './storage'
import type { Shelf } from './shelf'
import type { Api, Fetcher } from '../api/client'
import type { Changes, Connected, Me } from '../api/types'

/** What the app needs from outside. */
export interface Outside {
  fetcher: Fetcher
  storage: KeyValue
  /** Where lists are kept for the next visit. */
  shelf?: Shelf
}

/** All state of one open page, and what happens when a part of it moves. */
export class App {
  readonly api: Api
  readonly clock = new ServerClock()
  readonly router = new Router()
  readonly notices = new Notices()
  readonly session: Session
  readonly drafts: Drafts
  /** Keeps words on the server; fetched beside the first items. */
  readonly autosave = signal<Autosave | null>(null)
  readonly cache: Cache
  readonly inbox: Inbox
  readonly opened: OpenItem
  /** What its panel knows, once that was fetched. */
  around: Around | null = null
  readonly attachments: Attachments
  readonly composer: Composer
  readonly editing: Editing
  readonly sync: SyncProgress
  readonly looks: Looks
  readonly live: Live
  readonly work = new Work(this)
  /** Deeds on many items, once they were fetched. */
  readonly bulk = signal<Bulk | null>(null)
  readonly helpOpen = signal(false)
  /** Whether a conversation has been drawn; what stands around it is fetched after that. */
  readonly wordsShown = signal(false)
  /** Whether nobody waits for words, so that what narrows the list may be fetched. */
  readonly toolsWanted = signal(false)
  readonly paletteOpen = signal(false)
  private readonly stops: (() => void)[] = []
  /** What this browser remembers. */
  readonly storage: KeyValue
  /** Whose inbox is open; what an address names is read for this account only. */
  private readonly seller = signal<string | null>(null)

  constructor({ fetcher, storage, shelf = memoryShelf() }: Outside) {
    this.api = createApi(fetcher, () => this.session.expire())
    this.session = new Session(this.api)
    this.drafts = new Drafts(storage)
    this.cache = new Cache(shelf)
    this.looks = new Looks(storage)
    this.inbox = new Inbox(this.api, this.clock, this.cache)
    this.opened = new OpenItem(this.api, this.clock)
    this.attachments = new Attachments(this.api)
    this.composer = new Composer(this.api, this.drafts, this.opened, this.attachments)
    this.storage = storage
    this.editing = new Editing(this.api, this.opened)
    this.sync = new SyncProgress(this.api)
    this.live = new Live(this.api, (changes) => this.takeChanges(changes))
  }

  readonly start = async (): Promise<void> => {
    this.clock.start()
    this.stops.push(this.router.start(), this.live.watchPage(), this.clock.stop, this.looks.start())
    this.stops.push(effect(() => this.followSession()))
    this.stops.push(effect(() => this.followRoute()))
    this.stops.push(
      effect(() => this.followWords()),
      watchHiding(() => this.autosave.peek()?.flush()),
    )
    const route = this.router.route.peek()
    if (route.name === 'inbox') this.inbox.askAhead(route)
    const known = this.cache.lastMe().then((me) => me && this.session.assume(me))
    await Promise.all([known, this.session.restore()])
  }

  readonly stop = (): void => {
    this.forget()
    for (const stop of this.stops.splice(0)) stop()
  }

  /** Fetch what selects items and does a deed on many; without a connection nothing comes. */
  readonly loadBulk = async (): Promise<Bulk | null> => {
    const loaded = await import('../bulk/bulk').catch(() => null)
    if (loaded) this.bulk.value ??= new loaded.Bulk(this)
    return this.bulk.value
  }

  readonly openNeighbour = (step: 1 | -1): void => {
    const row = this.inbox.neighbour(this.opened.id, step)
    if (row) this.router.open(row.id)
  }

  readonly logout = async (): Promise<void> => {
    try {
      await this.session.logout()
      this.router.replace({ name: 'login', next: '' })
    } catch (thrown) {
      this.tellProblem(thrown)
    }
  }

  /** A cabinet was connected: its first sync is already queued. */
  readonly takeCabinet = ({ cabinet }: Connected): void => {
    // The server has cleared the examples by now; what this browser still shows of them goes too.
    if (this.session.me.value?.demo) void this.inbox.load()
    this.session.update({ cabinet, demo: false })
    this.sync.expect()
  }

  readonly tellProblem = (thrown: unknown): void => {
    const error = asApiError(thrown)
    if (error.kind !== 'aborted') this.notices.tell(error.message, { tone: 'bad' })
  }

  /** Do it, or tell what stood in its way. */
  readonly attempt = async <Answer>(act: () => Promise<Answer>): Promise<Answer | null> => {
    try {
      return await act()
    } catch (thrown) {
      this.tellProblem(thrown)
      return null
    }
  }

  private takeChanges(changes: Changes): void {
    this.clock.set(changes.now)
    this.inbox.apply(changes)
    // The connection is back: what could not be read before is read now.
    if (this.inbox.state.value.kind === 'failed') void this.inbox.load()
    this.opened.retry()
    for (const row of changes.changed) this.opened.noteRow(row)
    if (changes.reload) void this.opened.refresh()
  }

  private followSession(): void {
    const state = this.session.state.value
    untracked(() => {
      if (state.kind === 'active' && !state.expired) this.enter(state.me)
      if (state.kind === 'anonymous') {
        this.forget()
        void this.cache.forget()
      }
    })
  }

  /** The same seller coming back finds everything as it was; another one finds nothing of it. */
  private enter(me: Me): void {
    if (this.seller.value === me.seller.id) {
      // What was remembered of the last visit gives way to what the server says now.
      this.sync.hear(me.sync)
      void this.cache.use(me)
      this.live.poke()
      this.opened.retry()
      this.autosave.peek()?.flush()
      return
    }
    this.forget()
    this.clock.set(me.now)
    this.drafts.use(me.seller.id)
    void this.keepWords(me.seller.id)
    void this.cache.use(me)
    this.sync.hear(me.sync)
    // The list is read meanwhile: changes are told from half a minute before their mark.
    void this.live.begin()
    this.seller.value = me.seller.id
  }

  private forget(): void {
    this.seller.value = null
    this.live.stop()
    this.sync.forget()
    this.bulk.value?.forget()
    this.inbox.forget()
    this.opened.forget()
    this.around?.forget()
    this.autosave.peek()?.forget()
    this.autosave.value = null
    this.composer.forget()
    this.attachments.forget()
    this.editing.end()
    this.work.forget()
  }

  /** What was begun on another device is news whenever the open item is read. */
  private followWords(): void {
    const state = this.opened.state.value
    const autosave = this.autosave.value
    if (state.kind === 'ready') untracked(() => autosave?.meet(state.item))
  }

  /** Until it is there words are kept on this device alone. */
  private async keepWords(seller: string): Promise<void> {
    const loaded = await import('../autosave/autosave').catch(() => null)
    if (!loaded || this.seller.peek() !== seller) return
    const { api, drafts, storage, putWords: adopt } = this
    const autosave = new loaded.Autosave({ api, drafts, storage, adopt })
    autosave.use(seller)
    this.autosave.value = autosave
  }

  private readonly putWords = (id: string, text: string): void => {
    if (this.opened.id === id) this.composer.edit(text)
    else this.drafts.save(id, { ...NO_WORDS, text })
  }

  private followRoute(): void {
    const route = this.router.route.value
    const kind = this.session.state.value.kind
    const entered = this.seller.value !== null
    untracked(() => {
      if (kind === 'anonymous') this.askToSignIn()
      if (kind !== 'active') return
      if (route.name === 'login' || route.name === 'register') {
        this.router.replace(route.next ? parseRoute(route.next) : inboxRoute())
      } else if (route.name === 'inbox' && entered) {
        this.inbox.keepRow(route.id)
        this.inbox.show(route)
        this.opened.open(route.id, route.id === null ? null : this.inbox.rowOf(route.id))
        this.composer.bind(route.id)
        if (this.editing.edit.value?.item.row.id !== route.id) this.editing.end()
      }
    })
  }

  private askToSignIn(): void {
    const route = this.router.route.value
    if (isPublic(route)) return
    const next = route.name === 'missing' ? '' : window.location.pathname + window.location.search
    this.router.replace({ name: 'login', next: next.startsWith('/app/') ? next : '' })
  }
}

/** Hear of the page going out of sight or away, which may be the last that is heard of it. */
function watchHiding(hear: () => void): () => void {
  const ends = new AbortController()
  const { signal } = ends
  const listen = (): void => {
    if (document.visibilityState === 'hidden') hear()
  }
  document.addEventListener('visibilitychange', listen, { signal })
  // Not every browser hides a page before it closes it.
  window.addEventListener('pagehide', hear, { signal })
  return () => ends.abort()
}
