import type { Reply, Row } from '../types'

const MINUTE = 60_000

/** The server's words for the states. */
export const TITLES: Record<Reply['state'], string> = {
  approved: 'Ждёт отправки',
  sending: 'Отправляем…',
  sent: 'Принято WB, на проверке',
  unknown: 'Проверьте: неизвестно, дошло ли',
  blocked: 'Ждёт ключ WB',
  confirmed: 'Принято WB, на проверке',
  answered_elsewhere: 'Отвечено в кабинете WB',
  attention: 'Проверьте: неизвестно, дошло ли',
  failed: 'Не отправлено: WB отклонил ответ, в тексте нашлась ссылка',
  cancelled: 'Отменено',
}

const STEPS: Record<Reply['state'], string> = {
  approved: 'Одобрено',
  sending: 'Отправляем в WB',
  sent: 'Принято WB',
  unknown: 'Неизвестно, дошло ли: ищем в WB',
  blocked: 'Ждёт ключ WB',
  confirmed: 'Принято WB, на проверке',
  answered_elsewhere: 'Отвечено в кабинете WB',
  attention: 'WB так и не показал: проверьте',
  failed: 'Не отправлено: ссылка в тексте',
  cancelled: 'Отменено',
}

export function stepOf(state: Reply['state'], at: string, detail = ''): Reply['history'][number] {
  return { state, at, title: STEPS[state], detail }
}

export function iso(at: number): string {
  return new Date(at).toISOString()
}

export function step(reply: Reply, state: Reply['state'], now: number, title?: string): Reply {
  return {
    ...reply,
    state,
    title: title ?? TITLES[state],
    can_cancel: false,
    can_retry: state === 'failed',
    cancel_until: null,
    due_at: null,
    history: [...reply.history, stepOf(state, iso(now))],
  }
}

/** Where a reply gets with time alone. */
export function moveReply(reply: Reply, channel: Row['channel'], now: number): Reply | null {
  const since = now - Date.parse(reply.history.at(-1)?.at ?? reply.approved_at)
  if (reply.state === 'approved' && reply.cancel_until && now >= Date.parse(reply.cancel_until)) {
    if (reply.simulated) return step(reply, 'confirmed', now, 'Пример: ответ не отправлен в WB')
    return step(reply, 'sending', now)
  }
  if (reply.state === 'sending' && since > 1000) return step(reply, 'sent', now)
  if (reply.state !== 'sent' || since < 5000) return null
  if (channel === 'review') return { ...step(reply, 'confirmed', now), wb_state: 'reviewRequired' }
  return step(reply, 'confirmed', now, channel === 'chat' ? 'Доставлено' : 'Ответ виден в WB')
}

export function failedReply(id: string, reason: string, now: number): Reply {
  const at = iso(now - 20 * MINUTE)
  return {
    id: `${id}-r`,
    interaction_id: id,
    text: 'Светлана, напишите нам на сайт, разберёмся: пример.рф',
    state: 'failed',
    title: TITLES.failed,
    wb_state: null,
    reason,
    kind: 'answer',
    simulated: false,
    files: [],
    edit_reason: null,
    send_at: null,
    due_at: null,
    approved_at: at,
    cancel_until: null,
    can_cancel: false,
    can_retry: true,
    history: [stepOf('approved', at), stepOf('failed', at, reason)],
  }
}
