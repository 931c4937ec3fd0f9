import { ago } from '../words/ru'

/** Sellers read every time in Moscow time, as WB shows it; it has had no summer time since 2014. */
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MOSCOW = 3 * HOUR

/** Made when it is first needed: a browser takes milliseconds over each. */
function formatter(options: Intl.DateTimeFormatOptions): (at: number) => string {
  let made: Intl.DateTimeFormat | undefined
  return (at) => {
    made ??= new Intl.DateTimeFormat('ru', { timeZone: 'Europe/Moscow', ...options })
    return made.format(at)
  }
}

const dayMonth = formatter({ day: 'numeric', month: 'short' })
const dayMonthYear = formatter({ day: 'numeric', month: 'short', year: 'numeric' })

/** When it was, on Moscow's clock, as `2026-05-09T12:47:05.000Z` with a letter that says nothing. */
const moscow = (at: number): string => new Date(at + MOSCOW).toISOString()

export function millis(iso: string): number {
  return Date.parse(iso)
}

/** The Moscow calendar day, as `2026-05-09`. */
export function dayKey(at: number): string {
  return moscow(at).slice(0, 10)
}

export function clockTime(at: number): string {
  return moscow(at).slice(11, 16)
}

export const longDay = formatter({ day: 'numeric', month: 'long', year: 'numeric' })

/** When it was, short enough for a list: minutes, then the time, then the day. */
export function shortMoment(at: number, now: number): string {
  const age = now - at
  if (age < MINUTE) return ago.now
  if (age < HOUR) return ago.minutes(Math.floor(age / MINUTE))
  if (dayKey(at) === dayKey(now)) return clockTime(at)
  if (dayKey(at) === dayKey(now - DAY)) return ago.yesterday
  return sameYear(at, now) ? dayMonth(at) : dayMonthYear(at)
}

/** The day and the time in full, for details and titles. */
export function fullMoment(at: number, now: number): string {
  const day = sameYear(at, now) ? dayMonth(at) : dayMonthYear(at)
  return `${dayKey(at) === dayKey(now) ? ago.today : day}, ${clockTime(at)}`
}

/** The heading of one day in a conversation. */
export function dayTitle(at: number, now: number): string {
  if (dayKey(at) === dayKey(now)) return ago.today
  return dayKey(at) === dayKey(now - DAY) ? ago.yesterdayDay : longDay(at)
}

/** How long a video is: `1:25`. */
export function videoLength(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Nine in the morning of the next Moscow day, which has no summer time. */
export function tomorrowMorning(now: number): string {
  return new Date(`${dayKey(now + DAY)}T09:00:00+03:00`).toISOString()
}

/** A moment as a form's field for day and time wants it, on Moscow's clock. */
export function moscowInput(at: number): string {
  return `${dayKey(at)}T${clockTime(at)}`
}

/** What was chosen in such a field; null while it is not a moment. */
export function fromMoscowInput(value: string): number | null {
  const at = Date.parse(`${value}:00+03:00`)
  return Number.isNaN(at) ? null : at
}

function sameYear(at: number, now: number): boolean {
  return dayKey(at).slice(0, 4) === dayKey(now).slice(0, 4)
}
