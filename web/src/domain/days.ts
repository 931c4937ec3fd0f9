import { dayKey, millis } from './dates'
import type { Message } from '../api/types'

export interface Day {
  key: string
  at: number
  messages: Message[]
}

/** Messages, oldest first, under the Moscow day they were sent on. */
export function groupByDay(messages: readonly Message[]): Day[] {
  const days: Day[] = []
  for (const message of messages) {
    const at = millis(message.sent_at)
    const key = dayKey(at)
    const last = days.at(-1)
    if (last?.key === key) last.messages.push(message)
    else days.push({ key, at, messages: [message] })
  }
  return days
}
