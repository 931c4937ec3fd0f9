import { CHANNELS } from '../api/types'
import { groupDigits } from '../words/plural'
import type { Channel, Counts, ViewName } from '../api/types'

const MOST_SHOWN = 99

/** How many items a view holds, in one channel or in all; null while nobody has said. */
export function countOf(
  counts: Counts | null,
  view: ViewName,
  channel: Channel | null = null,
): number | null {
  const row = counts?.views[view]
  if (!row) return counts ? 0 : null
  if (channel) return row[channel] ?? 0
  return CHANNELS.reduce((sum, name) => sum + (row[name] ?? 0), 0)
}

/** `hot` is counted up to a bound only. */
export function countText(count: number, view: ViewName): string {
  return view === 'hot' && count > MOST_SHOWN ? `${MOST_SHOWN}+` : groupDigits(count)
}
