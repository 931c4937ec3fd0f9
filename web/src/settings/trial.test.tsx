import { screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'

describe('a trial of automatic answers', () => {
  it('tells what the rules on the screen would do with one text', async () => {
    const fake = new FakeApi()
    const { user } = await openApp({ fake, path: '/app/settings/auto_response' })
    await user.type(await screen.findByLabelText('Текст покупателя'), 'Чехол супер')
    await user.click(screen.getByRole('button', { name: 'Проверить' }))
    expect(await screen.findByText('Черновик ждал бы вас.')).toBeTruthy()
    expect(screen.getByText('Тема определена неуверенно')).toBeTruthy()
    const [asked] = fake.log.filter(({ call }) => call.endsWith('/auto-response/preview'))
    expect(asked?.body).toMatchObject({ text: 'Чехол супер', channel: 'review', rating: 5 })
    expect(asked?.body.policy).toHaveProperty('rating_from')
    await user.selectOptions(screen.getByLabelText('Звёзды'), '1')
    expect(screen.queryByText('Черновик ждал бы вас.')).toBeNull()
  })

  it('compares with what the seller answered, and opens each review it tells of', async () => {
    const fake = new FakeApi()
    const { numbers } = fake.settings
    numbers['/api/auto-response/backtest'] = REPORT
    numbers['/api/auto-response/journal'] = { items: [ENTRY], next_cursor: null }
    const { user } = await openApp({ fake, path: '/app/settings/auto_response' })
    await user.click(await screen.findByRole('button', { name: 'Проверить за 90 дней' }))
    const report = within(screen.getByRole('region', { name: 'Проверка на прошлых отзывах' }))
    expect(await report.findByText(/похожи на наши на 12 %, извинений среди них нет/)).toBeTruthy()
    expect(report.getByRole('link', { name: 'Открыть отзыв' })).toHaveProperty(
      'pathname',
      '/app/inbox/all/i1',
    )
    const journal = within(screen.getByRole('region', { name: 'Журнал' }))
    expect(journal.getByText('Проверено: оценка 4–5; нет жалоб.')).toBeTruthy()
    expect(journal.getByRole('link', { name: 'Открыть обращение' })).toHaveProperty(
      'pathname',
      '/app/inbox/all/i1',
    )
  })

  it('keeps rules that are not saved yet when the report was looked at', async () => {
    const fake = new FakeApi()
    const { numbers } = fake.settings
    numbers['/api/auto-response/backtest'] = REPORT
    numbers['/api/auto-response/backtest/b1/seen'] = { ...REPORT, seen_at: AT }
    const { user } = await openApp({ fake, path: '/app/settings/auto_response' })
    const percent = await screen.findByLabelText(/^Уверенность/)
    await user.clear(percent)
    await user.type(percent, '91')
    await user.click(screen.getByRole('button', { name: 'Проверить за 90 дней' }))
    await user.click(await screen.findByRole('button', { name: 'Я посмотрел отчёт' }))
    expect(await screen.findByText(/^Отчёт просмотрен/)).toBeTruthy()
    const save = screen.getByRole('button', { name: 'Сохранить' })
    await waitFor(() => expect(save).toHaveProperty('disabled', false))
    expect(screen.getByLabelText(/^Уверенность/)).toHaveProperty('value', '91')
  })

  it('are offered for reviews alone, and never for what only people answer', async () => {
    await openApp({ path: '/app/settings/auto_response' })
    const choices = async (name: string): Promise<(string | null)[]> => {
      const field = await screen.findByLabelText(name)
      return within(field)
        .getAllByRole('option')
        .map((one) => one.textContent)
    }
    expect(await choices('Благодарность: Отзывы')).toEqual(['Авто', 'Черновик', 'Ничего'])
    for (const name of [
      'Благодарность: Вопросы',
      'Благодарность: Чаты',
      'Брак, не работает: Отзывы',
    ]) {
      expect(await choices(name)).toEqual(['Черновик', 'Ничего'])
    }
  })
})

const AT = '2026-11-22T12:00:00Z'
const REPORT = {
  id: 'b1',
  finished_at: AT,
  seen_at: null,
  reviews: 3,
  send: 1,
  hold: 1,
  block: 1,
  reasons: [{ code: 'unsure', title: 'Тема определена неуверенно', count: 1 }],
  compared: 1,
  alike_percent: 12,
  regretted: 0,
  worst: [
    {
      interaction: 'i1',
      rating: 5,
      confidence: 0.9,
      review: 'Чехол супер',
      text: 'Спасибо за отзыв!',
      answer: 'Благодарим!',
      regrets: false,
    },
  ],
}
const ENTRY = {
  id: 'e1',
  at: AT,
  interaction: 'i1',
  title: 'Отвечено автоматически',
  intent_title: 'Благодарность',
  rating: 5,
  text: 'Спасибо за отзыв!',
  reasons: [],
  checks: ['Оценка 4–5', 'Нет жалоб'],
  feedback: 'none',
}
