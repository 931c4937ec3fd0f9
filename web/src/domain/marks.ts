import { codePoints } from './spans'
import type { Highlight } from '../api/types'

export interface Mark {
  text: string
  found: boolean
}

/** Cut a text where what was found begins and ends; the API counts characters by code point. */
export function cutMarks(
  text: string,
  highlights: readonly Highlight[],
  field: Highlight['field'],
): Mark[] {
  const letters = codePoints(text)
  const marks: Mark[] = []
  let at = 0
  const add = (to: number, found: boolean): void => {
    const part = letters.slice(at, to).join('')
    if (part) marks.push({ text: part, found })
    at = Math.max(at, to)
  }
  for (const { start, end } of highlights.filter((one) => one.field === field)) {
    add(start, false)
    add(end, true)
  }
  add(letters.length, false)
  return marks
}

/** The query without one part of it. */
export function withoutPart(query: string, { start, end }: { start: number; end: number }): string {
  const letters = codePoints(query)
  const rest = [...letters.slice(0, start), ...letters.slice(end)]
  return rest.join('').replace(/\s+/g, ' ').trim()
}
