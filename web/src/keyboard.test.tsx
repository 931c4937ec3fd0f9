import { screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { openApp } from './testing/app'

const press = (code: string, more: KeyboardEventInit = {}) =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { code, key: code, bubbles: true, cancelable: true, ...more }),
  )
const conversation = () => screen.findByRole('region', { name: 'Переписка' })
const place = () => window.location.pathname

describe('triage by keys', () => {
  it('sends the prepared draft and goes on, and takes it back', async () => {
    const { fake } = await openApp({ path: '/app/inbox/attention/i1' })
    await conversation()
    press('KeyA')
    await waitFor(() => expect(fake.world.items.get('i1')?.data.reply?.state).toBe('approved'))
    await waitFor(() => expect(place()).not.toContain('/i1'))
    expect(await screen.findAllByText('Ответ уйдёт сам')).toBeTruthy()
    press('KeyZ')
    await waitFor(() => expect(fake.world.items.get('i1')?.data.reply?.state).toBe('cancelled'))
    expect(place()).toContain('/i1')
  })

  it('never sends over words of the seller’s own', async () => {
    const { fake, user } = await openApp({ path: '/app/inbox/attention/i1' })
    await user.type(await screen.findByRole('textbox', { name: /^Ответ на/ }), 'Моё')
    press('Escape', { key: 'Escape' })
    press('KeyA')
    expect(await screen.findAllByText(/уже есть ваш текст/)).toBeTruthy()
    expect(fake.log.some(({ call }) => call.endsWith('/reply'))).toBe(false)
  })

  it('ends an item at once, goes on, and brings it back', async () => {
    const { fake } = await openApp({ path: '/app/inbox/attention/i1' })
    await conversation()
    press('KeyE')
    expect(place()).not.toContain('/i1')
    await waitFor(() => expect(fake.world.items.get('i1')?.data.row.status).toBe('closed'))
    await screen.findAllByText(/Перенесено/)
    press('KeyZ')
    await waitFor(() => expect(fake.world.items.get('i1')?.data.row.status).toBe('open'))
  })

  it('shows an item again whose end the server refused', async () => {
    const fake = new FakeApi()
    fake.refuse(/PATCH/, { status: 503, code: 'unavailable', title: 'Сервер занят' })
    const { app } = await openApp({ fake, path: '/app/inbox/attention/i1' })
    await conversation()
    press('KeyE')
    expect(await screen.findAllByText('Сервер занят')).toBeTruthy()
    const state = app.inbox.state.value
    expect(state.kind === 'ready' && state.rows.some(({ id }) => id === 'i1')).toBe(true)
  })

  it('puts off, and says when there is nothing to take back', async () => {
    await openApp({ path: '/app/inbox/attention/i2' })
    await conversation()
    press('KeyZ')
    expect(await screen.findAllByText('Отменять нечего')).toBeTruthy()
    press('KeyH')
    expect(await screen.findByText('Отложено', { selector: 'p' })).toBeTruthy()
  })

  it('goes to other places by two keys, and to channels by one', async () => {
    await openApp()
    await screen.findByRole('list', { name: 'Список обращений' })
    press('Digit3')
    expect(window.location.search).toBe('?channel=question')
    press('KeyG')
    press('KeyH')
    expect(place()).toBe('/app/home')
    expect(await screen.findByText('Требуют внимания сейчас')).toBeTruthy()
    press('KeyG')
    press('KeyI')
    expect(place()).toBe('/app/inbox/attention')
  })
})

describe('the sheet of keys', () => {
  it.each([
    ['Latin', '?'],
    ['Russian', ','],
  ])('opens by its key in the %s layout', async (_layout, key) => {
    await openApp()
    await screen.findByRole('list', { name: 'Список обращений' })
    press('Slash', { key, shiftKey: true })
    expect(await screen.findByRole('dialog', { name: 'Клавиши' })).toBeTruthy()
  })
})

describe('the palette', () => {
  it('finds a command by its letters and does it', async () => {
    const { user } = await openApp()
    await screen.findByRole('list', { name: 'Список обращений' })
    press('KeyK', { ctrlKey: true })
    await screen.findByRole('dialog', { name: 'Команды' })
    // No mouse: the field has the focus by itself.
    await user.keyboard('очередь: гот{Enter}')
    await waitFor(() => expect(place()).toBe('/app/inbox/done'))
  })

  it('searches for what is no command', async () => {
    const { user } = await openApp()
    await screen.findByRole('list', { name: 'Список обращений' })
    press('KeyK', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Команды' })
    await user.keyboard('чайник')
    await user.click(within(dialog).getByRole('option', { name: /Искать/ }))
    await waitFor(() => expect(window.location.search).toContain('q='))
  })
})

describe('the home screen', () => {
  it('counts what its figures open, and names who waits', async () => {
    const { user } = await openApp({ path: '/app/home' })
    const figure = await screen.findByRole('link', { name: /^\d+\s*Нужен ответ/ })
    const count = Number(/\d+/.exec(figure.textContent)?.[0])
    await user.click(figure)
    expect(place()).toBe('/app/inbox/attention')
    const view = await screen.findByRole('link', { current: 'page' })
    expect(view.textContent).toContain(String(count))
  })

  it('says what failed, and tries again', async () => {
    const fake = new FakeApi()
    fake.refuse(/GET \/api\/inbox$/, { status: 500, code: 'unavailable', title: 'Сервер занят' })
    fake.refuse(/GET \/api\/inbox$/, { status: 500, code: 'unavailable', title: 'Сервер занят' })
    const { user } = await openApp({ fake, path: '/app/home' })
    const retry = await screen.findByRole('button', { name: 'Повторить' })
    await user.click(retry)
    expect(await screen.findByText(/Подскажите, у чайника/)).toBeTruthy()
  })
})
