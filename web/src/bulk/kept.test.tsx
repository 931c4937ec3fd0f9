import { cleanup, screen, waitFor, within } from '@testing-library/preact'
import { beforeAll, describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { memoryStorage } from '../state/storage'
import { openApp } from '../testing/app'

beforeAll(() => import('./bulk'), 60_000)

const PATH = '/app/inbox/attention'

describe('a deed on many', () => {
  it('is shown again after a reload, until it is closed', async () => {
    const [storage, fake] = [memoryStorage(), new FakeApi()]
    fake.bulk.stride = 1
    const { app, user } = await openApp({ path: PATH, fake, storage })
    const bulk = await app.loadBulk()
    await waitFor(() => expect(app.inbox.state.value.kind).toBe('ready'))
    const list = app.inbox.state.value
    for (const row of list.kind === 'ready' ? list.rows.slice(0, 2) : [])
      bulk?.selection.toggle(row)
    const bar = await screen.findByRole('region', { name: 'Выбранные обращения' })
    await user.click(within(bar).getByRole('button', { name: 'Готово' }))
    await user.click(await screen.findByRole('button', { name: /^Завершить 2/ }))
    await screen.findByRole('region', { name: 'Ход работы' })
    cleanup()

    const again = await openApp({ path: PATH, fake, storage })
    await again.app.loadBulk()
    await screen.findByText('Завершено: 2', {}, { timeout: 4000 })
    await again.user.click(screen.getByRole('button', { name: 'Закрыть' }))
    expect(storage.get('inbox.deed')).toBeNull()
  })

  it('of another account is not asked for', async () => {
    const storage = memoryStorage()
    storage.set('inbox.deed', JSON.stringify({ seller: 'somebody', ids: ['b-1'] }))
    const { app, fake } = await openApp({ path: PATH, storage })
    await app.loadBulk()
    expect(storage.get('inbox.deed')).toBeNull()
    expect(fake.log.some(({ call }) => call.includes('/bulk/'))).toBe(false)
  })
})
