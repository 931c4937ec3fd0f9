import { screen, waitFor, within } from '@testing-library/preact'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { openApp } from '../testing/app'
import { help } from '../words/help'

const OPEN = { name: 'Как это работает?' }

describe('settings', () => {
  it('are reached from the menus, and by keys like every other screen', async () => {
    const { user } = await openApp()
    const places = within(await screen.findByRole('navigation', { name: 'Разделы' }))
    for (const name of ['Главная', 'Аналитика', 'Настройки']) {
      expect(places.getByRole('link', { name })).toBeTruthy()
    }
    expect(screen.getAllByRole('link', { name: 'Аналитика', hidden: true })).toHaveLength(2)
    await user.keyboard('g')
    await user.keyboard('a')
    await waitFor(() => expect(window.location.pathname).toBe('/app/analytics'))
  })

  it('open again after a reload where they were', async () => {
    await openApp({ path: '/app/settings/promo' })
    const nav = await screen.findByRole('navigation', { name: 'Настройки' })
    const current = within(nav).getByRole('link', { current: 'page' })
    expect(current.textContent).toBe('Промокоды')
  })

  it('keep what was not saved while another section is looked at', async () => {
    const { user } = await openApp({ path: '/app/settings/profile' })
    await user.type(await screen.findByLabelText('Подпись в ответах'), 'Ваша лавка')
    await user.click(screen.getByRole('link', { name: /^Промокоды/ }))
    await screen.findByRole('button', { name: 'Добавить промокод' })
    await user.click(screen.getByRole('link', { name: /^Магазин\s*не сохранено/ }))
    expect(await screen.findByLabelText('Подпись в ответах')).toHaveProperty('value', 'Ваша лавка')
    await user.click(screen.getByRole('button', { name: 'Сохранить' }))
    await waitFor(() => expect(screen.getByRole('link', { name: 'Магазин' })).toBeTruthy())
  })

  it('that were left unsaved do not overwrite what was saved elsewhere meanwhile', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/profile' })
    await user.type(await screen.findByLabelText('Подпись в ответах'), 'Ваша лавка')
    await user.click(screen.getByRole('link', { name: /^Промокоды/ }))
    await screen.findByRole('button', { name: 'Добавить промокод' })
    fake.settings.saveElsewhere()
    await user.click(screen.getByRole('link', { name: /^Магазин/ }))
    await user.click(await screen.findByRole('button', { name: 'Сохранить' }))
    expect(await screen.findByText(/изменили в другом окне/)).toBeTruthy()
  })

  it('that were left while they were being saved are saved', async () => {
    const { app, user } = await openApp({ path: '/app/settings/profile' })
    await user.type(await screen.findByLabelText('Подпись в ответах'), 'Ваша лавка')
    screen.getByRole('button', { name: 'Сохранить' }).click()
    app.router.push({ name: 'settings', section: 'promo' })
    await screen.findByRole('button', { name: 'Добавить промокод' })
    await waitFor(() => expect(screen.getByRole('link', { name: 'Магазин' })).toBeTruthy())
  })

  it('of automatic answers choose by stars and by channel', async () => {
    await openApp({ path: '/app/settings/auto_response' })
    expect(await screen.findByLabelText('Оценка от')).toBeTruthy()
    for (const channel of ['Отзывы', 'Вопросы', 'Чаты']) {
      expect(screen.getByRole('columnheader', { name: channel })).toBeTruthy()
    }
  })

  it('of automatic answers keep to good reviews and to the channels that were chosen', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/auto_response' })
    await user.clear(await screen.findByLabelText('Оценка от'))
    await user.type(screen.getByLabelText('Оценка от'), '5')
    await user.selectOptions(screen.getByLabelText('Благодарность: Отзывы'), 'block')
    const chat = within(screen.getByLabelText('Благодарность: Чаты'))
    expect(chat.queryByRole('option', { name: 'Авто' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Сохранить' }))
    const saved = () => fake.log.find(({ call }) => call === 'PUT /api/settings/auto_response')
    await waitFor(() => expect(saved()?.body).toMatchObject({ rating_from: 5 }))
    expect(saved()?.body).toMatchObject({ scenarios: { 'review.thanks': 'block' } })
  })

  it('only opened change nothing on the server', async () => {
    const { fake } = await openApp({ path: '/app/settings/promo' })
    await screen.findByRole('button', { name: 'Добавить промокод' })
    expect(fake.log.filter(({ call }) => /^(PUT|POST|PATCH) .*settings/.test(call))).toEqual([])
  })
})

describe('the help of promo codes', () => {
  it('says where they are made, their limits, who sees them, and who pays', async () => {
    const { user } = await openApp({ path: '/app/settings/promo' })
    await user.click(await screen.findByRole('button', OPEN))
    const dialog = await screen.findByRole('dialog', { name: 'Как работают промокоды' })
    const told = dialog.textContent
    for (const words of [/в кабинете WB/, /от 3 до 50\s%/, /31 дня/, /десяти/, /видят все/]) {
      expect(told).toMatch(words)
    }
    expect(told).toMatch(/оплачиваете вы/)
    await user.keyboard('{Escape}')
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})

describe('help', () => {
  it.each([
    ['home', '/app/home'],
    ['analytics', '/app/analytics'],
    ['deadlines', '/app/settings/deadlines'],
    ['ai', '/app/settings/ai'],
    ['auto_response', '/app/settings/auto_response'],
    ['templates', '/app/settings/templates'],
  ] as const)('of %s explains and is sound', async (name, path) => {
    const { user } = await openApp({ path })
    await user.click(await screen.findByRole('button', OPEN))
    const dialog = await screen.findByRole('dialog', { name: help[name].title })
    expect(within(dialog).getAllByRole('listitem').length).toBeGreaterThan(1)
    const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
    expect((await axe.run(dialog, { rules })).violations).toEqual([])
  })
})
