import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApi } from '../api/client'
import { FakeApi } from '../api/fake'
import { ServerClock } from './clock'
import { OpenItem } from './opened'
import { at } from '../testing/rows'
import type { Interaction } from '../api/types'

function setUp(latency?: () => number) {
  const fake = new FakeApi(latency ? { latency } : {})
  const clock = new ServerClock()
  const opened = new OpenItem(
    createApi(fake.fetcher, () => undefined),
    clock,
  )
  return { fake, clock, opened }
}

const tick = (span = 0) => vi.advanceTimersByTimeAsync(span)

function itemOf(opened: OpenItem): Interaction {
  const state = opened.state.value
  if (state.kind !== 'ready') throw new Error(state.kind)
  return state.item
}

const asked = (fake: FakeApi, call: string) =>
  fake.log.filter((entry) => entry.call === call).length

describe('the open item', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  it('is read, and shown from memory the next time', async () => {
    const { opened } = setUp(() => 50)
    opened.open('i1')
    expect(opened.state.value).toMatchObject({ kind: 'loading', id: 'i1' })
    await tick(60)
    expect(itemOf(opened).source.buyer).toBe('Анна')
    opened.open('i2')
    opened.open('i1')
    expect(opened.state.value.kind).toBe('ready')
    opened.open(null)
    expect(opened.state.value.kind).toBe('none')
    expect(opened.id).toBeNull()
  })

  it('never shows another buyer’s words, however slow and broken the answers are', async () => {
    let seed = 7
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
    const { fake, opened } = setUp(() => random() * 3000)
    for (let turn = 0; turn < 200; turn += 1) {
      const id = `i${1 + Math.floor(random() * 13)}`
      if (random() < 0.1) fake.refuse(/GET \/api\/interactions/, { status: 500, code: 'upstream' })
      opened.open(id)
      await tick(random() * 2000)
      const state = opened.state.value
      expect(opened.id).toBe(id)
      if (state.kind === 'ready') expect(state.item.row.id).toBe(id)
    }
  })

  it('tells an item that is not there from one that did not load', async () => {
    const { fake, opened } = setUp()
    opened.open('nobody')
    await tick()
    expect(opened.state.value).toEqual({ kind: 'missing', id: 'nobody' })
    fake.refuse(/interactions/, null)
    opened.open('i1')
    await tick()
    expect(opened.state.value).toMatchObject({ kind: 'failed', id: 'i1' })
    opened.retry()
    await tick()
    expect(opened.state.value.kind).toBe('ready')
    opened.retry()
  })

  it('keeps what it shows when a later read fails', async () => {
    const { fake, opened } = setUp()
    opened.open('i1')
    await tick()
    fake.refuse(/interactions/, { status: 500, code: 'upstream' })
    await opened.refresh()
    expect(opened.state.value.kind).toBe('ready')
  })

  it('is read again only when its row says something new', async () => {
    const { fake, opened } = setUp()
    opened.open('i1')
    await tick()
    const { row } = itemOf(opened)
    opened.noteRow(row)
    opened.noteRow({ ...row, id: 'i2', changed_at: at(1) })
    await tick()
    expect(asked(fake, 'GET /api/interactions/i1')).toBe(1)
    opened.noteRow({ ...row, changed_at: at(1) })
    await tick()
    expect(asked(fake, 'GET /api/interactions/i1')).toBe(2)
  })

  it('is not read again because the seller has looked at it', async () => {
    const { fake, opened } = setUp()
    const item = fake.world.items.get('i1')
    if (!item) throw new Error('no item')
    item.data = { ...item.data, row: { ...item.data.row, unread: true } }
    opened.open('i1')
    await tick()
    expect(itemOf(opened).row.unread).toBe(true)
    opened.noteRow(item.data.row)
    await tick()
    expect(asked(fake, 'GET /api/interactions/i1')).toBe(1)
    expect(itemOf(opened).row.unread).toBe(false)
  })

  it('puts older chat messages before those at hand', async () => {
    const { fake, opened } = setUp()
    const item = fake.world.items.get('i3')
    const messages = item?.data.messages
    if (!item || !messages) throw new Error('no chat')
    const [first, ...rest] = messages.items
    if (!first) throw new Error('no message')
    item.data = { ...item.data, messages: { items: rest, next_cursor: 'c' } }
    opened.open('i3')
    await tick()
    fake.older.set('i3', { items: [first], next_cursor: null })
    await opened.loadOlder()
    expect(itemOf(opened).messages?.items).toHaveLength(4)
    await opened.loadOlder()
    await opened.refresh()
    expect(itemOf(opened).messages?.items[0]?.id).toBe(first.id)
    expect(itemOf(opened).messages?.next_cursor).toBeNull()
  })

  it('is changed by hand', async () => {
    const { opened } = setUp()
    expect(await opened.patch({ status: 'closed' })).toBeNull()
    opened.open('i1')
    await tick()
    await opened.patch({ status: 'closed' })
    expect(itemOf(opened).row.status).toBe('closed')
    opened.forget()
    expect(opened.state.value.kind).toBe('none')
  })
})

describe('a draft', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  it('that is being made arrives with the changes', async () => {
    const { opened } = setUp()
    await opened.askDraft(false)
    opened.open('i4')
    await tick()
    await opened.askDraft(false)
    expect(opened.draft.value).toEqual({ kind: 'making', before: null })
    await tick(2600)
    await opened.refresh()
    expect(opened.draft.value).toEqual({ kind: 'idle' })
    expect(itemOf(opened).draft).not.toBeNull()
  })

  it('that is asked for again waits for another one than the last', async () => {
    const { opened } = setUp()
    opened.open('i1')
    await tick()
    await opened.askDraft(true)
    await opened.refresh()
    expect(opened.draft.value.kind).toBe('making')
    await tick(2600)
    await opened.refresh()
    expect(opened.draft.value.kind).toBe('idle')
  })

  it('that was ready all the time is shown at once', async () => {
    const { opened } = setUp()
    opened.open('i1')
    await tick()
    await opened.askDraft(false)
    expect(opened.draft.value.kind).toBe('making')
    opened.open('i2')
    expect(opened.draft.value.kind).toBe('idle')
  })

  it('that fails or never comes says so instead of spinning', async () => {
    const { fake, opened } = setUp()
    opened.open('i4')
    await tick()
    fake.refuse(/draft/, { status: 502, code: 'upstream', title: 'Нейросеть молчит' })
    await opened.askDraft(false)
    expect(opened.draft.value).toEqual({ kind: 'failed', message: 'Нейросеть молчит' })
    await opened.askDraft(false)
    await tick(45_000)
    expect(opened.draft.value.kind).toBe('failed')
  })
})

describe('a reply', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  it('is followed until it is final, beginning when it can no longer be taken back', async () => {
    const { fake, clock, opened } = setUp()
    opened.open('i2')
    await tick()
    const item = fake.world.items.get('i2')
    if (!item) throw new Error('no item')
    clock.start()
    opened.setReply(fake.world.approve(item, 'Да', 'r1', Date.now()))
    await tick(10_500)
    expect(asked(fake, 'GET /api/replies/r1')).toBe(0)
    await tick(1000)
    expect(itemOf(opened).reply?.state).toBe('sending')
    await tick(40_000)
    expect(itemOf(opened).reply).toMatchObject({ state: 'confirmed', title: 'Ответ виден в WB' })
    const calls = asked(fake, 'GET /api/replies/r1')
    await tick(120_000)
    expect(asked(fake, 'GET /api/replies/r1')).toBe(calls)
    clock.stop()
  })

  it('is followed on when one look at it fails, and no more once another item is open', async () => {
    const { fake, opened } = setUp()
    opened.open('i2')
    await tick()
    const item = fake.world.items.get('i2')
    if (!item) throw new Error('no item')
    opened.setReply({ ...fake.world.approve(item, 'Да', 'r1', Date.now()), cancel_until: null })
    fake.refuse(/replies/, null)
    await tick(3000)
    expect(asked(fake, 'GET /api/replies/r1')).toBe(2)
    opened.open('i1')
    await tick(60_000)
    expect(asked(fake, 'GET /api/replies/r1')).toBe(2)
    opened.setReply({ ...fake.world.approve(item, 'Да', 'r2', Date.now()) })
    expect(itemOf(opened).reply).toBeNull()
  })
})
