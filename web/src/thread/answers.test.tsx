import { screen } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'
import type { Interaction, Link, Message } from '../api/types'

/** The app over an item that differs from the seeded one. */
async function openItem(
  id: string,
  change: (data: Interaction) => Interaction,
  view = 'all',
): Promise<void> {
  const fake = new FakeApi()
  const item = fake.world.items.get(id)
  if (!item) throw new Error(id)
  item.data = change(item.data)
  await openApp({ fake, path: `/app/inbox/${view}/${id}` })
}

const answer = {
  text: 'Спасибо, уточним',
  state: 'wbRu',
  editable: true,
  by: 'cabinet',
  at: '2026-05-20T07:00:00Z',
  at_kind: 'noticed',
} as const

function message(id: string, change: Partial<Message>): Message {
  return {
    id,
    sender: 'seller',
    by: 'inbox',
    sent_at: '2026-05-20T07:00:00Z',
    text: id,
    photos: [],
    files: [],
    ...change,
  }
}

describe('a review that its buyer has added to', () => {
  const link = (id: string, rule: string, occurred_at: string): Link => ({
    id,
    rule,
    occurred_at,
    preview: `Слова из ${id}`,
    channel: 'review',
    kind: rule === 'continued_review' ? 'deterministic' : 'probabilistic',
    confidence: 0.99,
    explanation: '',
    reasons: [],
    auto_action_allowed: false,
    action_mode: 'assist_only',
    policy_reason: '',
  })

  it('is shown with its other parts in their order, and with nobody else’s words', async () => {
    await openItem('i1', (data) => ({
      ...data,
      links: [
        link('i9', 'continued_review', '2999-01-01T00:00:00Z'),
        link('i5', 'continued_review', '2001-01-01T00:00:00Z'),
        link('i6', 'likely_same', '2001-01-01T00:00:00Z'),
      ],
    }))
    await screen.findByText('Слова из i9')
    const told = screen.getByRole('region', { name: 'Переписка' }).textContent
    const order = ['Слова из i5', 'Носила ровно неделю', 'Слова из i9']
    const places = order.map((words) => told.indexOf(words))
    expect(Math.min(...places)).toBeGreaterThan(-1)
    expect(places).toEqual([...places].sort((one, other) => one - other))
    expect(told).not.toContain('Слова из i6')
    const [first] = screen.getAllByRole('link', { name: 'Открыть эту часть' })
    expect(first?.getAttribute('href')).toBe('/app/inbox/all/i5')
  })
})

describe('an answer', () => {
  it('from the cabinet says so, and when it was noticed', async () => {
    await openItem('i9', (data) => ({ ...data, source: { ...data.source, answer } }))
    expect(await screen.findByText('Ответ из кабинета WB')).toBeTruthy()
    expect(screen.getByText(/^замечен 20 мая.*, 10:00$/)).toBeTruthy()
    expect(screen.getAllByText(answer.text)).toHaveLength(1)
  })

  it('of ours has the time at which it was sent', async () => {
    const ours = { ...answer, by: 'inbox', at_kind: 'sent' } as const
    await openItem('i9', (data) => ({ ...data, source: { ...data.source, answer: ours } }))
    expect(await screen.findByText('Ваш ответ')).toBeTruthy()
    expect(screen.getByText(/^20 мая.*, 10:00$/)).toBeTruthy()
  })

  it('that came first elsewhere is not shown in our words', async () => {
    await openItem('i10', (data) => ({
      ...data,
      reply: data.reply && { ...data.reply, state: 'answered_elsewhere', title: 'Отвечено в WB' },
    }))
    expect(await screen.findByText('Отвечено в WB')).toBeTruthy()
    expect(screen.queryByText('Ваш ответ')).toBeNull()
  })

  it('in a chat names the cabinet, and what WB says without words', async () => {
    await openItem('i11', (data) => ({
      ...data,
      messages: {
        items: [
          message('Из программы', {}),
          message('Из кабинета', { by: 'cabinet' }),
          message('m3', { sender: 'wb', by: null, text: '' }),
        ],
        next_cursor: null,
      },
    }))
    expect(await screen.findByText('Вы')).toBeTruthy()
    expect(screen.getByText('Вы, в кабинете WB')).toBeTruthy()
    expect(screen.getByText('Служебное сообщение без текста')).toBeTruthy()
  })
})

describe('a row', () => {
  it('says that WB has not shown the reply, and what WB has archived', async () => {
    await openItem(
      'i9',
      (data) => ({
        ...data,
        row: { ...data.row, reply_state: 'sent', reply_overdue: true, closed_by: 'wb' },
      }),
      'done',
    )
    expect(await screen.findByText('WB ещё не показал ответ')).toBeTruthy()
    expect(screen.getByText('В архиве WB')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Вернуть в работу' })).toBeNull()
  })
})
