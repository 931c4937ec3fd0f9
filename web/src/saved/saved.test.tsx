import { screen, waitFor, within } from '@testing-library/preact'
import axe from 'axe-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { memoryStorage } from '../state/storage'
import { openApp } from '../testing/app'
import { MOST_VIEWS } from './saved'
import type { SavedView } from './saved'

beforeAll(() => import('../bulk/bulk'), 60_000)

const BAD = '/app/inbox/attention?channel=review&rating=1'

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

/** The list stands in two places of which the style sheet shows one. */
async function open(path: string, kept: readonly SavedView[] = []) {
  const storage = memoryStorage()
  storage.set('inbox.views.another', '[]')
  const opened = await openApp({ path, storage })
  const seller = opened.app.session.sellerId.value ?? ''
  if (kept.length > 0) storage.set(`inbox.views.${seller}`, JSON.stringify(kept))
  await opened.app.loadBulk()
  const own = () => {
    const [first] = screen.getAllByRole('navigation', { name: 'Сохранённые виды' })
    if (!first) throw new Error('there is no list of views')
    return within(first)
  }
  const stored = () =>
    JSON.parse(storage.get(`inbox.views.${seller}`) ?? '[]') as readonly SavedView[]
  return { ...opened, storage, own, stored }
}

describe('saved views', () => {
  it('keep the open list by a name, mark it while it is open, and open it again', async () => {
    const { app, user, own, stored } = await open(BAD)
    await waitFor(() => own())
    await user.click(own().getByRole('button', { name: 'Сохранить вид' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Сохранить вид' }))
    const field = dialog.getByLabelText<HTMLInputElement>('Название')
    expect(field.value).toMatch(/^Нужен ответ, Отзывы, 1\sзвезда из 5$/)
    await user.clear(field)
    await user.type(field, 'Плохие отзывы')
    expect(await violations()).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Сохранить' }))
    expect(stored()).toEqual([{ name: 'Плохие отзывы', address: BAD }])
    const link = () => own().getByRole('link', { name: 'Плохие отзывы' })
    expect(link().getAttribute('href')).toBe(BAD)
    expect(link().getAttribute('aria-current')).toBe('page')
    expect(own().queryByRole('button', { name: 'Сохранить вид' })).toBeNull()
    expect(await violations()).toEqual([])

    app.router.push({ ...app.router.inbox(), view: 'done' })
    await waitFor(() => expect(link().getAttribute('aria-current')).toBeNull())
    await user.click(link())
    expect(window.location.pathname + window.location.search).toBe(BAD)
  })

  it('get another name, and go with a way back', async () => {
    const { user, own, stored } = await open('/app/inbox/all', [
      { name: 'Плохие', address: BAD },
      { name: 'Чаты', address: '/app/inbox/all?channel=chat' },
    ])
    await waitFor(() => own())
    await user.click(own().getByRole('button', { name: 'Изменить вид «Плохие»' }))
    const dialog = () => within(screen.getByRole('dialog', { name: 'Изменить вид' }))
    const field = dialog().getByLabelText('Название')
    await user.clear(field)
    await user.type(field, 'Чаты')
    dialog().getByText('Такое название уже есть')
    await user.type(field, ' и жалобы{Enter}')
    expect(stored().map(({ name }) => name)).toEqual(['Чаты и жалобы', 'Чаты'])
    await user.click(own().getByRole('button', { name: 'Изменить вид «Чаты и жалобы»' }))
    await user.click(dialog().getByRole('button', { name: 'Удалить' }))
    expect(stored().map(({ name }) => name)).toEqual(['Чаты'])
    await user.click(screen.getByRole('button', { name: 'Вернуть' }))
    expect(stored()).toHaveLength(2)
  })

  it('are not many, and plain views need none', async () => {
    const kept = Array.from({ length: MOST_VIEWS }, (_, at) => ({
      name: `Вид ${at}`,
      address: `/app/inbox/all?q=${at}`,
    }))
    const { app, own } = await open(BAD, kept)
    await waitFor(() => own().getByText(/^Сохранено видов: 20/))
    expect(own().queryByRole('button', { name: 'Сохранить вид' })).toBeNull()
    app.router.push({ ...app.router.inbox(), channel: null, narrow: undefined })
    await waitFor(() => expect(own().queryByText(/^Сохранено видов/)).toBeNull())
  })

  it('of another account are gone, and broken ones are not shown', async () => {
    const { storage, own } = await open('/app/inbox/all', [
      { name: 'Чаты', address: '/app/inbox/all?channel=chat' },
      { name: 'Чужой', address: 'https://example.com/app/inbox/all' },
      { name: 'Настройки', address: '/app/settings/ai' },
    ])
    await waitFor(() => own())
    expect(own().getAllByRole('link')).toHaveLength(1)
    expect(storage.keys().filter((key) => key.startsWith('inbox.views.'))).toHaveLength(1)
    expect(storage.get('inbox.views.another')).toBeNull()
  })
})
