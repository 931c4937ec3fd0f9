import { askedOf } from '../domain/narrow'
import type { BulkLine } from '../api/types'
import type { Filter } from '../route'
import type { Edit } from './edits'

/** Whether a draft leaves something unanswered that the buyer asks. */
export function leavesOpen({ draft, left_out: why }: BulkLine): boolean {
  return why === null && (draft?.asks.some(({ covered }) => !covered) ?? false)
}

/** What is to be sent instead of its draft, by item. */
export function changedTexts(
  lines: readonly BulkLine[],
  made: ReadonlyMap<string, Edit>,
): Map<string, string> {
  const texts = lines.map(({ id, draft }) => [id, made.get(id)?.text, draft?.text] as const)
  return new Map(texts.flatMap(([id, text, draft]) => (text && text !== draft ? [[id, text]] : [])))
}

/** A list as the API takes it in a body. */
export function filterBody({ view, channel, q, narrow }: Filter): Record<string, unknown> {
  const { rating, has_photo: photo, nm_id: product, ...rest } = askedOf(narrow)
  const given = Object.entries({ view, channel, q, ...rest }).filter(([, value]) => value)
  return {
    ...Object.fromEntries(given),
    ...(rating ? { rating: Number(rating) } : {}),
    ...(product ? { nm_id: Number(product) } : {}),
    ...(photo ? { has_photo: true } : {}),
  }
}
