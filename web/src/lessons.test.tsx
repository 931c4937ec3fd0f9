import { cleanup, render, screen, waitFor, within } from '@testing-library/preact'
import userEvent from '@testing-library/user-event'
import { readFileSync, readdirSync } from 'node:fs'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { FakeApi } from './api/fake'
import { VIEWS } from './api/types'
import { openApp } from './testing/app'
import { Boundary } from './ui/Boundary'
import { memoryStorage } from './state/storage'
import { views } from './words/ru'

const list = () => screen.findByRole('list', { name: 'Список обращений' })
const rows = async () => within(await list()).findAllByRole('link')
const firstRow = async () => (await rows())[0] ?? document.body
const drawn = async () => (await rows()).map((row) => row.dataset.row)
const texts = async () => (await rows()).map((row) => row.textContent)
const settle = () => new Promise((resolve) => setTimeout(resolve, 60))

/** Calls of a kind that somebody at rest has made. */
function asked(fake: FakeApi, call: RegExp): string[] {
  return fake.log.map((one) => one.call).filter((one) => call.test(one))
}

beforeAll(() => import('./analytics/AnalyticsScreen'), 60_000)

describe('the list', () => {
  it('is not drawn anew when a conversation is opened and left', async () => {
    const { app, user } = await openApp()
    const before = await rows()
    await user.click(await firstRow())
    await screen.findByRole('region', { name: 'Переписка' })
    app.router.leave()
    await waitFor(() => expect(app.opened.id).toBeNull())
    expect((await rows())[1]).toBe(before[1])
  })

  it('is not drawn anew by a poll that brings nothing', async () => {
    const { app, fake } = await openApp()
    const before = await rows()
    const polls = asked(fake, /changes/).length
    app.live.poke()
    await waitFor(() => expect(asked(fake, /changes/).length).toBeGreaterThan(polls))
    await settle()
    expect((await rows()).every((row, at) => row === before[at])).toBe(true)
  })

  it('counts in every view what the view shows', async () => {
    const { app } = await openApp({ calm: 4 })
    for (const view of VIEWS) {
      app.router.push({ ...app.router.inbox(), view, id: null })
      const queue = within(await screen.findByRole('navigation', { name: 'Очередь' }))
      const link = await queue.findByRole('link', { name: new RegExp(`^${views[view]}`) })
      await waitFor(() => expect(link.getAttribute('aria-current')).toBe('page'))
      const count = Number(/\d+/.exec(link.textContent)?.[0] ?? 0)
      const listed = () => {
        const { value } = app.inbox.state
        return value.kind === 'ready' ? value.rows.length : value.kind
      }
      await waitFor(() => expect(listed()).toBe(count > 0 ? count : 'empty'))
    }
  })

  it('shows no count of a whole view beside what a search has found', async () => {
    const { app } = await openApp()
    const strip = await screen.findByRole('navigation', { name: 'Каналы' })
    await waitFor(() => expect(strip.textContent).toMatch(/Отзывы \d/))
    app.router.replace({ ...app.router.inbox(), q: 'чайник' })
    await waitFor(() => expect(strip.textContent).not.toMatch(/\d/))
  })

  it('forgets a search when another view is chosen', async () => {
    const { user } = await openApp({ path: '/app/inbox/attention?q=чайник' })
    await rows()
    await user.click(screen.getByRole('link', { name: /^Готово/ }))
    expect(await screen.findByText(/Плед можно стирать/)).toBeTruthy()
    await waitFor(() => expect(screen.getByRole('searchbox')).toHaveProperty('value', ''))
  })

  it('has its channels above it, and says at rest how much there is', async () => {
    await openApp({ path: '/app/inbox/done' })
    const strip = await screen.findByRole('navigation', { name: 'Каналы' })
    const order = strip.compareDocumentPosition(await list())
    expect(order & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
    await waitFor(() => expect(strip.textContent).toMatch(/Все \d+.*Отзывы \d+.*Чаты \d+/))
  })

  it('marks a row by its status and never by its stars', async () => {
    const { app, fake } = await openApp({ path: '/app/inbox/failed/i10' })
    const row = async () => (await rows()).find((one) => one.dataset.row === 'i10')
    const marks = (await row())?.textContent
    const item = fake.world.items.get('i10')
    if (!item) throw new Error('no such item')
    fake.world.touch(item, { row: { ...item.data.row, rating: 5 } })
    app.live.poke()
    await waitFor(async () => expect((await row())?.textContent).toMatch(/5\sзвёзд из 5/))
    const tail = (text: string | undefined): string => text?.split('WB API')[1] ?? ''
    expect(tail((await row())?.textContent)).toBe(tail(marks))
  })

  it('calls every nameless buyer by one word', async () => {
    await openApp({ path: '/app/inbox/all?channel=question' })
    const told = await texts()
    expect(told.length).toBeGreaterThan(1)
    expect(told.every((one) => one.includes('Покупатель'))).toBe(true)
    expect(told.join()).not.toMatch(/Автор вопроса|Аноним|Без имени/)
  })

  it('begins a preview with the buyer’s words and repeats no channel', async () => {
    await openApp({ path: '/app/inbox/all?channel=question' })
    const told = await texts()
    expect(told.join()).toContain('Подскажите, у чайника')
    expect(told.filter((one) => /Вопрос:|Отзыв:|Чат:/.test(one))).toEqual([])
  })

  it('says of stars alone that there are no words', async () => {
    const fake = new FakeApi()
    const seed = { channel: 'review', product: 1, rating: 5, age: 1 } as const
    fake.world.add({ ...seed }, 'bare')
    await openApp({ fake, path: '/app/inbox/all' })
    const bare = (await rows()).find((row) => row.dataset.row === 'bare')
    expect(bare?.textContent).toContain('Без текста, только оценка')
  })

  it('shows its first page before it asks for the next', async () => {
    const { fake } = await openApp({ path: '/app/inbox/all' })
    await rows()
    expect(asked(fake, /GET \/api\/inbox$/)).toHaveLength(1)
  })
})

describe('a sync', () => {
  it('fills the list by itself when it ends', async () => {
    const fake = new FakeApi()
    fake.world.clear()
    fake.world.connected = true
    const { app } = await openApp({ fake })
    await screen.findByText('Всё отвечено')
    // The list may stand before the mark from which changes are told.
    await waitFor(() => expect(app.live.reach.value.since).toBeGreaterThan(0))
    fake.world.touch(
      fake.world.add({ channel: 'review', product: 0, age: 1, due: 5, rating: 1 }, 'new'),
      {},
    )
    app.live.poke()
    await waitFor(async () => expect(await drawn()).toEqual(['new']))
  })

  it('shows itself whenever it runs, the first time or again', async () => {
    const { fake, user } = await openApp()
    expect(await screen.findByText(/^Обновлено/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Синхронизировать' }))
    expect(await screen.findByText('Загружаем с WB')).toBeTruthy()
    expect(screen.queryByText(/%/)).toBeNull()
    expect(fake.syncUntil).toBeGreaterThan(0)
  })
})

describe('the session', () => {
  it('knows after a new sign-in that the cabinet is connected', async () => {
    const { user } = await openApp({ path: '/app/login', signedIn: false })
    await user.type(await screen.findByLabelText('Почта'), 'lavka@example.ru')
    await user.type(screen.getByLabelText('Пароль'), 'correct horse')
    await user.click(screen.getByRole('button', { name: 'Войти' }))
    await screen.findByRole('navigation', { name: 'Очередь' })
    expect(screen.queryByLabelText('Токен WB')).toBeNull()
  })

  it('leaves no token where a script could read it, and says aloud that it is over', async () => {
    const storage = memoryStorage()
    const { app, fake } = await openApp({ storage })
    await rows()
    expect(storage.keys().filter((key) => /token|session|password/i.test(key))).toEqual([])
    expect(document.cookie).toBe('')
    fake.signedIn = false
    app.live.poke()
    expect(await screen.findByRole('dialog', { name: 'Сессия закончилась' })).toBeTruthy()
    expect(await list()).toBeTruthy()
  })
})

describe('a screen', () => {
  it('that is not open asks the server nothing', async () => {
    const { app, fake } = await openApp()
    await rows()
    app.live.poke()
    await settle()
    expect(asked(fake, /analytics|settings/)).toEqual([])
  })

  it('of numbers beside examples is read once and asked for no more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    onTestFinished(() => void vi.useRealTimers())
    const fake = new FakeApi()
    const never = { period: { counted_at: null }, goals: [] }
    fake.settings.numbers['/api/analytics/quality'] = never
    fake.settings.numbers['/api/analytics/goals'] = never
    const { app } = await openApp({ fake, path: '/app/analytics' })
    const reads = () => asked(fake, /analytics\/quality/).length
    const block = await screen.findByRole('region', { name: 'Как появились ответы' })
    await within(block).findByText('Ещё не подсчитано')
    const first = reads()
    await vi.advanceTimersByTimeAsync(61_000)
    expect(reads()).toBeGreaterThan(first)
    app.session.update({ demo: true })
    expect(await screen.findByText(/По примерам числа не считаются/)).toBeTruthy()
    await vi.advanceTimersByTimeAsync(61_000)
    const before = reads()
    await vi.advanceTimersByTimeAsync(181_000)
    expect(reads()).toBe(before)
  })

  it('that breaks leaves its neighbours standing, and can be opened again', async () => {
    let broken = true
    const Fragile = () => {
      if (broken) throw new Error('broken')
      return <p>Цела</p>
    }
    render(
      <main>
        <Boundary of="list">
          <p>Список</p>
        </Boundary>
        <Boundary of="item">
          <Fragile />
        </Boundary>
      </main>,
    )
    expect(await screen.findByText('Эта часть экрана не открылась')).toBeTruthy()
    expect(screen.getByText('Список')).toBeTruthy()
    broken = false
    await userEvent.click(screen.getByRole('button', { name: 'Открыть снова' }))
    expect(await screen.findByText('Цела')).toBeTruthy()
    cleanup()
  })

  it('of a conversation that does not load has a way back of its own', async () => {
    const fake = new FakeApi()
    fake.refuse(/GET \/api\/interactions\/nobody$/, { status: 500, code: 'unavailable' })
    const { user } = await openApp({ fake, path: '/app/inbox/attention/nobody' })
    await user.click(await screen.findByRole('button', { name: 'К списку' }))
    expect(window.location.pathname).toBe('/app/inbox/attention')
  })
})

describe('the way on a phone', () => {
  it('needs no scrolling sideways: nothing asks for more than the narrowest screen', () => {
    const sheets = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.css'))
      .map((path) => readFileSync(`src/${path}`, 'utf8'))
    expect(sheets.length).toBeGreaterThan(40)
    const asking = sheets.flatMap((sheet) => [
      ...sheet.matchAll(/(?<![\w-])(?:min-)?(?:inline-size|width): (\d+)px;/g),
    ])
    expect(asking.filter(([, size]) => Number(size) > 320)).toEqual([])
    expect(sheets.filter((sheet) => /overflow-(x|inline): (hidden|clip)/.test(sheet))).toEqual([])
    for (const page of ['index.html', 'app/index.html']) {
      expect(readFileSync(page, 'utf8')).toContain('width=device-width, initial-scale=1')
    }
  })

  it('goes from the list to the words to the context, and back by the same steps', async () => {
    const { app, user } = await openApp()
    await user.click(await firstRow())
    await screen.findByRole('region', { name: 'Переписка' })
    await user.click(screen.getByRole('button', { name: /О товаре и покупателе|Контекст/ }))
    expect(window.location.search).toBe('?panel=1')
    app.router.leave()
    await waitFor(() => expect(window.location.search).toBe(''))
    app.router.leave()
    await waitFor(() => expect(app.opened.id).toBeNull())
  })
})

describe('a conversation', () => {
  it('shows the words at once and the draft when it is there', async () => {
    const { fake } = await openApp({ path: '/app/inbox/attention/i4' })
    expect((await screen.findAllByText(/После крема появилось раздражение/)).length).toBeTruthy()
    expect(fake.world.items.get('i4')?.data.draft).toBeNull()
  })
})
