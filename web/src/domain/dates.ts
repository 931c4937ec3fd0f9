import { ago } from '../words/ru'

/** Sellers read every time in Moscow time, as WB shows it. */
const ZONE = 'Europe/Moscow'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const formatter = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('ru', { timeZone: ZONE, ...options })

const TIME = formatter({ hour: '2-digit', minute: '2-digit' })
const DAY_MONTH = formatter({ day: 'numeric', month: 'short' })
const DAY_MONTH_YEAR = formatter({ day: 'numeric', month: 'short', year: 'numeric' })
const LONG_DAY = formatter({ day: 'numeric', month: 'long', year: 'numeric' })
const KEY = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

export function millis(iso: string): number {
  return Date.parse(iso)
}

/** The Moscow calendar day, as `2026-05-09`. */
export function dayKey(at: number): string {
  return KEY.format(at)
}

export function clockTime(at: number): string {
  return TIME.format(at)
}

export function longDay(at: number): string {
  return LONG_DAY.format(at)
}

/** When it was, short enough for a list: minutes, then the time, then the day. */
export function shortMoment(at: number, now: number): string {
  const age = now - at
  if (age < MINUTE) return ago.now
  if (age < 60 * MINUTE) return ago.minutes(Math.floor(age / MINUTE))
  if (dayKey(at) === dayKey(now)) return clockTime(at)
  if (dayKey(at) === dayKey(now - DAY)) return ago.yesterday
  return sameYear(at, now) ? DAY_MONTH.format(at) : DAY_MONTH_YEAR.format(at)
}

/** The day and the time in full, for details and titles. */
export function fullMoment(at: number, now: number): string {
  const day = sameYear(at, now) ? DAY_MONTH.format(at) : DAY_MONTH_YEAR.format(at)
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
