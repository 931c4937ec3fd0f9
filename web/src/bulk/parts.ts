import type { BulkDeed } from '../api/types'

/** Bytes of items and texts in one request; the server takes no more than 64 KiB of all. */
const ROOM = 60_000

const bytes = new TextEncoder()

/** How much room something takes in a request. */
export const weigh = (part: unknown): number => bytes.encode(JSON.stringify(part)).length + 1

/** Cut what is too much for one request, in order. */
export function cutParts<Line>(lines: readonly Line[], weightOf: (line: Line) => number): Line[][] {
  const parts: Line[][] = []
  let room = 0
  for (const line of lines) {
    const weight = weightOf(line)
    if (parts.length === 0 || weight > room) {
      parts.push([])
      room = ROOM
    }
    parts.at(-1)?.push(line)
    room -= weight
  }
  return parts
}

/** What was sent in parts is one deed to whoever began it; null where there is none. */
export function joinDeeds(parts: readonly BulkDeed[]): BulkDeed | null {
  const [first, ...others] = parts
  if (!first || others.length === 0) return first ?? null
  const sum = (of: (part: BulkDeed) => number): number => parts.reduce((all, p) => all + of(p), 0)
  const undone = parts.some((part) => part.is_undone)
  const kept = (part: BulkDeed): number => (undone && !part.is_undone ? part.done : 0)
  const ends = parts.flatMap(({ undo_until: until }) => (until === null ? [] : [until])).sort()
  return {
    ...first,
    is_over: parts.every((part) => part.is_over),
    is_undone: undone,
    can_undo: parts.some((part) => part.can_undo),
    undo_until: ends[0] ?? null,
    total: sum((part) => part.total),
    waiting: sum((part) => part.waiting),
    done: sum((part) => part.done),
    left_out: sum((part) => part.left_out),
    undone: sum((part) => part.undone),
    too_late: sum((part) => part.too_late + kept(part)),
    problems: parts.flatMap((part) => part.problems),
  }
}
