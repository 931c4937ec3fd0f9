import { expect, it } from 'vitest'
import { makeRow } from '../testing/rows'
import { FakeApi } from '../api/fake'
import { createApi } from '../api/client'
import { Cache, memoryShelf } from './shelf'
import type { Filter } from '../route'

const LIST: Filter = { view: 'attention', channel: null, q: '' }
const KEPT = { rows: [makeRow('a')], counts: null }
const me = await createApi(new FakeApi().fetcher, () => undefined).me()
const other = { ...me, seller: { ...me.seller, id: 'another' } }

it('a list is kept for the next visit of the same account', async () => {
  const shelf = memoryShelf()
  const cache = new Cache(shelf)
  await cache.use(me)
  await cache.keepList(LIST, KEPT)
  const later = new Cache(shelf)
  expect((await later.lastMe())?.seller.id).toBe(me.seller.id)
  expect(await later.list(LIST)).toEqual(KEPT)
  expect(await later.list({ ...LIST, channel: 'chat' })).toBeNull()
})

it('another account finds nothing of it, and a sign-out leaves nothing', async () => {
  const shelf = memoryShelf()
  const cache = new Cache(shelf)
  await cache.use(me)
  await cache.keepList(LIST, KEPT)
  await cache.use(other)
  expect(await cache.list(LIST)).toBeNull()
  await cache.use(me)
  expect(await cache.list(LIST)).toBeNull()
  await cache.keepList(LIST, KEPT)
  await cache.forget()
  expect(await new Cache(shelf).lastMe()).toBeNull()
})

it('what somebody searched for is kept nowhere, and old lists make room', async () => {
  const shelf = memoryShelf()
  const cache = new Cache(shelf)
  await cache.use(me)
  await cache.keepList({ ...LIST, q: 'плед' }, KEPT)
  expect(await cache.list({ ...LIST, q: 'плед' })).toBeNull()
  await cache.keepList(LIST, KEPT)
  for (const view of ['hot', 'done', 'all', 'auto', 'failed', 'waiting'] as const) {
    for (const channel of ['review', 'chat'] as const) {
      await cache.keepList({ view, channel, q: '' }, KEPT)
    }
  }
  expect(await cache.list(LIST)).toBeNull()
})
