import { hasTag } from '../domain/tags'
import type { KeyValue } from '../state/storage'

const KEY = 'inbox.tags'
const MOST = 12

interface Kept {
  seller: string
  tags: string[]
}

/** Tags that this account has met on this device, the newest first. */
export function knownTags(storage: KeyValue, seller: string | null): string[] {
  const { seller: owner, tags } = read(storage)
  if (owner !== seller || !Array.isArray(tags)) return []
  return tags.filter((tag): tag is string => typeof tag === 'string').slice(0, MOST)
}

export function keepTags(storage: KeyValue, seller: string | null, met: readonly string[]): void {
  if (seller === null || met.length === 0) return
  const others = knownTags(storage, seller).filter((tag) => !hasTag(met, tag))
  const kept: Kept = { seller, tags: [...met, ...others].slice(0, MOST) }
  storage.set(KEY, JSON.stringify(kept))
}

function read(storage: KeyValue): Partial<Kept> {
  try {
    return (JSON.parse(storage.get(KEY) ?? '{}') ?? {}) as Partial<Kept>
  } catch {
    return {}
  }
}
