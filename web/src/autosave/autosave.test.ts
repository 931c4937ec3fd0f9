import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createApi } from '../api/client'
import { FakeApi } from '../api/fake'
import { Autosave } from './autosave'
import { Drafts, NO_WORDS } from '../state/drafts'
import { memoryStorage } from '../state/storage'
import type { Row } from '../api/types'

const NOON = Date.parse('2026-11-22T12:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: NOON })
  return () => vi.useRealTimers()
})

/** One browser of the seller; several of them may share a server. */
function open(fake = new FakeApi()) {
  const api = createApi(fake.fetcher, () => undefined)
  const storage = memoryStorage()
  const drafts = new Drafts(storage)
  const adopt = (id: string, text: string) => drafts.save(id, { ...NO_WORDS, text })
  const autosave = new Autosave({ api, drafts, storage, adopt })
  drafts.use('s1')
  autosave.use('s1')
  onTestFinished(autosave.forget)
  return {
    fake,
    autosave,
    text: (id = 'i1') => drafts.load(id).text,
    type: (text: string, id = 'i1') => drafts.save(id, { ...NO_WORDS, text }),
    read: async (id = 'i1') => {
      const asked = api.interaction(id)
      await vi.advanceTimersByTimeAsync(1)
      autosave.meet(await asked)
    },
  }
}

const rest = () => vi.advanceTimersByTimeAsync(3000)
const kept = (fake: FakeApi, id = 'i1') => fake.world.items.get(id)?.data.composer?.text ?? null
const saves = (fake: FakeApi) => fake.log.filter(({ call }) => call.endsWith('/composer'))

describe('saving', () => {
  it('waits for typing to rest, and saves once', async () => {
    const { fake, type } = open()
    for (const text of ['З', 'Зд', 'Здра']) {
      type(text)
      await vi.advanceTimersByTimeAsync(500)
    }
    expect(saves(fake)).toHaveLength(0)
    await rest()
    expect(kept(fake)).toBe('Здра')
    expect(saves(fake)).toHaveLength(1)
  })

  it('saves at once when the page goes away', async () => {
    const { fake, type, autosave } = open()
    type('Здравствуйте')
    autosave.flush()
    // No timer of such a page ever comes.
    vi.clearAllTimers()
    await vi.advanceTimersByTimeAsync(1)
    expect(kept(fake)).toBe('Здравствуйте')
  })

  it('asks the browser to deliver it although the page goes away', async () => {
    const { fake, type, autosave } = open()
    type('Здравствуйте')
    autosave.flush()
    await vi.advanceTimersByTimeAsync(1)
    expect(saves(fake).map(({ outlives }) => outlives)).toEqual([true])
  })

  it('tries again what did not get through', async () => {
    const { fake, type } = open()
    fake.refuse(/composer/, null)
    type('Здравствуйте')
    await rest()
    expect(kept(fake)).toBeNull()
    await vi.advanceTimersByTimeAsync(16_000)
    expect(kept(fake)).toBe('Здравствуйте')
  })

  it('takes emptied words away', async () => {
    const { fake, type } = open()
    type('Здравствуйте')
    await rest()
    type('')
    await rest()
    expect(kept(fake)).toBeNull()
  })
})

describe('another device', () => {
  it('shows what was begun here, and says so until it is changed', async () => {
    const here = open()
    here.type('Здравствуйте')
    await rest()
    const there = open(here.fake)
    await there.read()
    expect(there.text()).toBe('Здравствуйте')
    expect(there.autosave.taken.value.get('i1')?.device).toBe('Firefox, Linux')
    expect(saves(here.fake)).toHaveLength(1)
    there.type('Здравствуйте!')
    expect(there.autosave.taken.value.size).toBe(0)
    await rest()
    await here.read()
    expect(here.text()).toBe('Здравствуйте!')
  })

  it.each([
    [true, 'здесь'],
    [false, 'там'],
  ])('lets the seller choose between two texts (mine: %s)', async (mine, wanted) => {
    const here = open()
    const there = open(here.fake)
    there.type('там')
    await rest()
    here.type('здесь')
    await rest()
    expect(here.text()).toBe('здесь')
    expect(here.autosave.clashes.value.get('i1')).toMatchObject({ text: 'там' })
    await rest()
    expect(kept(here.fake)).toBe('там')
    here.autosave.choose('i1', mine)
    await rest()
    expect(here.text()).toBe(wanted)
    expect(kept(here.fake)).toBe(wanted)
    expect(here.autosave.clashes.value.size).toBe(0)
  })

  it('asks about each of several items, whichever was met last', async () => {
    const here = open()
    const there = open(here.fake)
    for (const id of ['i1', 'i2']) there.type(`там ${id}`, id)
    await rest()
    for (const id of ['i1', 'i2']) here.type(`здесь ${id}`, id)
    await rest()
    expect([...here.autosave.clashes.value.keys()].sort()).toEqual(['i1', 'i2'])
    here.autosave.choose('i2', true)
    here.autosave.choose('i1', false)
    await rest()
    expect(here.text('i1')).toBe('там i1')
    expect(kept(here.fake, 'i2')).toBe('здесь i2')
  })

  it('drops words that were sent elsewhere, unless something was added', async () => {
    const here = open()
    here.type('раз')
    here.type('два', 'i2')
    await rest()
    here.type('два и три', 'i2')
    forgetOnServer(here.fake, 'i1')
    forgetOnServer(here.fake, 'i2')
    await here.read('i1')
    await here.read('i2')
    expect(here.text('i1')).toBe('')
    expect(here.text('i2')).toBe('два и три')
    await rest()
    expect(kept(here.fake, 'i2')).toBe('два и три')
  })

  it('keeps the words of a closed item, for it may be opened again', async () => {
    const here = open()
    here.type('раз')
    await rest()
    forgetOnServer(here.fake, 'i1', { status: 'closed' })
    await here.read()
    expect(here.text()).toBe('раз')
  })

  it('heeds no answer that is older than the last save', async () => {
    const here = open()
    const early = here.fake.world.items.get('i1')?.data
    if (!early) throw new Error('no item')
    here.type('Здравствуйте')
    await rest()
    here.autosave.meet({ ...early, now: new Date(NOON).toISOString() })
    expect(here.text()).toBe('Здравствуйте')
  })
})

function forgetOnServer(fake: FakeApi, id: string, row: Partial<Row> = {}): void {
  const item = fake.world.items.get(id)
  if (item) item.data = { ...item.data, composer: null, row: { ...item.data.row, ...row } }
}
