import { screen, waitFor, within } from '@testing-library/preact'
import axe from 'axe-core'
import { expect, it } from 'vitest'
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
