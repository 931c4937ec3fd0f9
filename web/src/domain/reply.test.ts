import { describe, expect, it } from 'vitest'
import { World } from '../api/fake/world'
import { NOW, at, makeRow } from '../testing/rows'
import { canWrite, isFinal, isHindered, replyLabel, toneOf, undoLeft } from './reply'
import type { Interaction, Reply, ReplyState } from '../api/types'

const world = new World(() => '', 0)
const item = (id: string, change: Partial<Interaction> = {}): Interaction => {
  const found = world.items.get(id)
  if (!found) throw new Error(id)
  return { ...found.data, ...change }
}
const reply = (state: ReplyState, change: Partial<Reply> = {}): Reply => ({
  id: 'r',
  interaction_id: 'i1',
  text: 'Спасибо',
  state,
  title: '',
  wb_state: null,
  reason: null,
  kind: 'answer',
  simulated: false,
  files: [],
  edit_reason: null,
  send_at: null,
  due_at: null,
  approved_at: at(0),
  cancel_until: at(1 / 6),
  can_cancel: true,
  can_retry: false,
  history: [],
  ...change,
})

describe('replyLabel', () => {
  it('says published only when WB shows a review answered', () => {
    const label = (change: Parameters<typeof makeRow>[1]) => replyLabel(makeRow('a', change))
    expect(label({})).toBeNull()
    expect(label({ reply_state: 'cancelled' })).toBeNull()
    expect(label({ reply_state: 'sent' })).toBe('Принято WB')
    expect(label({ reply_state: 'sent', reply_overdue: true })).toBe('WB ещё не показал ответ')
    expect(label({ reply_state: 'confirmed', wb_state: 'wbRu' })).toBe('Опубликовано')
    expect(label({ reply_state: 'confirmed', wb_state: 'reviewRequired' })).toBe('Принято WB')
    expect(label({ reply_state: 'confirmed', wb_state: 'rejected' })).toBe('Отклонено WB')
    expect(label({ reply_state: 'confirmed', channel: 'chat', wb_state: 'wbRu' })).toBe(
      'Доставлено',
    )
    expect(label({ reply_state: 'confirmed', channel: 'question' })).toBe('Ответ виден в WB')
    expect(label({ reply_state: 'confirmed', source: 'demo' })).toBe('Пример: не отправлено в WB')
  })
})

describe('undoLeft', () => {
  it('counts whole seconds while the reply waits', () => {
    expect(undoLeft(reply('approved'), NOW)).toBe(10)
    expect(undoLeft(reply('approved'), NOW + 9500)).toBe(1)
    expect(undoLeft(reply('approved'), NOW + 11_000)).toBe(0)
    expect(undoLeft(reply('sending'), NOW)).toBe(0)
    expect(undoLeft(reply('approved', { can_cancel: false }), NOW)).toBe(0)
    expect(undoLeft(reply('approved', { cancel_until: null }), NOW)).toBe(0)
  })
})

describe('canWrite', () => {
  it('is one answer to a review, any number in a chat, none while one is on its way', () => {
    expect(canWrite(item('i1'))).toBe(true)
    expect(canWrite(item('i1', { reply: reply('sending') }))).toBe(false)
    expect(canWrite(item('i1', { reply: reply('confirmed') }))).toBe(false)
    expect(canWrite(item('i1', { reply: reply('answered_elsewhere') }))).toBe(false)
    expect(canWrite(item('i1', { reply: reply('failed') }))).toBe(true)
    expect(canWrite(item('i9'))).toBe(false)
    expect(canWrite(item('i3', { reply: reply('confirmed') }))).toBe(true)
    expect(canWrite(item('i3', { reply: reply('unknown') }))).toBe(false)
  })

  it('again where WB took a rejected answer away', () => {
    const rejected = reply('confirmed', { wb_state: 'rejected' })
    expect(canWrite(item('i1', { reply: rejected }))).toBe(false)
    expect(canWrite(item('i2', { reply: rejected }))).toBe(true)
  })
})

describe('states', () => {
  it('are final or not, good or bad', () => {
    expect(isFinal('unknown')).toBe(false)
    expect(isFinal('attention')).toBe(true)
    expect(toneOf('confirmed', 'wbRu')).toBe('good')
    expect(toneOf('confirmed', 'rejected')).toBe('bad')
  })

  it('tells a reply that should have gone out from one that is about to', () => {
    const due = { due_at: new Date(NOW).toISOString() }
    expect(isHindered(reply('approved', due), NOW + 5000)).toBe(false)
    expect(isHindered(reply('approved', due), NOW + 60_000)).toBe(true)
    expect(isHindered(reply('sending', due), NOW + 60_000)).toBe(false)
    expect(isHindered(reply('approved', { ...due, simulated: true }), NOW + 60_000)).toBe(false)
  })
})
