import { afterEach, describe, expect, it, vi } from 'vitest'
import { accountOf } from '../api/account'
import { FakeApi } from '../api/fake'
import { inboxRoute } from '../route'
import { App } from './app'
import { Cache, memoryShelf } from './shelf'
import { memoryStorage } from './storage'

let running: App | null = null

async function start(path: string, fake = new FakeApi()) {
  window.history.replaceState(null, '', path)
  const app = new App({ fetcher: fake.fetcher, storage: memoryStorage() })
  running = app
  await app.start()
  return { app, fake }
}

const address = () => window.location.pathname + window.location.search
const listReady = (app: App) => vi.waitFor(() => expect(app.inbox.state.value.kind).toBe('ready'))
const itemReady = (app: App) => vi.waitFor(() => expect(app.opened.state.value.kind).toBe('ready'))

afterEach(() => running?.stop())

describe('signing in', () => {
  it('leads back to where somebody wanted to go', async () => {
    const { app } = await start(
      '/app/inbox/hot/i1?channel=review',
      new FakeApi({ signedIn: false }),
    )
    expect(address()).toBe('/app/login?next=%2Fapp%2Finbox%2Fhot%2Fi1%3Fchannel%3Dreview')
    await expect(app.session.login('a@b.ru', 'wrong')).rejects.toThrow('Неверная почта или пароль')
    expect(app.session.state.value.kind).toBe('anonymous')
    await app.session.login('a@b.ru', 'correct horse')
    expect(address()).toBe('/app/inbox/hot/i1?channel=review')
    await itemReady(app)
  })

  it('asks again when nobody could be asked', async () => {
    const fake = new FakeApi()
    fake.online = false
    const { app } = await start('/app/', fake)
    expect(app.session.state.value.kind).toBe('failed')
    fake.online = true
    await app.session.restore()
    await listReady(app)
  })

  it('shows how the sync stands now, and not how it stood at the last visit', async () => {
    const fake = new FakeApi()
    const shelf = memoryShelf()
    const me = await new App({ fetcher: fake.fetcher, storage: memoryStorage() }).api.me()
    const at = '2026-01-01T00:00:00Z'
    const before = Object.entries(me.sync.channels).map(([name, one]) => [
      name,
      { ...one, last_success_at: at },
    ])
    const channels = Object.fromEntries(before) as typeof me.sync.channels
    await new Cache(shelf).use({ ...me, sync: { ...me.sync, channels } })
    const app = new App({ fetcher: fake.fetcher, storage: memoryStorage(), shelf })
    running = app
    await app.start()
    const shown = () => app.sync.sync.value?.channels.review?.last_success_at
    expect(shown()).not.toBe(at)
    await vi.waitFor(async () => {
      const kept = await app.cache.lastMe()
      expect(kept?.sync.channels.review?.last_success_at).toBe(shown())
    })
    // What is changed here of the account is no news of the sync.
    app.sync.take({ channels, notices: [] })
    app.session.update({ demo: false })
    expect(shown()).toBe(at)
  })

  it('as a new seller begins with the queue', async () => {
    const { app } = await start('/app/register', new FakeApi({ signedIn: false }))
    await app.session.register('a@b.ru', 'long enough', 'Лавка')
    expect(app.router.route.value).toEqual(inboxRoute())
  })

  it('is asked for from an unknown page without a way back', async () => {
    await start('/app/nowhere', new FakeApi({ signedIn: false }))
    expect(address()).toBe('/app/login')
  })
})

describe('a session that ends', () => {
  it('leaves the screen and the typed words, and goes on after the sign-in', async () => {
    const { app, fake } = await start('/app/inbox/attention/i1')
    await itemReady(app)
    app.composer.edit('Анна, здравствуйте')
    fake.signedIn = false
    app.live.poke()
    await vi.waitFor(() => expect(app.session.state.value).toMatchObject({ expired: true }))
    expect(app.inbox.state.value.kind).toBe('ready')
    await app.session.login('lavka@example.ru', 'correct horse')
    expect(app.session.state.value).toMatchObject({ expired: false })
    expect(app.composer.words.value.text).toBe('Анна, здравствуйте')
    expect(address()).toBe('/app/inbox/attention/i1')
  })

  it('by the seller’s wish leaves nothing on the screen', async () => {
    const { app, fake } = await start('/app/inbox/attention/i1')
    await itemReady(app)
    fake.refuse(/logout/, { status: 500, code: 'unavailable', title: 'Не вышло' })
    await app.logout()
    expect(app.notices.toasts.value[0]).toMatchObject({ text: 'Не вышло', tone: 'bad' })
    fake.refuse(/logout/, { status: 401, code: 'unauthenticated' })
    await app.logout()
    expect(app.opened.state.value.kind).toBe('none')
    expect(app.inbox.state.value.kind).toBe('loading')
    expect(address()).toBe('/app/login')
  })
})

describe('the address', () => {
  it('decides what is open; Back leads out level by level', async () => {
    const { app } = await start('/app/inbox/attention')
    await listReady(app)
    app.router.open('i1')
    await itemReady(app)
    app.router.open('i2')
    app.router.push({ ...app.router.inbox(), panel: true })
    expect(address()).toBe('/app/inbox/attention/i2?panel=1')
    app.router.leave()
    await vi.waitFor(() => expect(address()).toBe('/app/inbox/attention/i2'))
    window.dispatchEvent(new PopStateEvent('popstate'))
    app.router.leave()
    await vi.waitFor(() => expect(address()).toBe('/app/inbox/attention'))
  })

  it('opened from outside has a way out too', async () => {
    const { app } = await start('/app/inbox/hot/i1?panel=1')
    await itemReady(app)
    app.router.leave()
    expect(address()).toBe('/app/inbox/hot/i1')
    app.router.leave()
    expect(address()).toBe('/app/inbox/hot')
    app.router.leave()
    expect(address()).toBe('/app/inbox/hot')
  })

  it('steps from item to item', async () => {
    const { app } = await start('/app/inbox/attention')
    await listReady(app)
    app.openNeighbour(1)
    const first = app.opened.id
    app.openNeighbour(1)
    expect(app.opened.id).not.toBe(first)
    app.openNeighbour(-1)
    expect(app.opened.id).toBe(first)
    app.openNeighbour(-1)
    expect(app.opened.id).toBe(first)
  })
})

describe('work on an item', () => {
  it('is approved, taken back, and its words return', async () => {
    const { app } = await start('/app/inbox/attention/i1')
    await itemReady(app)
    app.composer.edit('Анна, спасибо за отзыв!')
    await app.work.send()
    const state = app.opened.state.value
    if (state.kind !== 'ready' || !state.item.reply) throw new Error('not sent')
    await app.work.cancelReply(state.item.reply)
    expect(app.composer.words.value.text).toBe('Анна, спасибо за отзыв!')
    await app.work.cancelReply(state.item.reply)
    expect(app.notices.toasts.value.at(-1)?.text).toBe('Ответ уже отправляется')
    await app.work.send()
    await app.work.send()
  })

  it('is closed, reopened, put off, tried again', async () => {
    const { app, fake } = await start('/app/inbox/attention/i10')
    await itemReady(app)
    const state = app.opened.state.value
    if (state.kind !== 'ready' || !state.item.reply) throw new Error('nothing failed')
    fake.refuse(/retry/, { status: 409, code: 'conflict', title: 'Небезопасно' })
    await app.work.retryReply(state.item.reply)
    expect(app.composer.words.value.text).toBe(state.item.reply.text)
    await app.work.retryReply(state.item.reply)
    expect(app.opened.state.value).toMatchObject({ item: { reply: { state: 'sending' } } })
    await app.work.setClosed(true)
    await app.work.setClosed(false)
    await app.work.snooze(new Date().toISOString())
    expect(app.notices.toasts.value.map(({ text }) => text)).toContain('Отложено')
  })

  it('offers with a reply that has gone out no way back from what was done before', async () => {
    const { app } = await start('/app/inbox/attention/i4')
    await itemReady(app)
    await app.work.setClosed(true)
    app.router.open('i1')
    await itemReady(app)
    app.composer.edit('Анна, спасибо за отзыв!')
    app.clock.set(new Date(Date.now() + 3_600_000).toISOString())
    await app.work.sendAndGo()
    expect(app.opened.id).not.toBe('i1')
    const texts = app.notices.toasts.value.map(({ text }) => text)
    expect(texts).not.toContain('Ответ уйдёт сам')
  })

  it('by others is taken in as it comes', async () => {
    const { app, fake } = await start('/app/inbox/attention/i1')
    await itemReady(app)
    const item = fake.world.items.get('i1')
    if (item) fake.world.touch(item, { note: 'новое' })
    app.live.poke()
    await vi.waitFor(() =>
      expect(app.opened.state.value).toMatchObject({ item: { note: 'новое' } }),
    )
  })
})

describe('a sync', () => {
  it('is watched while it runs and told apart from a quiet one', async () => {
    vi.useFakeTimers()
    const { app, fake } = await start('/app/')
    await vi.advanceTimersByTimeAsync(10)
    expect(app.sync.running.value).toBe(false)
    await app.sync.start()
    expect(app.sync.asked.value).toBe(true)
    await vi.advanceTimersByTimeAsync(2100)
    expect(app.sync.running.value).toBe(true)
    expect(app.sync.asked.value).toBe(false)
    fake.refuse(/GET \/api\/sync/, null)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(app.sync.running.value).toBe(false)
    fake.refuse(/POST \/api\/sync/, { status: 429, code: 'rate_limited' })
    await expect(app.sync.start()).rejects.toThrow()
    expect(app.sync.asked.value).toBe(false)
  })

  it('that never shows itself is not waited for for ever', async () => {
    vi.useFakeTimers()
    const { app, fake } = await start('/app/')
    await vi.advanceTimersByTimeAsync(10)
    await app.sync.start()
    fake.syncUntil = 0
    fake.online = false
    await vi.advanceTimersByTimeAsync(30_000)
    expect(app.sync.asked.value).toBe(false)
  })

  it('begins with a connected cabinet', async () => {
    const { app } = await start('/app/connect')
    app.takeCabinet(await accountOf(app.api).connect('a token that is long enough'))
    expect(app.session.me.value?.cabinet.connected).toBe(true)
    expect(app.sync.asked.value).toBe(true)
  })
})

describe('the server’s clock', () => {
  it('is what time is counted by', async () => {
    vi.useFakeTimers()
    const { app } = await start('/app/')
    await vi.advanceTimersByTimeAsync(10)
    app.clock.set(new Date(Date.now() - 3_600_000).toISOString())
    await vi.advanceTimersByTimeAsync(2000)
    expect(Date.now() - app.clock.now.value).toBeGreaterThan(3_590_000)
  })
})

describe('notices', () => {
  it('go by themselves, and a repeated one is heard again', async () => {
    vi.useFakeTimers()
    const { app } = await start('/app/')
    app.notices.tell('Готово')
    const heard = app.notices.spoken.value
    app.notices.say('Готово')
    expect(app.notices.spoken.value).not.toBe(heard)
    expect(app.notices.toasts.value).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(6100)
    expect(app.notices.toasts.value).toHaveLength(0)
  })
})
