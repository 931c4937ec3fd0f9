import { screen, waitFor, within } from '@testing-library/preact'
import { beforeAll, describe, expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { saveWords } from './api/fake/writing'
import { SECTION_NAMES } from './route'
import { findViolations } from './testing/axe'
import { openApp } from './testing/app'
import { common } from './words/ru'

const AT = '/app/inbox/attention/i1'
const DOWN = { status: 503, code: 'unavailable', title: 'Сервис не отвечает' }
const REFUSED = {
  status: 422,
  code: 'invalid',
  errors: [{ field: 'wb_token', message: 'Такого токена нет' }],
}
const composer = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: /^Ответ на/ })

function fakeWith(refused: RegExp, times = 1): FakeApi {
  const fake = new FakeApi({ calm: 2 })
  for (let turn = 0; turn < times; turn += 1) fake.refuse(refused, DOWN)
  return fake
}

beforeAll(() => import('./analytics/AnalyticsScreen'), 60_000)

/** Where a part of the screen could not be read, and what then stands there. */
const FAILED: [string, string, RegExp, RegExp][] = [
  ['the list', '/app/inbox/attention', /GET \/api\/inbox$/, /Сервис не отвечает/],
  ['a conversation', AT, /GET \/api\/interactions\/i1$/, /Сервис не отвечает/],
  ['a settings section', '/app/settings/general', /GET \/api\/settings/, /Сервис не отвечает/],
  ['the templates', '/app/settings/templates', /GET \/api\/templates/, /Сервис не отвечает/],
]

describe('what is seen is sound', () => {
  it.each(FAILED)('where %s could not be read', async (_name, path, refused, text) => {
    await openApp({ path, fake: fakeWith(refused, 3) })
    expect((await screen.findAllByText(text)).length).toBeGreaterThan(0)
    expect(screen.getAllByRole('button', { name: 'Повторить' }).length).toBeGreaterThan(0)
    expect(await findViolations()).toEqual([])
  })

  it.each(SECTION_NAMES)('in the settings section %s', async (section) => {
    await openApp({ path: `/app/settings/${section}`, calm: 2 })
    await screen.findByRole('heading', { level: 1 })
    await waitFor(() => expect(screen.queryByText(common.loading)).toBeNull())
    expect(await findViolations()).toEqual([])
  })

  it('where no number of the analytics could be read', async () => {
    const fake = fakeWith(/GET \/api\/analytics/, 30)
    const { user } = await openApp({ path: '/app/analytics', fake })
    await user.click(await screen.findByRole('button', { name: 'Полный' }))
    const goals = await screen.findByRole('region', { name: 'Цели' })
    expect(await within(goals).findByRole('alert')).toBeTruthy()
    const products = await screen.findByRole('region', { name: 'Товары' })
    expect(await within(products).findByRole('alert')).toBeTruthy()
    expect(await findViolations()).toEqual([])
  })

  it.each([
    ['a token that WB does not know', REFUSED],
    ['WB that does not answer', DOWN],
  ])('where a cabinet is refused for %s', async (_why, problem) => {
    const fake = new FakeApi({ calm: 2 })
    fake.world.connected = false
    fake.refuse(/PUT \/api\/cabinet$/, problem)
    const { user } = await openApp({ path: '/app/connect', fake })
    await user.type(await screen.findByLabelText('Токен WB'), 'a.b.c')
    await user.click(screen.getByRole('button', { name: 'Проверить и подключить' }))
    expect(await screen.findByText(/Такого токена нет|Сервис не отвечает/)).toBeTruthy()
    expect(await findViolations()).toEqual([])
  })

  it('on screens without an account', async () => {
    const { app, user } = await openApp({ path: '/app/forgot', signedIn: false })
    expect(await screen.findByRole('heading', { level: 1 })).toBeTruthy()
    expect(await findViolations()).toEqual([])
    app.router.push({ name: 'login', next: '' })
    await user.type(await screen.findByLabelText('Почта'), 'lavka@example.ru')
    await user.type(screen.getByLabelText('Пароль'), 'wrong password')
    await user.click(screen.getByRole('button', { name: 'Войти' }))
    expect(await screen.findByText('Неверная почта или пароль')).toBeTruthy()
    expect(await findViolations()).toEqual([])
  })

  it('without a connection, and while it is waited for', async () => {
    let latency = 0
    const fake = new FakeApi({ calm: 2, latency: () => latency })
    const { app } = await openApp({ path: AT, fake })
    await composer()
    fake.online = false
    app.live.poke()
    expect(await screen.findByText(/Нет связи/)).toBeTruthy()
    expect(await findViolations()).toEqual([])
    fake.online = true
    latency = 5000
    app.router.open('i2')
    app.live.poke()
    await waitFor(() => expect(app.opened.state.value.kind).toBe('loading'))
    expect(await findViolations()).toEqual([])
  })

  it('where the guardrails refuse a reply, and where it did not get through', async () => {
    const fake = new FakeApi({ calm: 2 })
    const { user } = await openApp({ path: AT, fake })
    const field = await composer()
    await user.type(field, 'Вернём деньги завтра')
    await user.click(screen.getByRole('button', { name: 'Отправить' }))
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'))
    expect(await findViolations()).toEqual([])
    await user.clear(field)
    await user.type(field, 'Спасибо за отзыв, передали производству!')
    fake.refuse(/reply$/, null)
    await user.click(screen.getByRole('button', { name: 'Отправить' }))
    expect((await screen.findAllByRole('alert')).length).toBeGreaterThan(0)
    expect(await findViolations()).toEqual([])
  })

  it('where a draft could not be made', async () => {
    const { user } = await openApp({ path: '/app/inbox/attention/i4', fake: fakeWith(/draft$/) })
    const panel = await screen.findByRole('region', { name: 'Черновик' })
    await user.click(within(panel).getAllByRole('button')[0] ?? panel)
    expect(await within(panel).findByText('Сервис не отвечает')).toBeTruthy()
    expect(await findViolations()).toEqual([])
  })

  it('where two devices have written different words', async () => {
    const fake = new FakeApi({ calm: 2 })
    const { user } = await openApp({ path: AT, fake })
    await user.type(await composer(), 'здесь')
    const item = fake.world.items.get('i1')
    if (item) saveWords(item, 'там', 0, Date.now())
    await screen.findByText('На другом устройстве написали другое', {}, { timeout: 5000 })
    expect(await findViolations()).toEqual([])
  })

  it('where another window has saved the settings first', async () => {
    const fake = new FakeApi({ calm: 2 })
    const { user } = await openApp({ path: '/app/settings/profile', fake })
    await user.type(await screen.findByLabelText(/Подпись/), 'Ваша лавка')
    fake.settings.saveElsewhere()
    await user.click(screen.getByRole('button', { name: 'Сохранить' }))
    expect(await screen.findByText(/изменили в другом окне/)).toBeTruthy()
    expect(await findViolations()).toEqual([])
  })
})

describe('a channel', () => {
  it('that the token does not open says so, and where to change that', async () => {
    const fake = new FakeApi()
    fake.world.clear()
    fake.world.connected = true
    const title = 'Нет доступа: «Чат с покупателями»'
    const text = 'В токене нет категории «Чат с покупателями».'
    fake.notices = [{ code: 'no_chat', level: 'info', title, text, channels: ['chat'] }]
    const { user } = await openApp({ fake, path: '/app/inbox/attention?channel=chat' })
    expect(await screen.findByText(text)).toBeTruthy()
    const region = screen.getByRole('region', { name: 'Список обращений' })
    expect(within(region).queryByText('Всё отвечено')).toBeNull()
    await user.click(within(region).getByRole('link', { name: 'Кабинет WB' }))
    expect(window.location.pathname).toBe('/app/connect')
  })
})
