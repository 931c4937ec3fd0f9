import type { KeyValue } from '../state/storage'

const KEY = 'inbox.deed'

interface Kept {
  seller: string
  /** One, or several where it had to be sent in parts. */
  ids: string[]
}

/** The last deed on many of one account, so that a reload shows how far it is. */
export class KeptDeed {
  private readonly storage: KeyValue

  constructor(storage: KeyValue) {
    this.storage = storage
  }

  readonly keep = (seller: string, ids: string[]): void =>
    this.storage.set(KEY, JSON.stringify({ seller, ids } satisfies Kept))

  /** The deed's ids; what another account left is thrown away. */
  readonly find = (seller: string): string[] => {
    const kept = this.read()
    if (kept.seller === seller && Array.isArray(kept.ids)) return kept.ids
    this.drop()
    return []
  }

  readonly drop = (): void => this.storage.remove(KEY)

  private read(): Partial<Kept> {
    try {
      return (JSON.parse(this.storage.get(KEY) ?? '{}') ?? {}) as Partial<Kept>
    } catch {
      return {}
    }
  }
}
