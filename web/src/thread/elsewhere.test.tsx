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
  expect(screen.getByText(/Черновик с другого устройства \(Firefox, Linux\), /)).toBeTruthy()
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
