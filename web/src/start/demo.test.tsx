import { screen, waitFor, within } from '@testing-library/preact'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'

const BAR = /Это примеры: ответы на них не уходят в WB/

/** Somebody who has not connected anything yet. */
function stranger(): FakeApi {
  const fake = new FakeApi({ calm: 2 })
  fake.world.connected = false
  return fake
}

async function violations(): Promise<string[]> {
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
  const { violations: found } = await axe.run(document.body, { rules })
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

describe('looking at the product first', () => {
  it('shows examples under a bar that says so on every screen, until one click', async () => {
    const { app, fake, user } = await openApp({ fake: stranger(), path: '/app/connect' })
    await user.click(await screen.findByRole('button', { name: /Пропустить/ }))
    await waitFor(() => expect(window.location.pathname).toContain('/app/inbox'))
    expect(await screen.findByText(BAR)).toBeTruthy()
    expect(await violations()).toEqual([])
    for (const route of [{ name: 'home' }, { name: 'analytics' }] as const) {
      app.router.push(route)
      await screen.findByRole('navigation', { name: 'Разделы' })
      expect(await screen.findByText(BAR)).toBeTruthy()
    }
    await user.click(screen.getByRole('button', { name: 'Убрать примеры' }))
    await waitFor(() => expect(screen.queryByText(BAR)).toBeNull())
    expect(fake.account.demo).toBe(false)
    expect((await screen.findAllByText('Примеры убраны')).length).toBeGreaterThan(0)
  })

  it('ends by itself when a cabinet is connected', async () => {
    const fake = stranger()
    fake.account.demo = true
    const { user } = await openApp({ fake, path: '/app/connect' })
    await user.type(await screen.findByLabelText('Токен WB'), 'a.b.c')
    await user.click(screen.getByRole('button', { name: /подключить|Заменить/ }))
    await screen.findByText('Что разрешает токен')
    expect(fake.account.demo).toBe(false)
    await user.click(screen.getByRole('link', { name: 'Перейти к обращениям' }))
    expect(screen.queryByText(BAR)).toBeNull()
  })
})

describe('connecting', () => {
  it('shows what WB says of each section as it comes', async () => {
    const fake: FakeApi = new FakeApi({
      calm: 2,
      latency: () => (fake.log.at(-1)?.call === 'PUT /api/cabinet' ? 2500 : 0),
    })
    fake.world.connected = false
    const { user } = await openApp({ fake, path: '/app/connect' })
    await user.type(await screen.findByLabelText('Токен WB'), 'a.b.c')
    await user.click(screen.getByRole('button', { name: /подключить/ }))
    const list = within(await screen.findByRole('list', { name: 'Что разрешает токен' }))
    expect(list.getAllByText('спрашиваем WB…')).toHaveLength(3)
    fake.account.scopesSoFar = [{ scope: 'feedbacks', ok: true, detail: 'Работает' }]
    expect(await list.findByText('доступ есть')).toBeTruthy()
    expect(list.getAllByText('спрашиваем WB…')).toHaveLength(2)
    expect(await violations()).toEqual([])
    await screen.findByRole('link', { name: 'Перейти к обращениям' }, { timeout: 4000 })
  })
})

describe('a connected cabinet', () => {
  it('is forgotten only after a second thought', async () => {
    const { app, fake, user } = await openApp({ path: '/app/connect' })
    await user.click(await screen.findByRole('button', { name: 'Отключить кабинет' }))
    const dialog = await screen.findByRole('dialog', { name: 'Отключить кабинет Wildberries?' })
    expect(await violations()).toEqual([])
    expect(fake.world.connected).toBe(true)
    await user.click(within(dialog).getByRole('button', { name: 'Отключить кабинет' }))
    await waitFor(() => expect(fake.world.connected).toBe(false))
    expect(await screen.findByRole('button', { name: /Пропустить/ })).toBeTruthy()
    expect(app.session.me.value?.cabinet.connected).toBe(false)
  })
})

describe('the end of an account', () => {
  it('is asked for in a dialog that everybody can use', async () => {
    const { user } = await openApp({ path: '/app/settings/security' })
    await user.click(await screen.findByRole('button', { name: 'Удалить аккаунт' }))
    expect(await screen.findByRole('dialog', { name: 'Удалить аккаунт навсегда?' })).toBeTruthy()
    expect(await violations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Оставить' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
