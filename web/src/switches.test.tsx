import { act, screen, waitFor } from '@testing-library/preact'
import { expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { openApp } from './testing/app'
import type { Interaction } from './api/types'

const TURNS = 40
/** Every word of an item names it. */
const TOKEN = /#(i\d+)#/gu

/** The same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16807) % 2147483647) / 2147483647
}

function marked(item: Interaction): Interaction {
  const { row, source, draft, messages } = item
  const name = (word: string) => `${word} #${row.id}#`
  return {
    ...item,
    row: { ...row, buyer: name('Покупатель'), preview: name('Слова') },
    source: { ...source, buyer: name('Покупатель'), text: source.text && name('Слова') },
    draft: draft && { ...draft, text: name('Здравствуйте! Ответ для') },
    messages: messages && {
      ...messages,
      items: messages.items.map((one) => ({ ...one, text: one.text && name('Сообщение') })),
    },
  }
}

function markedFake(random: () => number): { fake: FakeApi; settle: () => void } {
  let settled = false
  const fake = new FakeApi({ latency: () => (settled ? 0 : random() * 120) })
  for (const item of fake.world.items.values()) item.data = marked(item.data)
  return { fake, settle: () => (settled = true) }
}

const field = () => document.querySelector<HTMLTextAreaElement>('textarea[data-composer]')

/** Whose words stand in the conversation: its header, its log, its draft and its field. */
function named(): string[] {
  const pane = document.querySelector('main [class*="_thread_"]')
  const said = `${pane?.textContent ?? ''} ${field()?.value ?? ''}`
  return [...new Set([...said.matchAll(TOKEN)].map(([, id = '']) => id))]
}

it('shows one item at a time however fast, slow and broken the switching is', async () => {
  const random = seeded(20_261_123)
  const { fake, settle } = markedFake(random)
  const { app } = await openApp({ path: '/app/inbox/all', fake })
  await waitFor(() => expect(app.autosave.value).not.toBeNull())
  const ids = [...fake.world.items.keys()].slice(0, 12)
  const written = new Map<string, string>()
  const seen = new Set<string>()
  for (let turn = 0; turn < TURNS; turn += 1) {
    const id = ids[Math.floor(random() * ids.length)] ?? 'i1'
    if (random() < 0.1) fake.refuse(/GET \/api\/interactions\/[^/]+$/, { status: 500, code: 'x' })
    await act(() => app.router.open(id))
    expect(named().filter((one) => one !== id)).toEqual([])
    await act(() => new Promise((resolve) => setTimeout(resolve, random() * 100)))
    expect(named().filter((one) => one !== id)).toEqual([])
    const { state } = app.opened
    if (state.value.kind !== 'ready' || !field()) continue
    seen.add(id)
    expect(named()).toEqual([id])
    expect(field()?.value).toBe(written.get(id) ?? '')
    written.set(id, `Отвечаю #${id}# в ${String(turn)} раз`)
    await act(() => app.composer.edit(written.get(id) ?? ''))
    expect(field()?.value).toBe(written.get(id))
  }
  settle()
  expect(seen.size).toBeGreaterThan(3)
  // What was saved and what is sent belongs to the item that it went to.
  await act(() => app.autosave.value?.flush())
  const [id = ''] = seen
  await act(() => app.router.open(id))
  await screen.findByDisplayValue(written.get(id) ?? '')
  await act(async () => {
    await app.work.send()
  })
  const bodies = fake.log.filter(({ call, body }) => !call.includes('/checks') && 'text' in body)
  for (const { call, body } of bodies) {
    const [, to = ''] = /interactions\/([^/]+)/.exec(call) ?? []
    expect([...String(body.text).matchAll(TOKEN)].map(([, of]) => of)).toEqual([to])
  }
  expect(bodies.some(({ call }) => call.endsWith('/reply'))).toBe(true)
}, 30_000)
