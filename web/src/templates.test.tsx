import { screen, waitFor, within } from '@testing-library/preact'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { openApp } from './testing/app'

const AT = '/app/inbox/attention/i1'

async function openPicker(query: string) {
  const opened = await openApp({ path: AT })
  const field = await screen.findByPlaceholderText<HTMLTextAreaElement>(/ответ/i)
  await opened.user.type(field, query)
  const list = await screen.findByRole('listbox', { name: 'Шаблоны ответов' })
  return { ...opened, field, list }
}

it('puts a template in by keys alone, and holds the reply until its gap is filled', async () => {
  const { user, field, list } = await openPicker('/разм')
  expect(within(list).getAllByRole('option')).toHaveLength(1)
  const option = within(list).getByRole('option', { selected: true })
  await waitFor(() => expect(field.getAttribute('aria-activedescendant')).toBe(option.id))
  await user.keyboard('{Enter}')
  expect(field.value).toMatch(/^Здравствуйте! Размер .* этой модели/)
  expect(screen.queryByRole('listbox')).toBeNull()
  await user.clear(field)
  await user.type(field, 'Здравствуйте! Размер {{размер} подойдёт вам точно.')
  const send = screen.getByRole('button', { name: 'Отправить' })
  expect(send.hasAttribute('disabled')).toBe(true)
  await user.click(screen.getByRole('button', { name: 'Показать пропуск' }))
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe('{размер}')
  await user.keyboard('44')
  await waitFor(() => expect(send.hasAttribute('disabled')).toBe(false))
})

it('closes by Escape, keeps what was typed, and is sound', async () => {
  const { user, field } = await openPicker('Добрый день /')
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  expect(violations.map(({ id }) => id)).toEqual([])
  await user.keyboard('{ArrowDown}{Escape}')
  expect(screen.queryByRole('listbox')).toBeNull()
  expect(field.value).toBe('Добрый день /')
})

it('closes once other words stand in the field', async () => {
  const { app } = await openPicker('Добрый день /')
  app.composer.edit('Совсем другие слова')
  await waitFor(() => expect(screen.queryByRole('listbox')).toBeNull())
})

it('is kept, refused with its reason, and taken away in the settings', async () => {
  const { user, fake } = await openApp({ path: '/app/settings/templates' })
  await user.click(await screen.findByRole('button', { name: 'Добавить шаблон' }))
  await user.type(screen.getByLabelText('Название'), 'Доставка')
  const text = screen.getByLabelText('Текст')
  await user.type(text, 'Здравствуйте, {{foo}!')
  await user.click(screen.getByRole('button', { name: 'Сохранить' }))
  expect(await screen.findByText(/Неизвестная переменная \{foo\}/)).toBeTruthy()
  await user.clear(text)
  await user.type(text, 'Здравствуйте, ')
  await user.click(screen.getByRole('button', { name: '{имя}' }))
  await user.click(screen.getByRole('button', { name: 'Сохранить' }))
  expect(await screen.findByRole('heading', { name: 'Доставка' })).toBeTruthy()
  expect(fake.settings.templates.items.at(-1)?.text).toBe('Здравствуйте, {имя}')
  const line = screen.getByRole('heading', { name: 'Размер' }).closest('article')
  if (!line) throw new Error('no line')
  await user.click(within(line).getByRole('button', { name: 'Удалить' }))
  await user.click(within(line).getByRole('button', { name: 'Удалить' }))
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Размер' })).toBeNull())
})

it('says what failed and reads again', async () => {
  const fake = new FakeApi()
  fake.refuse(/GET \/api\/templates/, { status: 503, code: 'unavailable', title: 'Недоступно' })
  const { user } = await openApp({ path: '/app/settings/templates', fake })
  expect(await screen.findByText('Недоступно')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Повторить' }))
  expect(await screen.findByRole('heading', { name: 'Благодарность' })).toBeTruthy()
})

async function openForm(fake: FakeApi) {
  const opened = await openApp({ path: '/app/settings/templates', fake })
  const line = (await screen.findByRole('heading', { name: 'Размер' })).closest('article')
  if (!line) throw new Error('no line')
  await opened.user.click(within(line).getByRole('button', { name: 'Изменить' }))
  const text = screen.getByLabelText<HTMLTextAreaElement>('Текст')
  await opened.user.clear(text)
  await opened.user.type(text, 'Здравствуйте! Мои слова.')
  const save = () => opened.user.click(screen.getByRole('button', { name: 'Сохранить' }))
  return { ...opened, text, save }
}

it('is still being written when the list cannot be read again', async () => {
  const fake = new FakeApi()
  const { user, text } = await openForm(fake)
  const line = screen.getByRole('heading', { name: 'Благодарность' }).closest('article')
  if (!line) throw new Error('no line')
  fake.refuse(/GET \/api\/templates/, { status: 503, code: 'unavailable', title: 'Недоступно' })
  await user.click(within(line).getByRole('button', { name: 'Удалить' }))
  await user.click(within(line).getByRole('button', { name: 'Удалить' }))
  expect(await screen.findByText(/Недоступно/)).toBeTruthy()
  expect(screen.queryByRole('heading', { name: 'Благодарность' })).toBeNull()
  expect(text.isConnected && text.value).toBe('Здравствуйте! Мои слова.')
  await user.click(screen.getByRole('button', { name: 'Повторить' }))
  await waitFor(() => expect(screen.queryByText(/Недоступно/)).toBeNull())
  expect(text.isConnected && text.value).toBe('Здравствуйте! Мои слова.')
})

it.each([
  ['Сохранить мой', 'Здравствуйте! Мои слова.'],
  ['Взять новый', 'Слова второго окна.'],
])('that another window has changed is shown, twice if need be: %s', async (choice, wanted) => {
  const fake = new FakeApi()
  const { templates } = fake.settings
  const { user, text, save } = await openForm(fake)
  templates.changeElsewhere('t2', 'Слова первого окна.')
  await save()
  expect(await screen.findByText('Слова первого окна.')).toBeTruthy()
  expect(text.value).toBe('Здравствуйте! Мои слова.')
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  expect(violations.map(({ id }) => id)).toEqual([])
  templates.changeElsewhere('t2', 'Слова второго окна.')
  await user.click(screen.getByRole('button', { name: 'Сохранить мой' }))
  expect(await screen.findByText('Слова второго окна.')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: choice }))
  if (choice === 'Взять новый') await save()
  await waitFor(() => expect(screen.queryByLabelText('Текст')).toBeNull())
  expect(templates.items.find(({ id }) => id === 't2')?.text).toBe(wanted)
})

it('that another window has taken away is kept as a new one', async () => {
  const fake = new FakeApi()
  const { templates } = fake.settings
  const { text, save } = await openForm(fake)
  templates.items = templates.items.filter(({ id }) => id !== 't2')
  await save()
  expect(await screen.findByText(/удалили в другом окне/)).toBeTruthy()
  expect(text.value).toBe('Здравствуйте! Мои слова.')
  await save()
  await waitFor(() => expect(screen.queryByLabelText('Текст')).toBeNull())
  expect(templates.items.map((one) => one.text)).toContain('Здравствуйте! Мои слова.')
})

describe('the picker', () => {
  const options = () => within(screen.getByRole('listbox')).getAllByRole('option')

  it('keeps the templates it knows when they cannot be read again, and reads on request', async () => {
    const { fake, user, field } = await openPicker('/')
    await user.keyboard('{Escape}')
    fake.refuse(/GET \/api\/templates/, { status: 503, code: 'unavailable', title: 'Недоступно' })
    await user.clear(field)
    await user.type(field, '/')
    expect(await screen.findByText(/Недоступно/)).toBeTruthy()
    expect(options()).toHaveLength(3)
    await user.click(screen.getByRole('button', { name: 'Повторить' }))
    await waitFor(() => expect(screen.queryByText(/Недоступно/)).toBeNull())
    expect(document.activeElement).toBe(field)
  })

  it('that could read nothing reads again on request', async () => {
    const fake = new FakeApi()
    fake.refuse(/GET \/api\/templates/, null)
    const { user } = await openApp({ path: AT, fake })
    await user.type(await screen.findByPlaceholderText(/ответ/i), '/')
    await user.click(await screen.findByRole('button', { name: 'Повторить' }))
    await waitFor(() => expect(options()).toHaveLength(3))
  })

  it('closes once the field is left, not when its own parts are pressed', async () => {
    const { user } = await openPicker('/')
    const button = screen.getByRole('button', { name: 'Шаблоны ответов' })
    await user.click(button)
    expect(screen.queryByRole('listbox')).toBeNull()
    await user.click(button)
    await screen.findByRole('listbox')
    await user.click(screen.getByRole('button', { name: 'Отправить позже' }))
    await waitFor(() => expect(screen.queryByRole('listbox')).toBeNull())
  })
})
