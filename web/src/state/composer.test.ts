import { describe, expect, it, vi } from 'vitest'
import { createApi } from '../api/client'
import { FakeApi } from '../api/fake'
import { CAN } from '../api/fake/capabilities'
import { hashText } from '../domain/hash'
import { Attachments } from './attachments'
import { ServerClock } from './clock'
import { Composer } from './composer'
import { Drafts } from './drafts'
import { OpenItem } from './opened'
import { memoryStorage } from './storage'
import type { KeyValue } from './storage'
import type { ReplyRequest } from '../api/types'

async function setUp(id = 'i1', storage: KeyValue = memoryStorage(), fake = new FakeApi()) {
  const api = createApi(fake.fetcher, () => undefined)
  const drafts = new Drafts(storage)
  drafts.use('s1')
  const opened = new OpenItem(api, new ServerClock())
  const attachments = new Attachments(api)
  const composer = new Composer(api, drafts, opened, attachments)
  const turn = async (to: string): Promise<void> => {
    opened.open(to)
    composer.bind(to)
    await vi.waitFor(() => expect(opened.state.value.kind).toBe('ready'))
  }
  await turn(id)
  return { fake, drafts, opened, composer, attachments, turn, storage }
}

function sent(fake: FakeApi): ReplyRequest[] {
  return fake.log
    .filter(({ call }) => call.endsWith('/reply'))
    .map(({ body }) => body as unknown as ReplyRequest)
}

describe('what is typed', () => {
  it('belongs to its item and comes back with it', async () => {
    const { composer, turn } = await setUp()
    composer.edit('Анна, здравствуйте')
    await turn('i2')
    expect(composer.words.value.text).toBe('')
    composer.edit('Добрый день')
    await turn('i1')
    expect(composer.words.value.text).toBe('Анна, здравствуйте')
    composer.bind('i1')
    composer.forget()
    composer.edit('никуда')
    expect(composer.words.value.text).toBe('')
  })

  it('survives a reload', async () => {
    const { composer, storage } = await setUp()
    composer.edit('Анна')
    const again = await setUp('i1', storage)
    expect(again.composer.words.value.text).toBe('Анна')
  })

  it('says whether it is the draft, the draft changed, or the seller’s own', async () => {
    const { composer, opened } = await setUp()
    const state = opened.state.value
    if (state.kind !== 'ready' || !state.item.draft) throw new Error('no draft')
    expect(composer.origin.value).toBe('own')
    composer.insertDraft(state.item.draft)
    expect(composer.origin.value).toBe('draft')
    composer.edit(`${state.item.draft.text} И ещё.`)
    expect(composer.origin.value).toBe('edited')
    composer.edit('')
    expect(composer.origin.value).toBe('own')
  })

  it('cannot be replaced while it is on its way', async () => {
    const { fake, composer, opened } = await setUp()
    const state = opened.state.value
    if (state.kind !== 'ready' || !state.item.draft) throw new Error('no draft')
    composer.edit('Здравствуйте, Анна! Спасибо за отзыв')
    const sending = composer.send()
    composer.insertDraft(state.item.draft)
    expect(composer.phase.value.kind).toBe('sending')
    expect(await composer.send()).toBeNull()
    await sending
    expect(sent(fake).map(({ text }) => text)).toEqual(['Здравствуйте, Анна! Спасибо за отзыв'])
  })

  it('comes back when a reply is taken back, but not over new words', async () => {
    const { composer } = await setUp()
    composer.restore('Прежний текст')
    expect(composer.words.value.text).toBe('Прежний текст')
    composer.restore('Другой')
    expect(composer.words.value.text).toBe('Прежний текст')
  })
})

describe('an approval', () => {
  it('is exactly the text, its hash and the revision that was seen', async () => {
    const { fake, composer, drafts, opened } = await setUp()
    composer.edit('  Анна, спасибо за отзыв!  ')
    const reply = await composer.send()
    expect(reply?.state).toBe('approved')
    const [request] = sent(fake)
    expect(request).toMatchObject({ text: 'Анна, спасибо за отзыв!', revision: 1 })
    expect(request?.text_hash).toBe(await hashText('Анна, спасибо за отзыв!'))
    expect(request).not.toHaveProperty('draft_id')
    expect(composer.words.value.text).toBe('')
    expect(drafts.written.value.size).toBe(0)
    expect(opened.state.value).toMatchObject({ item: { reply: { id: reply?.id } } })
  })

  it('names the draft that it began as', async () => {
    const { fake, composer, opened } = await setUp()
    const state = opened.state.value
    if (state.kind !== 'ready' || !state.item.draft) throw new Error('no draft')
    composer.insertDraft(state.item.draft)
    await composer.send()
    expect(sent(fake)[0]?.draft_id).toBe(state.item.draft.id)
  })

  it('keeps its id while nobody knows whether it arrived, across a reload too', async () => {
    const { fake, composer, storage } = await setUp()
    composer.edit('Спасибо, что написали нам!')
    fake.refuse(/reply/, null)
    expect(await composer.send()).toBeNull()
    expect(composer.phase.value.kind).toBe('failed')
    fake.refuse(/reply/, { status: 503, code: 'unavailable' })
    await composer.send()
    const again = await setUp('i1', storage, fake)
    expect(await again.composer.send()).not.toBeNull()
    const ids = sent(fake).map((request) => request.client_request_id)
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(1)
  })

  it('is another one once the words are others', async () => {
    const { fake, composer } = await setUp()
    composer.edit('Спасибо, что написали нам!')
    fake.refuse(/reply/, null)
    await composer.send()
    composer.edit('Спасибо, что написали!')
    await composer.send()
    const [first, second] = sent(fake)
    expect(first?.client_request_id).not.toBe(second?.client_request_id)
  })

  it('is not sent twice at a time, nor from under another item', async () => {
    const { fake, composer, opened } = await setUp()
    composer.edit('Спасибо, что написали нам!')
    await Promise.all([composer.send(), composer.send()])
    expect(sent(fake)).toHaveLength(1)
    opened.open('i2')
    expect(await composer.send()).toBeNull()
  })

  it('that a person may overrule is sent again with a confirmation', async () => {
    const { fake, composer } = await setUp()
    composer.edit('Похоже, вы сами перепутали размер.')
    await composer.send()
    expect(composer.phase.value).toMatchObject({ kind: 'refused', passable: true })
    expect(await composer.send(true)).not.toBeNull()
    const [first, second] = sent(fake)
    expect(second?.confirm).toBe(true)
    expect(first?.client_request_id).not.toBe(second?.client_request_id)
  })

  it('that is blocked shows why and keeps the words', async () => {
    const { fake, composer } = await setUp()
    composer.edit('Мы вернём деньги')
    await composer.send()
    expect(composer.phase.value).toMatchObject({ kind: 'refused', passable: false })
    expect(composer.words.value.text).toBe('Мы вернём деньги')
    composer.edit('Мы разберёмся')
    expect(composer.phase.value.kind).toBe('idle')
    const errors = [{ field: 'text', code: 'promise', message: 'Нельзя' }]
    fake.refuse(/reply/, { status: 422, code: 'guardrails', errors })
    await composer.send()
    expect(composer.phase.value).toMatchObject({
      kind: 'refused',
      passable: false,
      findings: [{ rule: 'promise', message: 'Нельзя' }],
    })
  })

  it('for an item that has moved is not forced: the item is read again', async () => {
    const { fake, composer, opened } = await setUp()
    composer.edit('Спасибо, что написали нам!')
    const item = fake.world.items.get('i1')
    if (item) fake.world.touch(item, { row: { ...item.data.row, status: 'closed' } })
    await composer.send()
    expect(composer.phase.value.kind).toBe('failed')
    await vi.waitFor(() =>
      expect(opened.state.value).toMatchObject({ item: { row: { revision: 2 } } }),
    )
    expect(await composer.send()).not.toBeNull()
  })

  it('that fails behind another item’s back leaves both items’ words alone', async () => {
    const { fake, composer, turn, drafts } = await setUp()
    composer.edit('Спасибо, что написали нам!')
    fake.refuse(/reply/, { status: 500, code: 'upstream' })
    const sending = composer.send()
    await turn('i2')
    composer.edit('Добрый день')
    await sending
    expect(composer.words.value.text).toBe('Добрый день')
    expect(composer.phase.value.kind).toBe('idle')
    expect(drafts.load('i1').text).toBe('Спасибо, что написали нам!')
  })

  it('whose fate is unknown keeps its files across a reload, until they are others', async () => {
    const { fake, composer, attachments, storage } = await setUp('i3')
    const limits = CAN.chat.files
    if (!limits) throw new Error('no files here')
    const paper = new File(['%PDF-1.7'], 'схема.pdf', { type: 'application/pdf' })
    composer.attach([paper], limits)
    expect(await composer.send()).toBeNull()
    await vi.waitFor(() => expect(attachments.of('i3')[0]?.progress.kind).toBe('ready'))
    composer.edit('Схема во вложении')
    fake.refuse(/reply/, null)
    await composer.send()

    const again = await setUp('i3', storage, fake)
    expect(again.attachments.of('i3').map(({ name }) => name)).toEqual(['схема.pdf'])
    fake.refuse(/reply/, null)
    await again.composer.send()
    again.composer.detach(again.attachments.of('i3')[0]?.key ?? 0)
    await again.turn('i1')
    await again.turn('i3')
    expect(again.attachments.of('i3')).toEqual([])
    await again.composer.send()

    const [first, second, third] = sent(fake)
    expect(second).toEqual(first)
    expect(third).not.toHaveProperty('files')
    expect(third?.client_request_id).not.toBe(first?.client_request_id)
  })
})

describe('what the rules say while one types', () => {
  it('comes when typing rests, and goes with the words', async () => {
    const { fake, composer } = await setUp()
    composer.edit('Мы вернём')
    composer.edit('Мы вернём деньги')
    await vi.waitFor(() =>
      expect(composer.remarks.value).toMatchObject([{ rule: 'promise', start: 3, end: 16 }]),
    )
    const asked = fake.log.filter(({ call }) => call.endsWith('/checks'))
    expect(asked).toHaveLength(1)
    composer.edit('Мы')
    expect(composer.remarks.value).toEqual([])
  })

  it('is dropped when it is about another item', async () => {
    const { composer, turn } = await setUp()
    composer.edit('Мы вернём деньги')
    await turn('i2')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(composer.remarks.value).toEqual([])
  })

  it('can be followed with one step', async () => {
    const { composer } = await setUp()
    composer.edit('😀 вернём деньги завтра')
    await vi.waitFor(() => expect(composer.remarks.value).toHaveLength(1))
    const [finding] = composer.remarks.value
    if (!finding) throw new Error('no finding')
    composer.rewrite(finding)
    expect(composer.words.value.text).toBe('😀 разберёмся завтра')
  })
})
