import { deadline as words } from '../words/ru'
import { millis } from './dates'
import type { Deadline, Row } from '../api/types'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const HOT_BEFORE = 30 * MINUTE
const SOON_BEFORE = 4 * HOUR

/** `passed` is beyond the limit, `late` beyond the target only. */
export type Level = 'passed' | 'late' | 'hot' | 'soon' | 'calm'

export interface Urgency {
  level: Level
  /** What the chip shows. */
  short: string
  /** What is read aloud. */
  full: string
}

export function urgencyOf(deadline: Deadline, now: number): Urgency {
  const left = millis(deadline.target_at) - now
  const passed = now >= millis(deadline.limit_at)
  const span = spanText(Math.abs(left))
  if (left <= 0) {
    return {
      level: passed ? 'passed' : 'late',
      short: `−${span}`,
      full: passed ? words.passed(span) : words.late(span),
    }
  }
  const level = left < HOT_BEFORE ? 'hot' : left < SOON_BEFORE ? 'soon' : 'calm'
  return { level, short: countdown(left), full: words.left(span) }
}

/** Past the target or less than half an hour to it, as the server's view `hot` has it. */
export function isHot(row: Row, now: number): boolean {
  return (
    row.view === 'attention' &&
    row.deadline !== null &&
    millis(row.deadline.target_at) - now < HOT_BEFORE
  )
}

/** Seconds matter only in the last five minutes; before, they would only flicker. */
function countdown(left: number): string {
  if (left >= 5 * MINUTE) return spanText(left)
  const seconds = Math.ceil(left / SECOND)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function spanText(span: number): string {
  if (span < MINUTE) return words.underMinute
  if (span < HOUR) return words.minutes(Math.floor(span / MINUTE))
  if (span >= 48 * HOUR) return words.days(Math.floor(span / (24 * HOUR)))
  const hours = Math.floor(span / HOUR)
  return words.hours(hours, hours < 10 ? Math.floor((span % HOUR) / MINUTE) : 0)
}
