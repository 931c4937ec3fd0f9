import { screen, within } from '@testing-library/preact'
import axe from 'axe-core'
import { beforeAll, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { AT, PERIOD, openFull } from '../testing/analytics'
import { openApp } from '../testing/app'
import { tableText } from './table'

const none = { value: 0, list: '' }
const FEW = { count: 0, value: null, low: null, high: null }

const READINESS = {
  generated_at: AT,
  decision: 'no-go',
  passed: 6,
  warnings: 1,
  failed: 1,
  blockers: ['sync_freshness'],
  checks: [
    {
      code: 'sync_freshness',
      title: 'Данные свежие',
      status: 'fail',
      blocker: true,
      details: 'Последняя загрузка 3 часа назад',
    },
    {
      code: 'backlog',
      title: 'Очередь разобрана',
      status: 'pass',
      blocker: false,
      details: 'Ждут ответа 4',
    },
  ],
  thresholds: {},
}

const TOPICS = {
  period: PERIOD,
  topics: [
    {
      topic: 'sizing_fit',
      positive: none,
      neutral: none,
      negative: { value: 3, list: 'topic:sizing_fit:negative' },
      quotes: [{ interaction: 'x1', text: 'Маломерит на размер <b>' }],
    },
  ],
}

const RATINGS = {
  period: PERIOD,
  whole: {
    stars: { 5: { value: 8, list: 'stars:5' }, 1: { value: 2, list: 'stars:1' } },
    total: 10,
    average: 4.2,
  },
  products: [
    {
      nm_id: 949889001,
      name: 'Чайник электрический',
      rating: { stars: {}, total: 10, average: 4.2 },
      complaints: 2,
    },
    { nm_id: 949889002, name: '', rating: { stars: {}, total: 1, average: 5 }, complaints: 0 },
  ],
  effect: {
    after: { change: FEW, risen: FEW, list: '' },
    without: { change: FEW, risen: FEW, list: '' },
    is_different: false,
  },
}

function shop(): FakeApi {
  const fake = new FakeApi()
  fake.settings.numbers['/api/analytics/readiness'] = READINESS
  fake.settings.numbers['/api/analytics/topics'] = TOPICS
  fake.settings.numbers['/api/analytics/ratings'] = RATINGS
  return fake
}

beforeAll(() => import('./AnalyticsScreen'), 60_000)

it('says whether the shop can go, and what blocks', async () => {
  await openApp({ path: '/app/analytics', fake: shop() })
  const block = await screen.findByRole('region', { name: 'Готовность к работе' })
  expect(await within(block).findByText('Есть препятствия')).toBeTruthy()
  expect(within(block).getByText(/без этого работать нельзя/)).toBeTruthy()
  expect(within(block).getByText('Последняя загрузка 3 часа назад')).toBeTruthy()
})

it('shows topics with what buyers said, each opening its conversation', async () => {
  const { user, app } = await openFull(shop())
  const block = await screen.findByRole('region', { name: 'О чём пишут' })
  expect(await within(block).findByText('Размер и посадка')).toBeTruthy()
  await user.click(within(block).getByRole('link', { name: '«Маломерит на размер <b>»' }))
  expect(app.router.route.value).toMatchObject({ name: 'inbox', id: 'x1' })
})

it('opens the reviews of a product', async () => {
  const { user, app } = await openFull(shop())
  expect(await screen.findByText('Артикул 949889001')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Артикул 949889002' })).toBeTruthy()
  await user.click(screen.getByRole('link', { name: 'Чайник электрический' }))
  expect(app.router.route.value).toMatchObject({ name: 'inbox', q: 'товар:949889001' })
})

it('opens what each number of a product counts', async () => {
  const fake = shop()
  fake.settings.numbers['/api/analytics/items'] = { items: [], next_cursor: null }
  const { user } = await openFull(fake)
  const block = await screen.findByRole('region', { name: 'Товары' })
  for (const [count, title] of [
    ['10', 'Что посчитано: отзывы о товаре 949889001'],
    ['2', 'Что посчитано: отзывы с претензиями к товару 949889001'],
  ] as const) {
    await user.click(await within(block).findByRole('button', { name: count }))
    const dialog = await screen.findByRole('dialog', { name: title })
    await user.click(within(dialog).getByRole('button', { name: 'Закрыть' }))
  }
})

it('tells of a block that fails without hiding the others', async () => {
  const fake = shop()
  fake.refuse(/goals/, { status: 503, code: 'unavailable' })
  await openApp({ path: '/app/analytics', fake })
  const goals = await screen.findByRole('region', { name: 'Цели' })
  expect(await within(goals).findByRole('alert')).toBeTruthy()
  expect(await screen.findByText('Есть препятствия')).toBeTruthy()
})

it('says when the first numbers come, and calls nothing empty before', async () => {
  const fake = shop()
  const never = { ...PERIOD, counted_at: null }
  fake.settings.numbers['/api/analytics/goals'] = { period: never, goals: [] }
  fake.settings.numbers['/api/analytics/topics'] = { ...TOPICS, period: never, topics: [] }
  const { user } = await openApp({ path: '/app/analytics', fake })
  expect(await screen.findByText(/первые числа появятся здесь сами/)).toBeTruthy()
  await user.click(await screen.findByRole('button', { name: 'Полный' }))
  const block = await screen.findByRole('region', { name: 'О чём пишут' })
  expect(await within(block).findByText('Ещё не подсчитано')).toBeTruthy()
  expect(within(block).queryByText('За этот период нет данных')).toBeNull()
})

it('can be used by everybody', async () => {
  await openFull(shop())
  await screen.findByText('Размер и посадка')
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
  const { violations } = await axe.run(document.body, { rules })
  expect(violations).toEqual([])
})

it('writes tables that a spreadsheet reads and does not run', () => {
  const text = tableText([
    ['Тема', 'Жалуются'],
    ['=HYPERLINK("x")', 3],
    ['да; нет', 4.2],
  ])
  expect(text).toBe('\uFEFFТема;Жалуются\r\n"\'=HYPERLINK(""x"")";3\r\n"да; нет";4,2\r\n')
})
