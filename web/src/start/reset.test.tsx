import { screen, waitFor } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { RESET_TOKEN } from '../api/fake/settings'
import { openApp } from '../testing/app'

const stranger = () => new FakeApi({ signedIn: false })

describe('a forgotten password', () => {
  it('is asked for by e-mail, and nothing tells whether anybody has that address', async () => {
    const { user } = await openApp({ fake: stranger(), path: '/app/login' })
    await user.click(await screen.findByRole('link', { name: 'Забыли пароль?' }))
    await user.type(await screen.findByRole('textbox', { name: 'Почта' }), 'a@example.com')
    await user.click(screen.getByRole('button', { name: 'Прислать ссылку' }))
    expect(await screen.findByText(/Если аккаунт с почтой a@example.com есть/)).toBeTruthy()
  })

  it('is set anew by a link whose token leaves the address at once', async () => {
    const { user } = await openApp({ fake: stranger(), path: `/app/reset#${RESET_TOKEN}` })
    const password = await screen.findByLabelText('Пароль')
    expect(window.location.hash).toBe('')
    await user.type(password, 'samovar-tula-41')
    await user.click(screen.getByRole('button', { name: 'Сохранить пароль' }))
    expect(await screen.findByRole('button', { name: 'Войти' })).toBeTruthy()
    expect((await screen.findAllByText('Пароль изменён. Войдите с новым.')).length).toBeGreaterThan(
      0,
    )
  })

  it('says that a link is dead, and where to get another one', async () => {
    const { user } = await openApp({ fake: stranger(), path: '/app/reset#old' })
    await user.type(await screen.findByLabelText('Пароль'), 'samovar-tula-41')
    await user.click(screen.getByRole('button', { name: 'Сохранить пароль' }))
    expect(await screen.findByText(/Ссылка уже сработала/)).toBeTruthy()
    await user.click(screen.getByRole('link', { name: 'Запросить новую ссылку' }))
    await waitFor(() => expect(window.location.pathname).toBe('/app/forgot'))
  })

  it('asks for the whole link where a part of it is missing', async () => {
    await openApp({ fake: stranger(), path: '/app/reset' })
    expect(await screen.findByText(/Ссылка неполная/)).toBeTruthy()
  })
})
