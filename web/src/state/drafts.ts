import { signal } from '@preact/signals'
import type { ReplyRequest } from '../api/types'
import type { Kept } from '../domain/attachments'
import type { KeyValue } from './storage'

const PREFIX = 'inbox.words.'
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000

/** A seller's unsent words about one item. */
export interface Words {
  text: string
  /** The draft that they began as. */
  draftId: string | null
  draftText: string
  /** An approval whose fate is unknown: it is repeated as it was, never made anew. */
  approval: ReplyRequest | null
  /** The files of that approval, which has their ids alone. */
  files: readonly Kept[]
}

export const NO_WORDS: Words = {
  text: '',
  draftId: null,
  draftText: '',
  approval: null,
  files: [],
}

/** Unsent words survive a reload, a switch and the end of a session. */
export class Drafts {
  /** Items with words of the seller's own. */
  readonly written = signal<ReadonlySet<string>>(new Set())
  /** Hears of every item whose words have changed. */
  onChange: (id: string) => void = () => undefined
  private seller = ''
  private readonly storage: KeyValue

  constructor(storage: KeyValue) {
    this.storage = storage
  }

  /** Turn to one seller's words, and forget the very old ones. */
  readonly use = (seller: string, now: number = Date.now()): void => {
    this.seller = seller
    for (const key of this.storage.keys()) {
      if (key.startsWith(PREFIX) && now - (this.parse(key)?.at ?? 0) > KEPT_FOR) {
        this.storage.remove(key)
      }
    }
    const own = this.prefix()
    const keys = this.storage.keys().filter((key) => key.startsWith(own))
    this.written.value = new Set(keys.map((key) => key.slice(own.length)))
  }

  readonly load = (id: string): Words => {
    const kept = { ...NO_WORDS, ...this.parse(this.key(id)) }
    const { text, draftId, draftText, approval, files } = kept
    return { text, draftId, draftText, approval, files }
  }

  readonly save = (id: string, words: Words): void => {
    if (words.text === '' && words.approval === null) {
      this.clear(id)
      return
    }
    this.storage.set(this.key(id), JSON.stringify({ ...words, at: Date.now() }))
    if (!this.written.value.has(id)) this.written.value = new Set([...this.written.value, id])
    this.onChange(id)
  }

  /** Keep a text that was taken from its way, unless there are newer words. */
  readonly restore = (id: string, text: string): void => {
    if (this.load(id).text === '') this.save(id, { ...NO_WORDS, text })
  }

  readonly clear = (id: string): void => {
    this.storage.remove(this.key(id))
    if (!this.written.value.has(id)) return
    this.written.value = new Set([...this.written.value].filter((other) => other !== id))
    this.onChange(id)
  }

  private parse(key: string): (Words & { at: number }) | null {
    const stored = this.storage.get(key)
    if (stored === null) return null
    try {
      return JSON.parse(stored) as Words & { at: number }
    } catch {
      return null
    }
  }

  private prefix(): string {
    return `${PREFIX}${this.seller}.`
  }

  private key(id: string): string {
    return `${this.prefix()}${id}`
  }
}
