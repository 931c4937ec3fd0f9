import { screen, waitFor, within } from '@testing-library/preact'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'
import type { HungFile } from '../api/types'

const CHAT = '/app/inbox/attention/i3'
const PHOTO: HungFile = { id: 'f1', name: 'Фото', content_type: 'image/*', size: null }
const CHECK: HungFile = { id: 'f2', name: 'чек.pdf', content_type: 'application/pdf', size: 3000 }

/** A chat on whose last message files hang; `waits` looks pass before they are here. */
function chatWith(files: HungFile[], content: Blob, waits = 0): FakeApi {
  const fake = new FakeApi()
  const item = fake.world.items.get('i3')
  const last = item?.data.messages?.items.at(-1)
  if (!last) throw new Error('no such chat')
  last.files = files
  for (const { id } of files) if (id) fake.world.files.set(id, { content, waits, asked: 0 })
  return fake
}

const picture = new Blob(['picture'], { type: 'image/jpeg' })
const paper = new Blob(['%PDF-'], { type: 'application/pdf' })

// What a browser saves, the tests' document would walk to.
const spyOnSaving = () =>
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
let saved: ReturnType<typeof spyOnSaving>

beforeEach(() => {
  saved = spyOnSaving()
})

describe('files of a message', () => {
  it('shows a picture once WB has let it through', async () => {
    const { user, fake } = await openApp({ path: CHAT, fake: chatWith([PHOTO], picture, 1) })
    await user.click(await screen.findByRole('button', { name: /Открыть: Фото/ }))
    expect(await screen.findByText('Получаем из WB…')).toBeTruthy()
    const dialog = await screen.findByRole('dialog', { name: 'Фото' }, { timeout: 4000 })
    expect(within(dialog).getByRole('img').getAttribute('src')).toMatch(/^blob:/)
    expect(fake.world.files.get('f1')?.asked).toBe(2)
  })

  it('saves what is no picture, and again without asking twice', async () => {
    const { user, fake } = await openApp({ path: CHAT, fake: chatWith([CHECK], paper) })
    const button = await screen.findByRole('button', { name: /Скачать: чек.pdf/ })
    expect(button.textContent).toContain('3\u00a0КБ')
    await user.click(button)
    await waitFor(() => expect(saved).toHaveBeenCalledTimes(1))
    await user.click(button)
    expect(saved).toHaveBeenCalledTimes(2)
    expect(fake.world.files.get('f2')?.asked).toBe(1)
  })

  it('says why a file does not come, and tries again', async () => {
    const { user, fake } = await openApp({ path: CHAT, fake: chatWith([CHECK], paper) })
    fake.refuse(/files/, { status: 502, code: 'upstream', title: 'WB не ответил' })
    await user.click(await screen.findByRole('button', { name: /Скачать/ }))
    const alert = await screen.findByText(/WB не ответил/)
    await user.click(within(alert).getByRole('button', { name: 'Ещё раз' }))
    expect(await screen.findByRole('button', { name: /Скачать: чек.pdf/ })).toBeTruthy()
  })

  it.each([
    { status: 451, code: 'refused_by_wb', title: 'WB не пропустил файл' },
    { status: 404, code: 'not_found', title: 'WB больше не отдаёт этот файл' },
  ])('offers no second try after a last word: $code', async (problem) => {
    const { user, fake } = await openApp({ path: CHAT, fake: chatWith([CHECK], paper) })
    fake.refuse(/files/, problem)
    await user.click(await screen.findByRole('button', { name: /Скачать/ }))
    const alert = await screen.findByText(new RegExp(problem.title))
    expect(within(alert).queryByRole('button')).toBeNull()
  })

  it('keeps the focus on a file that is on its way, and asks for it once', async () => {
    const { user, fake } = await openApp({ path: CHAT, fake: chatWith([CHECK], paper, 1) })
    const button = await screen.findByRole('button', { name: /Скачать: чек.pdf/ })
    await user.click(button)
    expect(await screen.findByText('Получаем из WB…')).toBeTruthy()
    await user.keyboard('{Enter}')
    expect(document.activeElement).toBe(button)
    expect(button.getAttribute('aria-disabled')).toBe('true')
    await waitFor(() => expect(saved).toHaveBeenCalledTimes(1), { timeout: 4000 })
    expect(fake.world.files.get('f2')?.asked).toBe(2)
  })

  it('is honest about a file that WB gives nobody', async () => {
    await openApp({ path: CHAT, fake: chatWith([{ ...CHECK, id: null }], paper) })
    expect(await screen.findByText(/WB не даёт скачать этот файл/)).toBeTruthy()
  })
})
