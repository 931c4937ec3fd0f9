import { describe, expect, it, vi } from 'vitest'
import { createApi } from '../api/client'
import { FakeApi } from '../api/fake'
import { countOf } from '../domain/counts'
import { ServerClock } from './clock'
import { Cache, memoryShelf } from './shelf'
import { Inbox } from './inbox'
import type { Seed } from '../api/fake/seed'
import type { Filter } from '../route'

const ATTENTION: Filter = { view: 'attention', channel: null, q: '' }
const URGENT: Seed = { channel: 'chat', product: 0, age: 1, due: -600, buyer: 'Новый' }

async function setUp(filter: Filter = ATTENTION) {
  const fake = new FakeApi()
  const api = createApi(fake.fetcher, () => undefined)
  const clock = new ServerClock()
  const inbox = new Inbox(api, clock, new Cache(memoryShelf()))
  const begun = await api.changes(null)
  let since = begun.next
  inbox.apply(begun)
  const poll = async (): Promise<void> => {
    const changes = await api.changes(since)
    since = changes.next
    clock.set(changes.now)
    inbox.apply(changes)
  }
  inbox.show(filter)
  await vi.waitFor(() => expect(inbox.state.value.kind).not.toBe('loading'))
  return { fake, inbox, poll }
}

function shown(inbox: Inbox): string[] {
  const state = inbox.state.value
  return state.kind === 'ready' ? state.rows.map((row) => row.id) : []
}

function fresh(inbox: Inbox): number {
  const state = inbox.state.value
  return state.kind === 'ready' ? state.fresh : -1
}

function arrive(fake: FakeApi, seed: Seed, id: string): void {
  fake.world.touch(fake.world.add(seed, id), {})
}

describe('a list asked for in advance', () => {
  const listed = (calls: readonly string[]) => calls.filter((one) => one === '/api/inbox').length

  function begin() {
    const fake = new FakeApi()
    const calls: string[] = []
    const api = createApi(
      (path, init) => {
        calls.push(path.split('?')[0] ?? '')
        return fake.fetcher(path, init)
      },
      () => undefined,
    )
    const inbox = new Inbox(api, new ServerClock(), new Cache(memoryShelf()))
    return { fake, calls, inbox }
  }

  it('is not asked for again when it is shown', async () => {
    const { calls, inbox } = begin()
    inbox.askAhead(ATTENTION)
    inbox.show(ATTENTION)
    await vi.waitFor(() => expect(inbox.state.value.kind).toBe('ready'))
    expect(listed(calls)).toBe(1)
  })

  it('is asked for anew when it failed, grew old, or another one is wanted', async () => {
    const { fake, calls, inbox } = begin()
    fake.online = false
    inbox.askAhead(ATTENTION)
    await vi.waitFor(() => expect(listed(calls)).toBe(1))
    await Promise.resolve()
    fake.online = true
    inbox.askAhead({ ...ATTENTION, view: 'done' })
    inbox.show(ATTENTION)
    await vi.waitFor(() => expect(inbox.state.value.kind).toBe('ready'))
    expect(listed(calls)).toBe(3)
    inbox.askAhead({ ...ATTENTION, view: 'all' })
    const late = Date.now() + 60_000
    vi.spyOn(Date, 'now').mockReturnValue(late)
    inbox.show({ ...ATTENTION, view: 'all' })
    await vi.waitFor(() => expect(listed(calls)).toBe(5))
  })
})

describe('the list', () => {
  it('loads, pages on, and knows its counts', async () => {
    const { inbox } = await setUp()
    expect(shown(inbox)).toHaveLength(30)
    expect(inbox.state.value).toMatchObject({ more: 'some' })
    await inbox.loadMore()
    expect(shown(inbox).length).toBeGreaterThan(40)
    expect(new Set(shown(inbox)).size).toBe(shown(inbox).length)
    expect(inbox.state.value).toMatchObject({ more: 'none' })
    await inbox.loadMore()
  })

  it('counts again when time makes one of its items hot', async () => {
    const { fake, inbox, poll } = await setUp()
    await poll()
    const before = countOf(inbox.counts.value, 'hot')
    expect(before).not.toBeNull()
    vi.useFakeTimers({ now: Date.now() + 10 * 60_000 })
    await poll()
    await vi.advanceTimersByTimeAsync(1)
    expect(countOf(inbox.counts.value, 'hot')).toBeGreaterThan(before ?? 0)
    fake.refuse(/counts/, null)
    vi.setSystemTime(Date.now() + 200 * 60_000)
    await poll()
    await vi.advanceTimersByTimeAsync(1)
    expect(inbox.counts.value).not.toBeNull()
  })

  it('is read again when more has moved than was told', async () => {
    const { fake, inbox, poll } = await setUp()
    fake.world.add(URGENT, 'new')
    fake.flooded = true
    await poll()
    await vi.waitFor(() => expect(shown(inbox)[0]).toBe('new'))
  })

  it('is read again later when that reading failed', async () => {
    const { fake, inbox, poll } = await setUp()
    fake.world.add(URGENT, 'silent')
    fake.flooded = true
    fake.refuse(/^GET \/api\/inbox$/, { status: 503, code: 'unavailable' })
    await poll()
    fake.flooded = false
    await poll()
    await vi.waitFor(() => expect(shown(inbox)).toContain('silent'))
  })

  it('shows a new row at once while nobody holds it', async () => {
    const { fake, inbox, poll } = await setUp()
    arrive(fake, URGENT, 'new')
    await poll()
    expect(shown(inbox)[0]).toBe('new')
    expect(fresh(inbox)).toBe(0)
  })

  it('moves nothing from under the hand; what is new waits at the top', async () => {
    const { fake, inbox, poll } = await setUp()
    const before = shown(inbox)
    inbox.hold('pointer', true)
    inbox.hold('scroll', true)
    arrive(fake, URGENT, 'new')
    const gone = fake.world.items.get(before[1] ?? '')
    if (gone) fake.world.touch(gone, { row: { ...gone.data.row, status: 'closed' } })
    await poll()
    expect(shown(inbox)).toEqual(before)
    expect(fresh(inbox)).toBe(1)
    inbox.hold('pointer', false)
    expect(shown(inbox)).toEqual(before)
    inbox.hold('scroll', false)
    expect(shown(inbox)[0]).toBe('new')
    expect(shown(inbox)).not.toContain(before[1])
  })

  it('shows what waits when asked to', async () => {
    const { fake, inbox, poll } = await setUp()
    inbox.hold('focus', true)
    arrive(fake, URGENT, 'new')
    await poll()
    inbox.release()
    expect(shown(inbox)[0]).toBe('new')
  })

  it('keeps the open row in its place when its view changes', async () => {
    const { fake, inbox, poll } = await setUp()
    const [, open = ''] = shown(inbox)
    inbox.keepRow(open)
    const item = fake.world.items.get(open)
    if (item) fake.world.touch(item, { row: { ...item.data.row, status: 'closed' } })
    await poll()
    expect(shown(inbox)[1]).toBe(open)
    expect(inbox.rowOf(open)?.status).toBe('closed')
  })

  it('knows the neighbours of a row', async () => {
    const { inbox } = await setUp()
    const [first = '', second = ''] = shown(inbox)
    expect(inbox.neighbour(null, 1)?.id).toBe(first)
    expect(inbox.neighbour(first, 1)?.id).toBe(second)
    expect(inbox.neighbour(first, -1)).toBeNull()
    expect(inbox.rowOf('nobody')).toBeNull()
  })

  it('is empty, or failed, and never takes one for the other', async () => {
    const { fake, inbox } = await setUp({ ...ATTENTION, q: 'ничего такого' })
    expect(inbox.state.value.kind).toBe('empty')
    fake.refuse(/GET \/api\/inbox$/, { status: 500, code: 'unavailable' })
    inbox.show({ ...ATTENTION, q: 'ещё' })
    await vi.waitFor(() => expect(inbox.state.value.kind).toBe('failed'))
    await inbox.load()
    expect(inbox.state.value.kind).toBe('empty')
  })

  it('says when further rows did not load', async () => {
    const { fake, inbox } = await setUp()
    fake.refuse(/GET \/api\/inbox$/, null)
    await inbox.loadMore()
    expect(inbox.state.value).toMatchObject({ kind: 'ready', more: 'failed' })
    await inbox.loadMore()
    expect(inbox.state.value).toMatchObject({ more: 'none' })
  })

  it('reads the hot view again as time makes items hot', async () => {
    const { fake, inbox, poll } = await setUp({ ...ATTENTION, view: 'hot' })
    const lists = () => fake.log.filter(({ call }) => call === 'GET /api/inbox').length
    await poll()
    expect(lists()).toBe(1)
    vi.useFakeTimers({ now: Date.now() + 61_000 })
    await poll()
    expect(lists()).toBe(2)
    vi.setSystemTime(Date.now() + 61_000)
    fake.refuse(/GET \/api\/inbox$/, null)
    await poll()
    await vi.advanceTimersByTimeAsync(1)
    expect(inbox.state.value.kind).toBe('ready')
  })

  it('shows the last list asked for, whichever answers first', async () => {
    const { inbox } = await setUp()
    inbox.show({ ...ATTENTION, view: 'done' })
    inbox.show({ ...ATTENTION, channel: 'chat' })
    inbox.show({ ...ATTENTION, channel: 'chat' })
    await vi.waitFor(() => expect(inbox.state.value.kind).toBe('ready'))
    expect(shown(inbox).every((id) => inbox.rowOf(id)?.channel === 'chat')).toBe(true)
    inbox.forget()
    expect(inbox.state.value.kind).toBe('loading')
  })
})
