import { fireEvent, screen, waitFor } from '@testing-library/preact'
import { beforeAll, describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'

beforeAll(() => import('./bulk'), 60_000)

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function tick(place: number): HTMLInputElement {
  const one = screen.getAllByRole<HTMLInputElement>('checkbox', { name: /^Выбрать: / })[place]
  if (!one) throw new Error(`there is no ${place}`)
  return one
}

/** A list of which the first row is chosen. */
async function open(latency = () => 0) {
  const fake = new FakeApi({ calm: 40, latency })
  const { app } = await openApp({ path: '/app/inbox/attention', fake })
  const bulk = await app.loadBulk()
  if (!bulk) throw new Error('the chunk did not come')
  await waitFor(() => fireEvent.click(tick(0)))
  const sent = () => fake.log.filter(({ call }) => call === 'POST /api/bulk/apply')
  return { app, fake, sent, work: bulk.work, selection: bulk.selection }
}

it('shows at every tick what Shift has chosen', async () => {
  const { selection } = await open()
  fireEvent.click(tick(2), { shiftKey: true })
  await waitFor(() => expect(selection.count.value).toBe(3))
  await waitFor(() => expect(tick(1).checked && tick(2).checked).toBe(true))
})

describe('a deed on many', () => {
  it('is asked for once, however often its button is pressed', async () => {
    const { sent, work } = await open()
    await work.begin('close')
    await Promise.all([work.apply(), work.apply()])
    expect(sent()).toHaveLength(1)
  })

  it('keeps its name when it has to be sent again', async () => {
    const { fake, sent, work } = await open()
    fake.refuse(/bulk\/apply/, { status: 503, code: 'unavailable' })
    await work.begin('close')
    await work.apply()
    await work.apply()
    expect(sent()).toHaveLength(2)
    expect(new Set(sent().map(({ body }) => body.client_request_id)).size).toBe(1)
  })

  it('does not come back once its result was put away', async () => {
    let latency = 0
    const { fake, work } = await open(() => latency)
    fake.bulk.stride = 0
    await work.begin('close')
    await work.apply()
    latency = 300
    await sleep(550)
    work.dismiss()
    await sleep(300)
    expect(work.deed.value).toBeNull()
  })

  it('is taken back after what was done later', async () => {
    const { app, fake, selection, work } = await open()
    const chosen = selection.seen().map(([id]) => id)
    await work.begin('close')
    await work.apply()
    await waitFor(() => expect(work.deed.value?.is_over).toBe(true), { timeout: 4000 })
    app.router.open('i4')
    await waitFor(() => expect(app.opened.state.value.kind).toBe('ready'))
    await app.work.setClosed(true)
    const status = (id: string) => fake.world.items.get(id)?.data.row.status
    app.work.undo()
    await waitFor(() => expect(status('i4')).toBe('open'))
    expect(chosen.map(status)).toEqual(['closed'])
    app.work.undo()
    await waitFor(() => expect(chosen.map(status)).toEqual(['open']))
  })

  it('does not come before a later one because it is still going on', async () => {
    const { app, fake, work } = await open()
    fake.bulk.stride = 0
    await work.begin('close')
    await work.apply()
    app.router.open('i4')
    await waitFor(() => expect(app.opened.state.value.kind).toBe('ready'))
    await app.work.setClosed(true)
    const looks = () => fake.log.filter(({ call }) => call.startsWith('GET /api/bulk/')).length
    const before = looks()
    await waitFor(() => expect(looks()).toBeGreaterThan(before), { timeout: 4000 })
    app.work.undo()
    await waitFor(() => expect(fake.world.items.get('i4')?.data.row.status).toBe('open'))
    expect(work.deed.value?.is_undone).toBe(false)
  })
})

describe('a deed with more words than one request holds', () => {
  async function openLong() {
    const opened = await open()
    const { app, fake, selection, work } = opened
    selection.takeWhole(app.router.inbox())
    await work.begin('send')
    const text = 'Спасибо! '.repeat(500)
    const ids = work.ready.value.map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(12)
    work.edits.made.value = new Map(ids.map((id) => [id, { text, kind: 'checked', findings: [] }]))
    return { ...opened, fake, ids, text }
  }

  it('goes in parts, with one progress and one undo', async () => {
    const { app, fake, ids, sent, text, work } = await openLong()
    fake.bulk.stride = 100
    await work.apply()
    const bodies = sent().map(({ body }) => body as { items: [string][]; texts: object })
    expect(bodies.length).toBeGreaterThan(1)
    expect(bodies.flatMap(({ items }) => items.map(([id]) => id))).toEqual(ids)
    for (const body of bodies) {
      expect(new TextEncoder().encode(JSON.stringify(body)).length).toBeLessThan(64 * 1024)
      expect(Object.keys(body.texts)).toEqual(body.items.map(([id]) => id))
    }
    expect(work.look.value).toBeNull()
    expect(work.deed.value).toMatchObject({ total: ids.length, waiting: ids.length })
    await waitFor(() => expect(work.deed.value?.is_over).toBe(true), { timeout: 4000 })

    app.work.undo()
    await waitFor(() => expect(work.deed.value?.is_undone).toBe(true))
    expect(work.deed.value?.undone).toBe(ids.length)
    for (const id of ids) expect(app.drafts.load(id).text).toBe(text)
  })

  it('goes on with what is left when the connection breaks between two parts', async () => {
    const { app, fake, ids, sent, work } = await openLong()
    const ask = app.api.bulk
    let times = 0
    app.api.bulk = (method, path, ...rest) => {
      if (path === '/apply' && (times += 1) === 2) {
        fake.refuse(/bulk\/apply/, { status: 503, code: 'unavailable' })
      }
      return ask(method, path, ...rest)
    }
    await work.apply()
    const begun = work.deed.value?.total ?? 0
    expect(begun).toBeGreaterThan(0)
    expect(work.look.value?.lines.map(({ id }) => id)).toEqual(ids.slice(begun))

    await work.apply()
    expect(work.look.value).toBeNull()
    expect(work.deed.value?.total).toBe(ids.length)
    const names = sent().map(({ body }) => body.client_request_id)
    expect(names[2]).toBe(names[1])
  })
})
