import { iso } from './dispatch'
import { json, problemOf } from './http'
import type { Item } from './world'
import type { SavedWords } from '../types'

type Body = Record<string, unknown>

/** Keep half-written words, unless others were saved over what the caller knows. */
export function keepWords(item: Item, { text, revision }: Body, now: number): Response {
  const saved = saveWords(item, typeof text === 'string' ? text : '', Number(revision), now)
  return saved ? json(saved) : problemOf({ status: 409, code: 'conflict' })
}

export function saveWords(
  item: Item,
  text: string,
  revision: number,
  now: number,
): SavedWords | null {
  const known = item.data.composer ?? null
  if (known && known.text !== text && known.revision !== revision) return null
  const saved = { text, revision: now, device: 'Firefox, Linux', saved_at: iso(now) }
  item.data = { ...item.data, composer: text === '' ? null : saved }
  return text === '' ? { ...saved, revision: 0 } : saved
}
