import { screen, waitFor, within } from '@testing-library/preact'
import { beforeAll, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { AT, PERIOD, openFull } from '../testing/analytics'
import { openApp } from '../testing/app'

const NUMBERS = '/api/analytics/'
const ITEMS = `${NUMBERS}items`

const range = (middle: number) => ({ low: middle / 2, middle, high: middle * 2 })
const view = (drop: number, save: number, repeat: number) => ({
  order_value: 2000,
  drop,
  save,
  repeat,
})

const MONEY = {
  period: PERIOD,
  negative: { value: 12, list: 'negative/seen' },
  answered: { value: 5, list: 'negative/answered' },
  fast: { value: 2, list: 'negative/fast' },
  unanswered: { value: 7, list: 'negative/open' },
  at_risk: range(1120),
  at_risk_monthly: range(1120),
  saved: range(1200),
  could_be_saved: range(6000),
  risk_per_review: range(160),
  saving_per_review: range(600),
  assumptions: [view(0.05, 0.1, 1), view(0.1, 0.2, 1.5), view(0.15, 0.3, 2)],
  conversion: null,
  note: 'Оценка, а не прогноз.',
}

const shift = (count: number, value: number | null) => ({
  change: { count, value, low: value === null ? null : value - 0.5, high: value },
  risen: { count, value: value === null ? null : 0.5, low: 0.2, high: 0.8 },
  list: 'change/after/*',
})

const RATINGS = {
  period: PERIOD,
  whole: { stars: {}, total: 0, average: null },
  products: [],
  effect: { after: shift(8, 1.5), without: shift(0, null), is_different: false },
}

const HISTORY = {
  period: PERIOD,
  unit: 'day',
  points: [
    { date: '2026-11-21', total: 0, automatic: 0, seen: { review: 1200, question: 3, chat: 0 } },
    { date: '2026-11-22', total: 0, automatic: 0, seen: { review: 34, question: 4, chat: 5 } },
  ],
}

const PIPELINE = {
  at: AT,
  queues_at: AT,
  functions: [
    { name: 'dispatch_reply', title: 'отправка ответов', state: 'bad', ok_at: AT, tries: 10 },
  ].map((one) => ({ ...one, error_share: 0.3 })),
  queues: [
    { name: 'sync', title: 'чтение из WB', state: 'bad', depth: 3, oldest_at: null, paused: true },
    { name: 'draft', title: 'черновики ответов', state: 'ok', depth: 2, oldest_at: AT },
  ].map((one) => ({ paused: false, ...one })),
  jobs: [{ name: 'plan-sync', title: 'расписание', state: 'unknown', ticked_at: null }],
  sweep_backlog: 0,
}

const row = (buyer: string) => ({ id: buyer, buyer, preview: 'слова', product: { name: '' } })
const SECOND_PAGE = { items: [row('Пётр')], next_cursor: null }

function shop(): FakeApi {
  const fake = new FakeApi()
  const { numbers } = fake.settings
  numbers[`${NUMBERS}revenue`] = MONEY
  numbers[`${NUMBERS}ratings`] = RATINGS
  numbers[`${NUMBERS}history`] = HISTORY
  numbers['/api/pipeline'] = PIPELINE
  return fake
}

function blockOf(name: string) {
  return screen.findByRole('region', { name })
}

/** The list behind a number, its first page read. */
async function openCounted() {
  const fake = shop()
  fake.settings.numbers[ITEMS] = { items: [row('Анна')], next_cursor: 'c2' }
  const { user } = await openFull(fake)
  const block = await blockOf('Оценка в рублях')
  await user.click(await within(block).findByRole('button', { name: '12' }))
  return { fake, user, dialog: await screen.findByRole('dialog') }
}

beforeAll(() => import('./AnalyticsScreen'), 60_000)

it('asks for everything once, however many blocks show it', async () => {
  const fake = shop()
  await openFull(fake)
  await within(await blockOf('Сколько пришло')).findByText('1 234')
  await within(await blockOf('Оценки после ответа')).findByText('+1,5')
  const asked = fake.log.map(({ call }) => call).filter((call) => call.includes('/analytics/'))
  expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted())
  expect(asked).toContain(`GET ${NUMBERS}response-time`)
})

it('shows money as ranges beside everything that they rest on', async () => {
  await openFull(shop())
  const block = await blockOf('Оценка в рублях')
  expect(await within(block).findAllByText('от 560 ₽ до 2 240 ₽')).toHaveLength(2)
  const table = within(block).getByRole('table', { name: 'Из чего складывается оценка' })
  expect(within(table).getAllByText('10 %')).toHaveLength(2)
  expect(within(table).getByText('1,5')).toBeTruthy()
  expect(within(block).getByText('нет данных')).toBeTruthy()
})

it('counts money anew with the price of an order that the seller names', async () => {
  const fake = shop()
  const { user } = await openFull(fake)
  const block = await blockOf('Оценка в рублях')
  const field = await within(block).findByLabelText('Цена вашего заказа, ₽')
  await user.clear(field)
  await user.click(within(block).getByRole('button', { name: 'Пересчитать' }))
  expect(within(block).getByText('Введите целое число от 1 до 10 000 000')).toBeTruthy()
  await user.type(field, '3500')
  await user.click(within(block).getByRole('button', { name: 'Пересчитать' }))
  await waitFor(() =>
    expect(fake.log.filter(({ query }) => query.includes('order_value=3500'))).toHaveLength(1),
  )
})

it('says what became of ratings behind answers, and how sure that is', async () => {
  await openFull(shop())
  const block = await blockOf('Оценки после ответа')
  expect(await within(block).findByText('+1,5')).toBeTruthy()
  expect(within(block).getByText('от +1,0 до +1,5')).toBeTruthy()
  expect(within(block).getAllByText('нет данных')).toHaveLength(2)
  expect(within(block).getByText('Разница может быть случайной.')).toBeTruthy()
})

it('adds up what came in by channel', async () => {
  await openFull(shop())
  const block = await blockOf('Сколько пришло')
  expect(await within(block).findByText('1 234')).toBeTruthy()
  expect(within(block).getByText('7')).toBeTruthy()
})

it('names the parts of the service that stand', async () => {
  await openFull(shop())
  const block = await blockOf('Работа сервиса')
  expect(await within(block).findByText(/Что-то стоит/)).toBeTruthy()
  expect(within(block).getByText('последний раз в 15:00, за час 10, с ошибкой 3')).toBeTruthy()
  expect(within(block).getByText('приостановлена')).toBeTruthy()
  expect(within(block).getByText('ждут 2, с 15:00')).toBeTruthy()
  expect(within(block).getByText('Ещё не работало')).toBeTruthy()
})

it('shows everything that a number counts, a page at a time', async () => {
  const { fake, user, dialog } = await openCounted()
  expect(await within(dialog).findByText('Анна')).toBeTruthy()
  const file = within(dialog).getByRole('link', { name: 'Скачать весь список для таблицы' })
  expect(file.getAttribute('href')).toBe('/api/analytics/export.csv?what=negative%2Fseen&days=30')
  fake.settings.numbers[ITEMS] = SECOND_PAGE
  await user.click(within(dialog).getByRole('button', { name: 'Показать ещё' }))
  expect(await within(dialog).findByText('Пётр')).toBeTruthy()
  expect(within(dialog).getByText('Анна')).toBeTruthy()
  expect(within(dialog).queryByRole('button', { name: 'Показать ещё' })).toBeNull()
})

it('asks again for what a number counts', async () => {
  const { fake, user, dialog } = await openCounted()
  const more = await within(dialog).findByRole('button', { name: 'Показать ещё' })
  fake.refuse(/items/, { status: 503, code: 'busy', title: 'Сервер занят' })
  await user.click(more)
  expect((await within(dialog).findByRole('alert')).textContent).toContain('Сервер занят')
  fake.settings.numbers[ITEMS] = SECOND_PAGE
  await user.click(within(dialog).getByRole('button', { name: 'Повторить' }))
  expect(await within(dialog).findByText('Пётр')).toBeTruthy()
  expect(within(dialog).getByText('Анна')).toBeTruthy()
  expect(within(dialog).queryByRole('alert')).toBeNull()
})

it('opens what an alert counts in the days of which it speaks', async () => {
  const fake = shop()
  fake.settings.alerts = [
    {
      code: 'manual_rate_regression',
      level: 'high',
      title: 'Черновики стали помогать реже',
      message: '',
      todo: '',
      count: 9,
      subject: '',
      opens: { list: 'sent/*/manual', days: '7' },
    },
  ]
  fake.settings.numbers[ITEMS] = { items: [], next_cursor: null }
  const { user } = await openApp({ path: '/app/analytics', fake })
  await user.click(await screen.findByRole('button', { name: /Черновики стали помогать реже/ }))
  await screen.findByText(/уже удалены по сроку хранения/)
  expect(
    fake.log.some(({ call, query }) => call.endsWith('/items') && query.includes('days=7')),
  ).toBe(true)
})
