import { signal } from '@preact/signals'
import { millis } from '../domain/dates'
import { asApiError } from '../api/problem'
import type { Drafts } from '../state/drafts'
import type { KeyValue } from '../state/storage'
import type { Api } from '../api/client'
import type { Interaction, SavedWords } from '../api/types'

/** Typing that rests for so long is sent to the server. */
const REST_MS = 1500
/** A save that did not get through is tried again after so long. */
const AGAIN_MS = 15_000
const PREFIX = 'inbox.saved.'
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000

/** What the server had when this browser last heard of it; `at` is the server's time. */
interface Mark {
  text: string
  revision: number
  at: number
}

const NO_MARK: Mark = { text: '', revision: 0, at: 0 }

/** Words that another device has saved, as the seller is told of them. */
export interface Elsewhere {
  text: string
  device: string
  at: number
}

/** Two texts of which the seller chooses one; nothing is saved meanwhile. */
export interface Clash extends Elsewhere {
  revision: number
}

interface Parts {
  api: Api
  drafts: Drafts
  storage: KeyValue
  /** Put words into the place where an item's are written. */
  adopt: (id: string, text: string) => void
}

/** Keeps half-written words on the server too, one item at a time, and never in typing's way. */
export class Autosave {
  /** Items whose words came from another device and are as it left them. */
  readonly taken = signal<ReadonlyMap<string, Elsewhere>>(new Map())
  /** By their item: one of them makes no other forgotten. */
  readonly clashes = signal<ReadonlyMap<string, Clash>>(new Map())
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly saving = new Set<string>()
  private seller = ''
  private readonly parts: Parts

  constructor(parts: Parts) {
    this.parts = parts
    parts.drafts.onChange = (id) => this.plan(id)
  }

  readonly use = (seller: string, now: number = Date.now()): void => {
    this.seller = seller
    const { storage } = this.parts
    for (const key of storage.keys()) {
      if (key.startsWith(PREFIX) && now - this.read(key).at > KEPT_FOR) storage.remove(key)
    }
  }

  /** Save at once what still waits: the page is going away, or the server can be reached again. */
  readonly flush = (): void => {
    // A timer of a page that goes away never comes.
    for (const [id, timer] of [...this.timers]) {
      clearTimeout(timer)
      void this.save(id)
    }
  }

  readonly forget = (): void => {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
    this.taken.value = new Map()
    this.clashes.value = new Map()
    this.seller = ''
  }

  /** An item was read: what its words are on the server may be news. */
  readonly meet = ({ row: { id, status }, composer, now }: Interaction): void => {
    const mark = this.mark(id)
    if (this.saving.has(id) || this.seller === '' || millis(now) <= mark.at) return
    const own = this.parts.drafts.load(id).text
    const theirs = composer ?? null
    // What is read now says anew whether there are two texts.
    if (this.clashes.value.has(id)) this.setClash(id, null)
    if ((theirs?.revision ?? 0) === mark.revision) {
      if (own !== mark.text) this.plan(id)
    } else if (own === (theirs?.text ?? '')) this.note(id, theirs, millis(now))
    else if (theirs === null) this.loseSaved(id, own === mark.text && status !== 'closed')
    else if (own === mark.text) this.take(id, theirs)
    else this.setClash(id, { revision: theirs.revision, ...elsewhere(theirs) })
  }

  /** The seller has chosen: their words as they stand here, or those of the other device. */
  readonly choose = (id: string, mine: boolean): void => {
    const clash = this.clashes.value.get(id)
    if (!clash) return
    this.setClash(id, null)
    this.keep(id, clash)
    if (mine) this.plan(id, 0)
    else this.adopt(id, clash)
  }

  private setClash(id: string, clash: Clash | null): void {
    const others = [...this.clashes.value].filter(([other]) => other !== id)
    this.clashes.value = new Map(clash ? [...others, [id, clash]] : others)
  }

  private take(id: string, words: SavedWords): void {
    this.note(id, words, 0)
    this.adopt(id, elsewhere(words))
  }

  private adopt(id: string, words: Elsewhere): void {
    this.parts.adopt(id, words.text)
    this.taken.value = new Map([...this.taken.value, [id, words]])
  }

  /** The server has none any more: once they were sent elsewhere, what was saved is done with. */
  private loseSaved(id: string, done: boolean): void {
    this.keep(id, NO_MARK)
    if (done) this.parts.adopt(id, '')
    else if (this.parts.drafts.load(id).text !== '') this.plan(id)
  }

  private plan(id: string, rest: number = REST_MS): void {
    clearTimeout(this.timers.get(id))
    this.timers.delete(id)
    const { text } = this.parts.drafts.load(id)
    const shown = this.taken.value.get(id)
    if (shown && shown.text !== text) this.untake(id)
    if (this.seller === '' || this.clashes.value.has(id) || text === this.mark(id).text) return
    this.timers.set(
      id,
      setTimeout(() => void this.save(id), rest),
    )
  }

  private async save(id: string): Promise<void> {
    this.timers.delete(id)
    if (this.saving.has(id)) {
      this.plan(id)
      return
    }
    const { text } = this.parts.drafts.load(id)
    const seller = this.seller
    this.saving.add(id)
    try {
      const saved = await this.parts.api.saveWords(id, text, this.mark(id).revision)
      if (seller === this.seller) this.note(id, { ...saved, text }, 0)
    } catch (thrown) {
      await this.recover(id, asApiError(thrown).status)
      return
    } finally {
      this.saving.delete(id)
    }
    if (seller === this.seller) this.plan(id)
  }

  /** Other words were saved first: look at them. Without an answer it is tried again later. */
  private async recover(id: string, status: number): Promise<void> {
    this.saving.delete(id)
    if (this.seller === '' || status === 404 || status === 422) return
    if (status !== 409) {
      this.plan(id, AGAIN_MS)
      return
    }
    try {
      this.meet(await this.parts.api.interaction(id))
    } catch (thrown) {
      asApiError(thrown)
      this.plan(id, AGAIN_MS)
    }
  }

  private note(id: string, words: SavedWords | null, at: number): void {
    const saved = words?.saved_at ? millis(words.saved_at) : at
    this.keep(id, { text: words?.text ?? '', revision: words?.revision ?? 0, at: saved })
  }

  private untake(id: string): void {
    this.taken.value = new Map([...this.taken.value].filter(([other]) => other !== id))
  }

  private keep(id: string, { text, revision, at }: Mark): void {
    this.parts.storage.set(this.key(id), JSON.stringify({ text, revision, at }))
  }

  private mark(id: string): Mark {
    return this.read(this.key(id))
  }

  private read(key: string): Mark {
    try {
      return { ...NO_MARK, ...(JSON.parse(this.parts.storage.get(key) ?? '{}') as Partial<Mark>) }
    } catch {
      return NO_MARK
    }
  }

  private key(id: string): string {
    return `${PREFIX}${this.seller}.${id}`
  }
}

function elsewhere({ text, device, saved_at }: SavedWords): Elsewhere {
  return { text, device: device ?? '', at: saved_at ? millis(saved_at) : 0 }
}
