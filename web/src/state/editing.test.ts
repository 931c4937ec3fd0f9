import { describe, expect, it, vi } from 'vitest'
import { createApi } from '../api/client'
import { FakeApi } from '../api/fake'
import { hashText } from '../domain/hash'
import { ServerClock } from './clock'
import { Editing } from './editing'
import { OpenItem } from './opened'
import type { EditRequest, Interaction } from '../api/types'

async function setUp() {
  const fake = new FakeApi()
  const id = [...fake.world.items].find(([, { data }]) => data.edit !== null)?.[0]
  if (id === undefined) throw new Error('nothing answered')
  const api = createApi(fake.fetcher, () => undefined)
  const opened = new OpenItem(api, new ServerClock())
  const editing = new Editing(api, opened)
  opened.open(id)
  await vi.waitFor(() => expect(opened.state.value.kind).toBe('ready'))
  const item = itemOf(opened)
  return { fake, id, item, opened, editing }
}

function itemOf(opened: OpenItem): Interaction {
  const state = opened.state.value
  if (state.kind !== 'ready') throw new Error(state.kind)
  return state.item
}

const sent = (fake: FakeApi): EditRequest[] =>
  fake.log
    .filter(({ call }) => call.startsWith('PUT') && call.endsWith('/reply'))
    .map(({ body }) => body as unknown as EditRequest)

describe('an edit', () => {
  it('begins with the answer and is exactly what was written, with its reason', async () => {
    const { fake, id, item, opened, editing } = await setUp()
    expect(await editing.send()).toBeNull()
    editing.write({ text: 'никуда' })
    editing.begin(item)
    expect(editing.edit.value?.text).toBe(item.source.answer?.text)
    editing.write({ text: '  Спасибо за подробный отзыв!  ' })
    editing.write({ reason: ' Опечатка ' })
    expect(await editing.send()).toMatchObject({ kind: 'edit', edit_reason: 'Опечатка' })
    expect(editing.edit.value).toBeNull()
    expect(itemOf(opened).reply?.kind).toBe('edit')
    const text = 'Спасибо за подробный отзыв!'
    expect(sent(fake)).toMatchObject([
      { text, reason: 'Опечатка', text_hash: await hashText(text), revision: 1, confirm: false },
    ])
    expect(opened.id).toBe(id)
  })

  it('whose fate is unknown is asked for again under the same name', async () => {
    const { fake, item, editing } = await setUp()
    editing.begin(item)
    editing.write({ text: 'Спасибо за подробный отзыв!', reason: 'Опечатка' })
    fake.refuse(/PUT/, null)
    expect(await editing.send()).toBeNull()
    expect(editing.edit.value?.phase.kind).toBe('failed')
    expect(await editing.send()).not.toBeNull()
    const [first, second] = sent(fake)
    expect(second?.client_request_id).toBe(first?.client_request_id)
  })

  it('that the rules warn of needs another yes', async () => {
    const { fake, item, editing } = await setUp()
    editing.begin(item)
    editing.write({ text: 'Спасибо за подробный отзыв!', reason: 'Опечатка' })
    const findings = [{ rule: 'short', severity: 'warn', start: 0, end: 0, message: 'Коротко' }]
    fake.refuse(/PUT/, { status: 422, code: 'guardrails', findings })
    expect(await editing.send()).toBeNull()
    expect(editing.edit.value?.phase).toMatchObject({ kind: 'refused', passable: true })
    expect(await editing.send(true)).not.toBeNull()
    expect(sent(fake).map(({ confirm }) => confirm)).toEqual([false, true])
  })

  it('for an item that has moved goes on from what it is now', async () => {
    const { fake, id, item, editing } = await setUp()
    editing.begin(item)
    editing.write({ text: 'Спасибо за подробный отзыв!', reason: 'Опечатка' })
    const known = fake.world.items.get(id)
    if (known) fake.world.touch(known, { row: { ...known.data.row, status: 'closed' } })
    expect(await editing.send()).toBeNull()
    expect(editing.edit.value?.phase.kind).toBe('failed')
    expect(editing.edit.value?.item.row.revision).toBe(2)
    expect(await editing.send()).not.toBeNull()
    editing.end()
  })
})
