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
  it('is changed at one press', async () => {
    const fake = await openDraft()
    fireEvent.click(screen.getByRole('button', { name: 'Короче' }))
    await waitFor(() => expect(wishesOf(fake)).toEqual(['Короче']))
  })

  it('is changed by the seller’s own words', async () => {
    const fake = await openDraft()
    fireEvent.click(screen.getByRole('button', { name: 'Изменить иначе…' }))
    fireEvent.input(screen.getByLabelText('Что изменить в черновике'), {
      target: { value: ' добавь благодарность ' },
    })
    fireEvent.click(screen.getByRole('button', { name: 'Переписать' }))
    await waitFor(() => expect(wishesOf(fake)).toEqual(['добавь благодарность']))
  })
})

describe('a typed reply', () => {
  it('folds the draft on a phone, and lets it be looked at again', async () => {
    await openDraft()
    const panel = screen.getByRole('region', { name: 'Черновик' })
    const field = screen.getByPlaceholderText('Написать ответ…')
    expect(panel.dataset.folded).toBe('false')
    fireEvent.input(field, { target: { value: 'Спасибо!' } })
    // A style sheet shows it on narrow screens only; here it is found by its name.
    const peek = await screen.findByLabelText('Показать черновик')
    expect(peek.getAttribute('aria-expanded')).toBe('false')
    expect(panel.dataset.folded).toBe('true')
    fireEvent.click(peek)
    const fold = await screen.findByLabelText('Скрыть черновик')
    expect(fold.getAttribute('aria-expanded')).toBe('true')
    const body = document.getElementById(fold.getAttribute('aria-controls') ?? '')
    expect(body?.textContent).toContain('Заменить мой текст')
    expect(panel.dataset.folded).toBe('false')
    fireEvent.click(fold)
    fireEvent.input(field, { target: { value: '' } })
    await waitFor(() => expect(panel.dataset.folded).toBe('false'))
    expect(screen.queryByLabelText('Показать черновик')).toBeNull()
  })

  it('shows what it says of the product beside the card', async () => {
    await openDraft()
    fireEvent.input(screen.getByPlaceholderText('Написать ответ…'), {
      target: { value: 'Он сделан из шерсти, носите тепло.' },
    })
    const facts = await screen.findByRole('list', { name: 'Факты ответа' })
    expect(facts.textContent).toContain('из шерсти — в карточке иначе')
    expect(facts.textContent).toContain('Состав: хлопок 100 %')
  })

  it('stays in sight when the phone is turned', async () => {
    await openDraft()
    const field = screen.getByPlaceholderText('Написать ответ…')
    let height = 40
    Object.defineProperty(field, 'scrollHeight', { get: () => height })
    fireEvent.input(field, { target: { value: 'Спасибо за отзыв!' } })
    await waitFor(() => expect(field.style.blockSize).toBe('42px'))
    height = 64
    fireEvent(window, new Event('resize'))
    expect(field.style.blockSize).toBe('66px')
  })
})

describe('a promo code', () => {
  it('is put after the words of a chat, once', async () => {
    const fake = new FakeApi()
    const item = fake.world.items.get('i11')
    if (!item) throw new Error('no chat')
    item.data = { ...item.data, promo: 'Промокод VESNA10.' }
    await openApp({ fake, path: '/app/inbox/all/i11' })
    const field = await screen.findByPlaceholderText('Написать ответ…')
    fireEvent.input(field, { target: { value: 'Спасибо, передали. ' } })
    fireEvent.click(screen.getByRole('button', { name: 'Вставить промокод' }))
    expect(field).toHaveProperty('value', 'Спасибо, передали.\n\nПромокод VESNA10.')
    expect(screen.queryByRole('button', { name: 'Вставить промокод' })).toBeNull()
  })
})
