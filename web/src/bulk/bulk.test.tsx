import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { beforeAll, describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { findViolations } from '../testing/axe'
import { openApp } from '../testing/app'

beforeAll(() => import('./bulk'), 60_000)

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-row]')]
const ticks = () => screen.getAllByRole<HTMLInputElement>('checkbox', { name: /^Выбрать: / })
function at<One>(list: readonly One[], place: number): One {
  const one = list[place]
  if (one === undefined) throw new Error(`there is no ${place}`)
  return one
}

const row = (place: number) => at(rows(), place)
const tick = (place: number) => at(ticks(), place)
const focused = () => document.activeElement ?? document.body

function itemOf(fake: FakeApi, id: string) {
  const item = fake.world.items.get(id)
  if (!item) throw new Error(`there is no ${id}`)
  return item
}

const bar = () => screen.findByRole('region', { name: 'Выбранные обращения' })

async function open(path = '/app/inbox/attention') {
  const opened = await openApp({ path, fake: new FakeApi({ calm: 40 }) })
  await waitFor(() => expect(rows().length).toBeGreaterThan(3))
  const bulk = await opened.app.loadBulk()
  if (!bulk) throw new Error('the chunk did not come')
  await waitFor(() => expect(ticks().length).toBeGreaterThan(3))
  return { ...opened, bulk, selection: bulk.selection }
}

describe('selection', () => {
  it('is made by ticks, by Shift and by keys, and ends with Escape', async () => {
    const { app, user, selection } = await open()
    await user.click(tick(0))
    fireEvent.click(row(2), { shiftKey: true })
    expect(selection.count.value).toBe(3)
    within(await bar()).getByText('Выбрано: 3')
    row(3).focus()
    fireEvent.keyDown(row(3), { code: 'KeyX', key: 'ч' })
    await waitFor(() => expect(selection.count.value).toBe(4))
    fireEvent.keyDown(focused(), {
      code: 'ArrowDown',
      key: 'ArrowDown',
      shiftKey: true,
    })
    await waitFor(() => expect(selection.count.value).toBe(5))
    fireEvent.keyDown(focused(), { code: 'Escape', key: 'Escape' })
    expect(selection.active.value).toBe(false)
    expect(app.router.inbox().view).toBe('attention')
  })

  it('outlives further pages and what moves, and ends with its list', async () => {
    const { app, fake, user, selection } = await open()
    await user.click(tick(0))
    const [id] = at(selection.seen(), 0)
    await app.inbox.loadMore()
    fake.world.touch(itemOf(fake, id), {})
    app.live.poke()
    await waitFor(() => expect(selection.has(id)).toBe(true))
    app.router.push({ ...app.router.inbox(), view: 'done' })
    expect(selection.active.value).toBe(false)
  })

  it('takes a whole list, but not what is unticked', async () => {
    const { app, user } = await open()
    await user.click(tick(0))
    await user.click(within(await bar()).getByRole('button', { name: /^Выбрать все \d+$/ }))
    await user.click(tick(1))
    const left = (app.inbox.counts.value?.views.attention ?? {}) as Record<string, number>
    const total = Object.values(left).reduce((sum, count) => sum + count, 0)
    within(await bar()).getByText(`Выбраны все: ${total - 1}`)
  })

  it('begins with a long press where there is no pointer', async () => {
    const { app, selection } = await open()
    fireEvent.pointerDown(row(1), { pointerType: 'touch', clientX: 5, clientY: 5 })
    await waitFor(() => expect(selection.count.value).toBe(1))
    fireEvent.click(row(1))
    expect(selection.count.value).toBe(1)
    expect(app.router.inbox().id).toBeNull()
  })
})

describe('a deed on many', () => {
  it('shows every text first, sends what is left, and is undone as a whole', async () => {
    const { app, fake, user, selection } = await open()
    await user.click(tick(0))
    await user.click(within(await bar()).getByRole('button', { name: /^Выбрать все/ }))
    await user.click(within(await bar()).getByRole('button', { name: 'Отправить' }))
    const dialog = await screen.findByRole('dialog', { name: 'Отправить черновики' })
    await within(dialog).findByText(/^Пропустим: /)
    expect(await findViolations()).toEqual([])
    const submit = () => within(dialog).getByRole('button', { name: /^Отправить \d+/ })
    const before = Number(/\d+/.exec(submit().textContent)?.[0])
    await user.click(at(within(dialog).getAllByRole('checkbox', { name: /^Взять: / }), 0))
    expect(Number(/\d+/.exec(submit().textContent)?.[0])).toBe(before - 1)

    await user.click(submit())
    await screen.findByText(/^Скоро уйдут: /)
    expect(selection.active.value).toBe(false)
    const sent = fake.log.find(({ call }) => call === 'POST /api/bulk/apply')
    expect((sent?.body.items as unknown[]).length).toBe(before - 1)
    expect(await findViolations()).toEqual([])

    app.work.undo()
    await screen.findByText(`Отменено: ${before - 1}`)
    expect(
      [...fake.world.items.values()].some(({ data }) => data.reply?.state === 'approved'),
    ).toBe(false)
  })

  it('ends many without an answer and tells what was left out', async () => {
    const { fake, user } = await open()
    fake.bulk.stride = 1
    await user.click(tick(0))
    await user.click(tick(1))
    await user.click(within(await bar()).getByRole('button', { name: 'Готово' }))
    const dialog = await screen.findByRole('dialog', { name: 'Готово, без ответа' })
    const submit = await within(dialog).findByRole('button', { name: /^Завершить 2\sобращения$/ })
    const item = itemOf(fake, row(1).dataset.row ?? '')
    fake.world.touch(item, { row: { ...item.data.row } })
    await user.click(submit)
    await screen.findByText('Завершено: 1, пропущено: 1', {}, { timeout: 4000 })
    await user.click(screen.getByRole('button', { name: 'Показать' }))
    await screen.findByRole('dialog', { name: 'Итог' })
    screen.getByText('Обращение изменилось: посмотрите новое')
    expect(await findViolations()).toEqual([])
  })

  it('that cannot be looked at says so, and is tried again', async () => {
    const { fake, user } = await open()
    fake.refuse(/bulk\/preview/, { status: 503, code: 'unavailable' })
    await user.click(tick(0))
    await user.click(within(await bar()).getByRole('button', { name: 'Отложить' }))
    await user.click(within(await bar()).getByRole('button', { name: 'На 2 часа', hidden: true }))
    await user.click(await screen.findByRole('button', { name: 'Повторить' }))
    await screen.findByRole('button', { name: /^Отложить 1\sобращение$/ })
  })
})
