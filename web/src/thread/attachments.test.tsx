import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'

const CHAT = '/app/inbox/attention/i3'
const WORDS = 'Дмитрий, схема во вложении'
const paper = (name = 'схема.pdf') => new File(['%PDF-1.7'], name, { type: 'application/pdf' })
const program = () => new File(['MZ program'], 'схема.exe', { type: 'application/pdf' })

const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: /^Сообщение/ })
const sendButton = () => screen.getByRole<HTMLButtonElement>('button', { name: /^Отправить$/ })
const chips = () => within(screen.getByRole('list', { name: 'Файлы к сообщению' }))
const chooser = () => {
  const found = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!found) throw new Error('nothing to choose with')
  return found
}
const uploads = (fake: FakeApi) => fake.log.filter(({ call }) => /POST .*\/files$/.test(call))
const sentFiles = (fake: FakeApi) =>
  fake.log.filter(({ call }) => call.endsWith('/reply')).map(({ body }) => body.files)
/** What is dropped or pasted, as browsers hand it over. */
const carried = (files: File[], types = ['Files']) => ({ types, files, dropEffect: '' })

// Browsers know these handlers; the tests' document has to be told.
for (const name of ['ondragover', 'ondragleave', 'ondrop']) {
  Object.defineProperty(HTMLElement.prototype, name, { value: null, writable: true })
}

async function openChat(fake = new FakeApi()) {
  const opened = await openApp({ path: CHAT, fake })
  await field()
  return opened
}

describe('files of a message', () => {
  it('are attached only where the channel takes them', async () => {
    const { app } = await openChat()
    expect(screen.getByRole('button', { name: 'Прикрепить' })).toBeTruthy()
    expect(chooser().accept).toBe('image/jpeg,image/png,application/pdf')
    app.router.open('i1')
    await screen.findByRole('textbox', { name: 'Ответ на отзыв' })
    expect(screen.queryByRole('button', { name: 'Прикрепить' })).toBeNull()
  })

  it('go with the words, once, and are named where the reply is followed', async () => {
    const { user, fake } = await openChat()
    await user.upload(chooser(), paper())
    await waitFor(() => expect(chips().getByText(/КБ$/)).toBeTruthy())
    await user.type(await field(), WORDS)
    await user.click(sendButton())
    expect(await screen.findByText('Файл: схема.pdf')).toBeTruthy()
    expect(screen.queryByRole('list', { name: 'Файлы к сообщению' })).toBeNull()
    expect(sentFiles(fake)).toEqual([['ui31']])
  })

  it('need no words', async () => {
    const { user, fake } = await openChat()
    expect(sendButton().disabled).toBe(true)
    await user.upload(chooser(), paper())
    await waitFor(() => expect(sendButton().disabled).toBe(false))
    await user.click(sendButton())
    expect(await screen.findByText('Файл: схема.pdf')).toBeTruthy()
    expect(sentFiles(fake)).toEqual([['ui31']])
  })

  it('hold the message while one is on its way', async () => {
    let arrive = (): void => undefined
    const fake = new FakeApi()
    const answer = fake.fetcher
    const held = new Promise<void>((resolve) => (arrive = resolve))
    Object.assign(fake, {
      fetcher: async (...call: Parameters<typeof answer>) => {
        if (call[0].endsWith('/files')) await held
        return answer(...call)
      },
    })
    const { user } = await openChat(fake)
    await user.type(await field(), WORDS)
    await user.upload(chooser(), paper())
    expect(await chips().findByText('Загружаем…')).toBeTruthy()
    expect(screen.getByText('Отправить можно, когда файлы загрузятся')).toBeTruthy()
    expect(sendButton().disabled).toBe(true)
    await user.type(await field(), '{Control>}{Enter}{/Control}')
    expect(sentFiles(fake)).toEqual([])
    arrive()
    await waitFor(() => expect(sendButton().disabled).toBe(false))
  })

  it('that did not arrive say why, and are tried again or taken away', async () => {
    const { user, fake } = await openChat()
    await user.type(await field(), WORDS)
    fake.refuse(/files$/, { status: 503, code: 'unavailable', title: 'Сервис временно недоступен' })
    await user.upload(chooser(), paper())
    expect(await chips().findByText('Сервис временно недоступен')).toBeTruthy()
    expect(sendButton().disabled).toBe(true)
    await user.click(screen.getByRole('button', { name: 'Ещё раз: схема.pdf' }))
    await waitFor(() => expect(sendButton().disabled).toBe(false))
    await user.click(screen.getByRole('button', { name: 'Убрать: схема.pdf' }))
    expect(screen.queryByRole('list', { name: 'Файлы к сообщению' })).toBeNull()
    expect(document.activeElement?.textContent).toBe('Прикрепить')
    expect(uploads(fake)).toHaveLength(2)
  })

  it('that WB would not take are refused before anything is sent', async () => {
    const { user, fake } = await openChat()
    await user.upload(chooser(), program())
    expect(await chips().findByText('WB принимает только JPEG, PNG и PDF')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Ещё раз/ })).toBeNull()
    expect(
      screen.getByText('Не всё прикрепилось: попробуйте ещё раз или уберите файл'),
    ).toBeTruthy()
    expect(uploads(fake)).toHaveLength(0)
  })

  it('may be dropped on the field, which says so, and nowhere else', async () => {
    const { fake } = await openChat()
    const place = await field()
    const dataTransfer = carried([paper(), paper('акт.pdf')])
    fireEvent.dragOver(place, { dataTransfer })
    expect(await screen.findByText('Отпустите, чтобы прикрепить')).toBeTruthy()
    fireEvent.dragLeave(place, { dataTransfer })
    await waitFor(() => expect(screen.queryByText('Отпустите, чтобы прикрепить')).toBeNull())
    fireEvent.dragOver(place, { dataTransfer })
    fireEvent.drop(place, { dataTransfer })
    await waitFor(() => expect(chips().getAllByText(/КБ$/)).toHaveLength(2))
    expect(screen.queryByText('Отпустите, чтобы прикрепить')).toBeNull()
    const missed = fireEvent.drop(document.body, { dataTransfer })
    expect(missed).toBe(false)
    expect(uploads(fake)).toHaveLength(2)
  })

  it('may be pasted, but a picture of pasted words is not one', async () => {
    const { fake } = await openChat()
    const place = await field()
    fireEvent.paste(place, {
      clipboardData: carried([paper()], ['text/plain', 'text/html', 'Files']),
    })
    fireEvent.paste(place, { clipboardData: carried([], ['text/plain']) })
    expect(screen.queryByRole('list', { name: 'Файлы к сообщению' })).toBeNull()
    fireEvent.paste(place, { clipboardData: carried([paper('image.pdf')]) })
    expect(await chips().findByText('image.pdf')).toBeTruthy()
    await waitFor(() => expect(uploads(fake)).toHaveLength(1))
  })

  it('stay with their conversation', async () => {
    const { app, user } = await openChat()
    await user.upload(chooser(), paper())
    await chips().findByText(/КБ$/)
    app.router.open('i8')
    await screen.findByRole('textbox', { name: 'Сообщение в чат, Ольга' })
    expect(screen.queryByText('схема.pdf')).toBeNull()
    app.router.open('i3')
    await screen.findByRole('textbox', { name: 'Сообщение в чат, Дмитрий' })
    expect(chips().getByText('схема.pdf')).toBeTruthy()
  })

  it('come back with the words of a cancelled reply', async () => {
    const { user, fake } = await openChat()
    await user.upload(chooser(), paper())
    await user.type(await field(), WORDS)
    await waitFor(() => expect(sendButton().disabled).toBe(false))
    await user.click(sendButton())
    await user.click(await screen.findByRole('button', { name: 'Отменить' }))
    expect(await screen.findAllByText(/текст и файлы вернулись/)).not.toHaveLength(0)
    expect((await field()).value).toBe(WORDS)
    expect(chips().getByText('схема.pdf')).toBeTruthy()
    await user.click(sendButton())
    await screen.findByText('Файл: схема.pdf')
    expect(sentFiles(fake)).toEqual([['ui31'], ['ui31']])
  })

  it('that are gone from the server ask to be attached again', async () => {
    const { user, fake } = await openChat()
    await user.upload(chooser(), paper())
    await user.type(await field(), WORDS)
    await waitFor(() => expect(sendButton().disabled).toBe(false))
    fake.uploads.lose()
    await user.click(sendButton())
    expect(await chips().findByText('Файл не найден: прикрепите его ещё раз')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Ещё раз: схема.pdf' }))
    await waitFor(() => expect(sendButton().disabled).toBe(false))
  })

  it('are sound for those who hear the page', async () => {
    const { user, fake } = await openChat()
    fake.refuse(/files$/, { status: 503, code: 'unavailable', title: 'Сервис временно недоступен' })
    await user.upload(chooser(), [paper(), paper('акт.pdf'), program()])
    await chips().findByText('Сервис временно недоступен')
    await chips().findByText('WB принимает только JPEG, PNG и PDF')
    expect(screen.getByText(/схема.pdf: Сервис временно недоступен/)).toBeTruthy()
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`),
    ).toEqual([])
  })
})
