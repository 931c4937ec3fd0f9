import { fireEvent, screen, waitFor } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'

async function openDraft(): Promise<FakeApi> {
  const fake = new FakeApi()
  await openApp({ fake, path: '/app/inbox/all/i1' })
  await screen.findByRole('button', { name: 'Вставить черновик' })
  return fake
}

const wishesOf = (fake: FakeApi): unknown[] =>
  fake.log
    .filter(({ call }) => call.endsWith('/draft'))
    .map(({ body }) => (body as { instruction?: string }).instruction)

describe('a draft', () => {
  it('is changed at one press, or by the seller’s own words', async () => {
    const fake = await openDraft()
    fireEvent.click(screen.getByRole('button', { name: 'Короче' }))
    await waitFor(() => expect(wishesOf(fake)).toEqual(['Короче']))
    const own = await screen.findByRole('button', { name: 'Изменить иначе…' })
    await waitFor(() => expect(own).toHaveProperty('disabled', false), { timeout: 5000 })
    fireEvent.click(own)
    fireEvent.input(screen.getByLabelText('Что изменить в черновике'), {
      target: { value: ' добавь благодарность ' },
    })
    fireEvent.click(screen.getByRole('button', { name: 'Переписать' }))
    await waitFor(() => expect(wishesOf(fake)).toEqual(['Короче', 'добавь благодарность']))
  })
})

describe('a typed reply', () => {
  it('shows what it says of the product beside the card', async () => {
    await openDraft()
    fireEvent.input(screen.getByPlaceholderText('Написать ответ…'), {
      target: { value: 'Он сделан из шерсти, носите тепло.' },
    })
    const facts = await screen.findByRole('list', { name: 'Факты ответа' })
    expect(facts.textContent).toContain('из шерсти — в карточке иначе')
    expect(facts.textContent).toContain('Состав: хлопок 100 %')
  })
})
