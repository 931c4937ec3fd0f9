import type { Deadline, Message, Row } from '../api/types'

/** Ten in the morning in Moscow. */
export const NOW = Date.parse('2026-05-20T07:00:00Z')
export const MINUTE = 60_000
const WHY = 'Вопрос о браке: ответьте за 30 минут, не позже 1 часа'

export function at(minutes: number): string {
  return new Date(NOW + minutes * MINUTE).toISOString()
}

export function dueIn(target: number, limit = target + 60): Deadline {
  return {
    target_at: at(target),
    limit_at: at(limit),
    rule: 'defect',
    reason: WHY,
    wb_at: null,
    wb_reason: null,
  }
}

export function makeRow(id: string, change: Partial<Row> = {}): Row {
  return {
    id,
    channel: 'review',
    view: 'attention',
    sort_at: at(60),
    rating: 5,
    buyer: 'Анна',
    product: {
      nm_id: 1,
      name: 'Плед',
      photo: null,
      brand: '',
      article: '',
      size: '',
      color: '',
    },
    preview: 'Тёплый',
    occurred_at: at(-60),
    status: 'open',
    needs_response: true,
    priority: 'normal',
    deadline: dueIn(60),
    intent: 'thanks',
    alarms: [],
    tags: [],
    draft_ready: false,
    reply_state: null,
    wb_state: null,
    reply_overdue: false,
    chat_state: null,
    closed_by: null,
    auto: false,
    source: 'wb_api',
    unread: false,
    unread_count: 0,
    has_photo: false,
    highlights: [],
    found_in: null,
    revision: 1,
    changed_at: at(0),
    ...change,
  }
}

export function makeMessage(id: string, sentAt: string): Message {
  return { id, sender: 'client', by: null, sent_at: sentAt, text: id, photos: [], files: [] }
}
