import { screen, waitFor } from '@testing-library/preact'
import { expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { saveWords } from '../api/fake/writing'
import { openApp } from '../testing/app'

const AT = '/app/inbox/attention/i1'

function begun(text: string): FakeApi {
  const fake = new FakeApi()
  const item = fake.world.items.get('i1')
  if (item) saveWords(item, text, 0, Date.now() - 60_000)
  return fake
}

it('shows words that were begun on another device, and when', async () => {
  await openApp({ path: AT, fake: begun('Здравствуйте, мы') })
  const field = await screen.findByDisplayValue('Здравствуйте, мы')
  expect(field).toBeTruthy()
  expect(await screen.findByText(/Черновик с другого устройства \(Firefox, Linux\), /)).toBeTruthy()
})

it('shows both texts and keeps the chosen one', async () => {
  const fake = new FakeApi()
  const { user } = await openApp({ path: AT, fake })
  const field = await screen.findByPlaceholderText(/ответ/i)
  await user.type(field, 'здесь')
  const item = fake.world.items.get('i1')
  if (item) saveWords(item, 'там', 0, Date.now())
  await waitFor(
    () => expect(screen.getByText('На другом устройстве написали другое')).toBeTruthy(),
    {
      timeout: 4000,
    },
  )
  expect(screen.getByText('там')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Взять другой' }))
  expect(await screen.findByDisplayValue('там')).toBeTruthy()
})

it('leaves the field, the own words and nothing else beside the other text', async () => {
  const fake = new FakeApi()
  const { user } = await openApp({ path: AT, fake })
  const field = await screen.findByPlaceholderText<HTMLTextAreaElement>(/ответ/i)
  await user.type(field, 'здесь')
  const item = fake.world.items.get('i1')
  if (item) saveWords(item, 'там', 0, Date.now())
  await screen.findByText('На другом устройстве написали другое', {}, { timeout: 4000 })
  expect(field.value).toBe('здесь')
  expect(screen.queryByRole('region', { name: 'Черновик' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Оставить мой' }))
  await waitFor(() => expect(item?.data.composer?.text).toBe('здесь'))
})

it('saves what was typed when the page is put away', async () => {
  const fake = new FakeApi()
  const { app, user } = await openApp({ path: AT, fake })
  await waitFor(() => expect(app.autosave.value).not.toBeNull())
  await user.type(await screen.findByPlaceholderText(/ответ/i), 'здесь')
  window.dispatchEvent(new PageTransitionEvent('pagehide'))
  await waitFor(() => expect(fake.world.items.get('i1')?.data.composer?.text).toBe('здесь'))
})
