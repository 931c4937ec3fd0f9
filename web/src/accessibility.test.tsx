import { screen } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { findViolations } from './testing/axe'
import { openApp } from './testing/app'
import type { FakeOptions } from './api/fake'

const SCREENS: [string, FakeOptions & { path: string }, RegExp][] = [
  ['the sign-in', { path: '/app/login', signedIn: false }, /Нет аккаунта/],
  ['the registration', { path: '/app/register', signedIn: false }, /Уже есть аккаунт/],
  ['the cabinet', { path: '/app/connect' }, /Токен WB/],
  ['the list', { path: '/app/' }, /Подскажите, у чайника/],
  ['an empty list', { path: '/app/inbox/all?q=nothing' }, /Ничего не нашлось/],
  ['a review', { path: '/app/inbox/attention/i1?panel=1' }, /Ответить до/],
  ['a chat', { path: '/app/inbox/attention/i3' }, /Контакты протёр/],
  ['a failed reply', { path: '/app/inbox/failed/i10' }, /Отправить ещё раз/],
  ['the home screen', { path: '/app/home' }, /Требуют внимания/],
  ['the settings', { path: '/app/settings/profile' }, /Подпись в ответах/],
  ['a missing page', { path: '/app/nowhere' }, /Такой страницы нет/],
]

describe('accessibility', () => {
  it.each(SCREENS)('of %s is sound', async (_name, { path, ...options }, text) => {
    await openApp({ path, calm: 2, ...options })
    expect((await screen.findAllByText(text)).length).toBeGreaterThan(0)
    expect(await findViolations()).toEqual([])
  })

  it('of the dialogs is sound', async () => {
    const { app, fake, user } = await openApp({ fake: new FakeApi({ calm: 2 }) })
    app.helpOpen.value = true
    await screen.findByRole('dialog', { name: 'Клавиши' })
    expect(await findViolations()).toEqual([])
    app.helpOpen.value = false
    app.paletteOpen.value = true
    await screen.findByRole('dialog', { name: 'Команды' })
    expect(await findViolations()).toEqual([])
    app.paletteOpen.value = false
    const [id] = [...fake.world.items].find(([, { data }]) => data.edit !== null) ?? ['']
    app.router.open(id)
    await user.click(await screen.findByRole('button', { name: 'Исправить ответ' }))
    await screen.findByRole('dialog', { name: 'Правка опубликованного ответа' })
    expect(await findViolations()).toEqual([])
    app.editing.end()
    fake.signedIn = false
    app.live.poke()
    await screen.findByRole('dialog', { name: 'Сессия закончилась' })
    expect(await findViolations()).toEqual([])
  })
})
