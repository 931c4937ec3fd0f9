import { reply as words } from '../words/thread'
import { millis } from './dates'
import type { Channel, Interaction, Reply, ReplyState, Row } from '../api/types'

export type Tone = 'neutral' | 'progress' | 'good' | 'warning' | 'bad'

const FINAL: readonly ReplyState[] = [
  'confirmed',
  'answered_elsewhere',
  'attention',
  'failed',
  'cancelled',
]

const TONES: Record<ReplyState, Tone> = {
  approved: 'progress',
  sending: 'progress',
  sent: 'progress',
  unknown: 'warning',
  blocked: 'warning',
  confirmed: 'good',
  answered_elsewhere: 'neutral',
  attention: 'bad',
  failed: 'bad',
  cancelled: 'neutral',
}

export function isFinal(state: ReplyState): boolean {
  return FINAL.includes(state)
}

export function toneOf(state: ReplyState, wbState: string | null): Tone {
  return wbState === 'rejected' ? 'bad' : TONES[state]
}

type Labelled = Pick<Row, 'channel' | 'source' | 'reply_state' | 'reply_overdue' | 'wb_state'>

/** A reply's state in a word or two, for the list; "published" only when WB shows it. */
export function replyLabel(row: Labelled): string | null {
  const { channel, source, reply_state: state, wb_state: wbState } = row
  if (state === null || state === 'cancelled') return null
  if (row.reply_overdue) return words.overdue
  if (state === 'confirmed' && source === 'demo') return words.simulated
  return state === 'confirmed' ? confirmedLabel(channel, wbState) : words.short[state]
}

function confirmedLabel(channel: Channel, wbState: string | null): string {
  if (wbState === 'rejected') return words.rejected
  if (wbState === 'wbRu' && channel === 'review') return words.published
  return words.confirmed[channel]
}

/** Whole seconds in which the reply can still be taken back. */
export function undoLeft(reply: Reply, now: number): number {
  if (!reply.can_cancel || reply.state !== 'approved' || reply.cancel_until === null) return 0
  return Math.max(0, Math.ceil((millis(reply.cancel_until) - now) / 1000))
}

const USUAL_DELAY_MS = 10_000

/** Whether a reply that should have gone out is still here: WB is down, or its limit is spent. */
export function isHindered({ state, due_at: due, simulated }: Reply, now: number): boolean {
  if (state !== 'approved' || simulated || due === null) return false
  return now > millis(due) + USUAL_DELAY_MS
}

/** Whether a seller may write now: one answer to a review or a question, any number in a chat. */
export function canWrite({ row, source, reply }: Interaction): boolean {
  if (reply && !isFinal(reply.state)) return false
  if (row.channel === 'chat') return true
  if (source.answer !== null) return false
  if (reply?.state !== 'confirmed' && reply?.state !== 'answered_elsewhere') return true
  // WB takes a rejected answer to a question away; a review keeps it.
  return row.channel === 'question' && (row.needs_response || reply.wb_state === 'rejected')
}
