import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApi } from '../api/client'
import { FakeApi } from '../api/fake'
import { Live } from './live'
import type { Changes } from '../api/types'

const asked = (fake: FakeApi) => fake.log.filter(({ call }) => call.endsWith('/changes')).length

function setUp() {
  const fake = new FakeApi()
  const seen: Changes[] = []
  const live = new Live(
    createApi(fake.fetcher, () => undefined),
    (changes) => seen.push(changes),
  )
  return { fake, live, seen }
}

function hide(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('the polling', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    return () => Reflect.deleteProperty(document, 'hidden')
  })

  it('asks as often as the server says', async () => {
    const { fake, live, seen } = setUp()
    await live.begin()
    expect(seen).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(9100)
    expect(asked(fake)).toBe(4)
    expect(live.reach.value.since).toBeGreaterThan(0)
    live.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked(fake)).toBe(4)
  })

  it('asks from the mark of the last answer', async () => {
    const { fake, live, seen } = setUp()
    await live.begin()
    const item = fake.world.items.get('i1')
    if (item) fake.world.touch(item, {})
    await vi.advanceTimersByTimeAsync(3100)
    expect(seen[1]?.changed.map(({ id }) => id)).toEqual(['i1'])
    await vi.advanceTimersByTimeAsync(3100)
    expect(seen[2]?.changed).toEqual([])
  })

  it('backs off while the server is out of reach, and says so', async () => {
    const { fake, live } = setUp()
    await live.begin()
    fake.online = false
    await vi.advanceTimersByTimeAsync(3100)
    expect(live.reach.value.kind).toBe('offline')
    await vi.advanceTimersByTimeAsync(60_000)
    const tries = asked(fake)
    expect(tries).toBeGreaterThan(3)
    expect(tries).toBeLessThan(10)
    fake.online = true
    live.poke()
    await vi.advanceTimersByTimeAsync(10)
    expect(live.reach.value.kind).toBe('online')
  })

  it('does not take a server that refuses for a lost connection', async () => {
    const { fake, live } = setUp()
    await live.begin()
    for (const status of [403, 500]) {
      fake.refuse(/changes/, { status, code: 'unexpected' })
      live.poke()
      await vi.advanceTimersByTimeAsync(10)
      expect(live.reach.value.kind).toBe('failing')
    }
    live.poke()
    await vi.advanceTimersByTimeAsync(10)
    expect(live.reach.value.kind).toBe('online')
  })

  it('waits as long as the server wants it to', async () => {
    const { fake, live } = setUp()
    await live.begin()
    fake.refuse(/changes/, { status: 429, code: 'rate_limited', retryAfter: 40 })
    await vi.advanceTimersByTimeAsync(3100)
    const tries = asked(fake)
    await vi.advanceTimersByTimeAsync(39_000)
    expect(asked(fake)).toBe(tries)
    await vi.advanceTimersByTimeAsync(2000)
    expect(asked(fake)).toBe(tries + 1)
  })

  it('rests while nobody looks and asks at once when somebody does', async () => {
    const { fake, live } = setUp()
    const stop = live.watchPage()
    await live.begin()
    hide(true)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(asked(fake)).toBe(1)
    hide(false)
    await vi.advanceTimersByTimeAsync(10)
    expect(asked(fake)).toBe(2)
    stop()
    hide(true)
    hide(false)
    await vi.advanceTimersByTimeAsync(10)
    expect(asked(fake)).toBe(2)
  })

  it('takes an expired session for no lost connection', async () => {
    const { fake, live } = setUp()
    await live.begin()
    fake.signedIn = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect(live.reach.value.kind).toBe('online')
    expect(asked(fake)).toBe(2)
  })
})
