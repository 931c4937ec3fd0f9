import { clear, createStore, del, get, set } from 'idb-keyval'
import type { Counts, Me, Row } from '../api/types'
import type { Filter } from '../route'

/** A copy of what was shown, so that the next visit begins with it. */
export interface Shelf {
  get: (key: string) => Promise<unknown>
  set: (key: string, value: unknown) => Promise<void>
  clear: () => Promise<void>
}

/** The beginning of a list as it was shown last. */
export interface KeptList {
  rows: readonly Row[]
  counts: Counts | null
}

/** What an older version has stored is not read. */
const VERSION = 'v1'
const WHO = `${VERSION}.who`
/** Lists that are kept; the one not used for longest goes first. */
const MOST_LISTS = 12
/** Rows that are kept of a list: a screen or two. */
const MOST_ROWS = 50
const LISTS = `${VERSION}.lists`

/** The browser's own database; where it is refused nothing is kept. */
export function browserShelf(): Shelf {
  if (!('indexedDB' in globalThis)) return memoryShelf()
  const store = createStore('inbox', 'shelf')
  return {
    get: (key) => get(key, store),
    set: (key, value) => (value === undefined ? del(key, store) : set(key, value, store)),
    clear: () => clear(store),
  }
}

export function memoryShelf(): Shelf {
  const values = new Map<string, unknown>()
  return {
    get: (key) => Promise.resolve(values.get(key)),
    set: (key, value) => Promise.resolve(void values.set(key, structuredClone(value))),
    clear: () => {
      values.clear()
      return Promise.resolve()
    },
  }
}

/** The last lists of one account; another account finds nothing, and a sign-out leaves nothing. */
export class Cache {
  private seller = ''
  private readonly shelf: Shelf

  constructor(shelf: Shelf) {
    this.shelf = shelf
  }

  /** Who was here last, as the server told it then. */
  readonly lastMe = async (): Promise<Me | null> => {
    const me = (await this.shelf.get(WHO).catch(() => undefined)) as Me | undefined
    if (me) this.seller = me.seller.id
    return me ?? null
  }

  /** Turn to an account; what another one left is thrown away. */
  readonly use = async (me: Me): Promise<void> => {
    const before = (await this.shelf.get(WHO).catch(() => undefined)) as Me | undefined
    if (before && before.seller.id !== me.seller.id) await this.forget()
    this.seller = me.seller.id
    await this.shelf.set(WHO, me).catch(() => undefined)
  }

  readonly list = async (filter: Filter): Promise<KeptList | null> => {
    if (!this.seller) return null
    const page = await this.shelf.get(this.key(filter)).catch(() => undefined)
    return (page as KeptList | undefined) ?? null
  }

  /** Keep the first page of a list as it is shown now. */
  readonly keepList = async (filter: Filter, list: KeptList): Promise<void> => {
    if (!this.seller || filter.q) return
    const key = this.key(filter)
    const known = ((await this.shelf.get(LISTS).catch(() => [])) ?? []) as string[]
    const keys = [key, ...known.filter((other) => other !== key)]
    const writes = [
      this.shelf.set(key, { ...list, rows: list.rows.slice(0, MOST_ROWS) }),
      this.shelf.set(LISTS, keys.slice(0, MOST_LISTS)),
      ...keys.slice(MOST_LISTS).map((old) => this.shelf.set(old, undefined)),
    ]
    // A full or forbidden store must not stop anybody from working.
    await Promise.allSettled(writes)
  }

  readonly forget = async (): Promise<void> => {
    this.seller = ''
    await this.shelf.clear().catch(() => undefined)
  }

  private key({ view, channel, narrow }: Filter): string {
    return [VERSION, this.seller, view, channel ?? '', JSON.stringify(narrow ?? null)].join('.')
  }
}
