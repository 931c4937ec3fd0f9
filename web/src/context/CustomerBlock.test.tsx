import { render, screen } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { CustomerBlock } from './CustomerBlock'
import type { Customer } from '../api/types'

const SILENT: Customer = {
  basis: 'chat',
  contacts: { chat: 1 },
  orders: null,
  rating: null,
  trend: null,
  complaints: null,
  complains_often: null,
  spent: [],
  first_on: '2026-05-01T00:00:00Z',
  last_on: '2026-05-01T00:00:00Z',
  is_partial: false,
}

function fact(name: string): string {
  const line = screen.getByText(name).nextElementSibling
  return (line?.textContent ?? '').replaceAll(/[\u00a0\u202f]/g, ' ').trim()
}

describe('the buyer', () => {
  it('is nobody where WB does not tell', () => {
    render(<CustomerBlock customer={null} />)

    expect(screen.getByText(/не сообщает, кто этот покупатель/)).toBeTruthy()
    expect(screen.queryByText('Заказы')).toBeNull()
  })

  it('is unknown in everything that nobody has seen', () => {
    render(<CustomerBlock customer={SILENT} />)

    for (const name of ['Заказы', 'Средняя оценка', 'Настроение', 'Жалобы', 'Сумма заказов'])
      expect(fact(name)).toBe('неизвестно')
    expect(fact('Обращения')).toBe('отзывы: неизвестновопросы: неизвестночаты: 1')
  })

  it('is shown with what is known, and with how many it is known of', () => {
    render(
      <CustomerBlock
        customer={{
          ...SILENT,
          basis: 'order',
          contacts: { chat: 2, review: 3 },
          orders: 2,
          rating: { mean: 2.25, rated: 4 },
          trend: 'declining',
          complaints: 3,
          complains_often: true,
          spent: [
            { currency: 'RUB', amount: 4980, orders: 2 },
            { currency: 'тугрики', amount: 7, orders: 1 },
          ],
          is_partial: true,
        }}
      />,
    )

    expect(fact('Средняя оценка')).toMatch(/^2,[23] по 4 отзывам$/)
    expect(fact('Настроение')).toBe('ухудшается')
    expect(fact('Жалобы')).toBe('3 жалуется не в первый раз')
    expect(fact('Сумма заказов')).toBe('4 980 ₽ · 2 заказа, 7 тугрики · 1 заказ')
    expect(screen.getByText(/цифры неполные/)).toBeTruthy()
  })

  it.each([
    ['stars', { mean: 2, rated: 1 }, 'по одной оценке не понять'],
    ['a complaint in a chat', null, 'по одному обращению не понять'],
  ])('has a mood without direction after one opinion: %s', (_, rating, words) => {
    render(<CustomerBlock customer={{ ...SILENT, trend: 'neutral', rating }} />)

    expect(fact('Настроение')).toBe(words)
  })

  it('that never complained is not one who was never heard', () => {
    render(<CustomerBlock customer={{ ...SILENT, complaints: 0, complains_often: false }} />)

    expect(fact('Жалобы')).toBe('не замечены')
  })
})
