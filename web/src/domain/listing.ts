import { isHot } from './urgency'
import { millis } from './dates'
import type { Row } from '../api/types'
import type { Filter } from '../route'

/** Whether the server would put a row into this list; a search is the server's alone. */
export function belongs(row: Row, filter: Filter, now: number): boolean {
  if (filter.channel !== null && row.channel !== filter.channel) return false
  switch (filter.view) {
    case 'all':
      return true
    case 'auto':
      return row.auto
    case 'hot':
      return isHot(row, now)
    default:
      return row.view === filter.view
  }
}

/** The server's order: by deadline where one is due, else the newest first. */
export function compareRows(view: Filter['view']): (one: Row, other: Row) => number {
  const byTarget = view === 'hot' || view === 'attention'
  return (one, other) => {
    const difference = byTarget
      ? millis(one.sort_at) - millis(other.sort_at)
      : millis(other.occurred_at) - millis(one.occurred_at)
    return difference || (one.id < other.id ? -1 : 1)
  }
}

export interface Moved {
  changed: readonly Row[]
  removed: readonly string[]
}

export interface Listing {
  filter: Filter
  now: number
  /** Whether the server holds more rows beyond the last one. */
  more: boolean
}

/** The list as the server would answer it now, as far as it has been loaded. */
export function mergeChanges(rows: readonly Row[], moved: Moved, listing: Listing): Row[] {
  const news = new Map(moved.changed.map((row) => [row.id, row]))
  const removed = new Set(moved.removed)
  if (listing.filter.q || listing.filter.narrow) {
    return rows.filter(({ id }) => !removed.has(id)).map((row) => news.get(row.id) ?? row)
  }
  const order = compareRows(listing.filter.view)
  const last = rows.at(-1)
  const stay = rows.filter(({ id }) => !removed.has(id) && !news.has(id))
  const fit = moved.changed.filter(
    (row) =>
      belongs(row, listing.filter, listing.now) &&
      (!listing.more || last === undefined || order(row, last) <= 0),
  )
  return [...stay, ...fit].sort(order)
}

export interface Settled {
  rows: Row[]
  /** Rows that wait to be shown. */
  fresh: number
}

/**
 * What may be shown without moving a row from under somebody's hand: while the list is held,
 * rows change in place only; otherwise the open row alone stays where it was.
 */
export function settleRows(
  shown: readonly Row[],
  target: readonly Row[],
  known: ReadonlyMap<string, Row>,
  { held, keep }: { held: boolean; keep: string | null },
): Settled {
  if (held && shown.length > 0) {
    const ids = new Set(shown.map((row) => row.id))
    return {
      rows: shown.map((row) => known.get(row.id) ?? row),
      fresh: target.filter((row) => !ids.has(row.id)).length,
    }
  }
  const rows = [...target]
  const place = shown.findIndex((row) => row.id === keep)
  const kept = shown[place]
  if (kept && !rows.some((row) => row.id === keep)) {
    rows.splice(Math.min(place, rows.length), 0, known.get(kept.id) ?? kept)
  }
  return { rows, fresh: 0 }
}
