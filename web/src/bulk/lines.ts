import { ApiError, asApiError } from '../api/problem'
import { askedOf } from '../domain/narrow'
import { bulk as words } from '../words/bulk'
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

/** One request holds only so many words; whoever wrote more is told what to do. */
export function tellTooMuch(thrown: unknown): never {
  const error = asApiError(thrown)
  throw error.status === 413 ? new ApiError('problem', words.tooMuch, { status: 413 }) : error
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
