import { describe, expect, it, vi } from 'vitest'
import { createApi } from '../api/client'
import { FakeApi } from '../api/fake'
import { CAN } from '../api/fake/capabilities'
import { cleanName } from '../domain/attachments'
import { MEBIBYTE } from '../files/upload'
import { Attachments } from './attachments'
import type { Reply } from '../api/types'

const limits = CAN.chat.files ?? { types: [], each_bytes: 0, total_bytes: 0 }
const paper = (name = 'схема.pdf', bytes = 8) =>
  new File(['%PDF-1.7'.padEnd(bytes)], name, { type: 'application/pdf' })

function setUp() {
  const fake = new FakeApi()
  const files = new Attachments(createApi(fake.fetcher, () => undefined))
  const states = (id: string) => files.of(id).map(({ progress }) => progress)
  const settled = (id: string) =>
    vi.waitFor(() => expect(states(id).map(({ kind }) => kind)).not.toContain('loading'))
  return { fake, files, states, settled }
}

const replyWith = (...names: string[]) => {
  const files = names.map((name) => ({ id: `u-${name}`, name, size: 8 }))
  return { id: 'r1', interaction_id: 'i3', files } as Reply
}

describe('attached files', () => {
  it.each([
    ['one that is too large', [paper('большой.pdf', 5 * MEBIBYTE + 1)], 'Файл больше 5 МБ'],
    [
      'more than go together',
      Array.from({ length: 7 }, (_, at) => paper(`${at}.pdf`, 5 * MEBIBYTE)),
      'Файлы вместе больше 30 МБ',
    ],
    [
      'more than a message carries',
      Array.from({ length: 11 }, (_, at) => paper(`${at}.pdf`)),
      'К сообщению можно приложить не больше 10\u00a0файлов',
    ],
  ])('are refused here: %s', async (_what, given, why) => {
    const { fake, files, states, settled } = setUp()
    files.add('i3', given, limits)
    await settled('i3')
    expect(states('i3').at(-1)).toMatchObject({ kind: 'failed', why })
    expect(fake.log).toHaveLength(given.length - 1)
  })

  it('that did not fit are taken once there is room', async () => {
    const { files, states, settled } = setUp()
    const most = Array.from({ length: 11 }, (_, at) => paper(`${at}.pdf`))
    files.add('i3', most, limits)
    await settled('i3')
    const [first] = files.of('i3')
    const last = files.of('i3').at(-1)
    if (!first || !last) throw new Error('nothing attached')
    files.remove('i3', first.key)
    files.again('i3', last.key, limits)
    await settled('i3')
    expect(states('i3').every(({ kind }) => kind === 'ready')).toBe(true)
  })

  it('that come while the server is busy are sent again', async () => {
    const { fake, files, states, settled } = setUp()
    fake.refuse(/files/, {
      status: 429,
      code: 'rate_limited',
      title: 'Слишком часто',
      retryAfter: 1,
    })
    files.add('i3', [paper()], limits)
    await vi.waitFor(() => expect(states('i3')).toMatchObject([{ kind: 'ready' }]), 3000)
    await settled('i3')
    expect(fake.log).toHaveLength(2)
  })

  it('that cannot be read, or that the server refuses, are final', async () => {
    const { fake, files, states, settled } = setUp()
    const folder = paper('папка')
    folder.slice = () => {
      throw new DOMException('', 'NotFoundError')
    }
    const errors = [{ field: 'file', code: 'refused', message: 'У файла неподходящее имя' }]
    fake.refuse(/files$/, { status: 422, code: 'invalid', errors })
    files.add('i3', [folder, paper()], limits)
    await settled('i3')
    expect(states('i3')).toEqual([
      { kind: 'failed', why: 'Файл не читается', again: false },
      { kind: 'failed', why: 'У файла неподходящее имя', again: false },
    ])
  })

  it('are one when the same is attached twice', async () => {
    const { files, settled } = setUp()
    files.add('i3', [paper()], limits)
    await settled('i3')
    files.add('i3', [paper()], limits)
    await settled('i3')
    expect(files.of('i3')).toHaveLength(1)
  })

  it('that are taken away on their way come no more', async () => {
    const { files } = setUp()
    files.add('i3', [paper()], limits)
    const [one] = files.of('i3')
    if (!one) throw new Error('nothing attached')
    files.remove('i3', one.key)
    files.add('i7', [paper()], limits)
    files.forget()
    await new Promise((resolve) => setTimeout(resolve))
    expect(files.of('i3')).toEqual([])
    expect(files.of('i7')).toEqual([])
  })

  it('come back from a cancelled reply, unless there are others', async () => {
    const { files, states, settled } = setUp()
    files.giveBack(replyWith('акт.pdf'))
    expect(states('i3')).toEqual([{ kind: 'ready', id: 'u-акт.pdf' }])
    files.take(replyWith('акт.pdf'))
    expect(files.of('i3')).toEqual([])
    files.add('i3', [paper()], limits)
    await settled('i3')
    files.giveBack(replyWith('акт.pdf'))
    expect(files.of('i3').map(({ name }) => name)).toEqual(['схема.pdf'])
  })

  it('have names that anybody can see', () => {
    expect(cleanName('Снимок\u202fэкрана\u200b и\u0306.png')).toBe('Снимок экрана й.png')
    expect(cleanName('\u200b')).toBe('файл')
  })
})
