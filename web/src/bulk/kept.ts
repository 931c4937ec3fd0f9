import type { KeyValue } from '../state/storage'

const KEY = 'inbox.deed'

interface Kept {
  seller: string
  id: string
}

/** The last deed on many of one account, so that a reload shows how far it is. */
export class KeptDeed {
  private readonly storage: KeyValue

  constructor(storage: KeyValue) {
    this.storage = storage
  }

  readonly keep = (seller: string, id: string): void =>
    this.storage.set(KEY, JSON.stringify({ seller, id } satisfies Kept))

  /** The deed's id; what another account left is thrown away. */
  readonly find = (seller: string): string | null => {
    const kept = this.read()
    if (kept.seller === seller && typeof kept.id === 'string') return kept.id
    this.drop()
    return null
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
