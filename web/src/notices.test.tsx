import { screen, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { openApp } from './testing/app'
import type { Notice } from './api/types'

const LIMITED: Notice = {
  code: 'kind_base',
  level: 'warning',
  title: 'Базовый токен: WB отвечает редко',
  text: 'Базовый токен: WB разрешает 5 запросов в час к отзывам и вопросам.',
  channels: [],
}
const REFUSED: Notice = {
  code: 'refused',
  level: 'danger',
  title: 'WB не принимает токен',
  text: 'Wildberries не принимает ключ: он истёк или отозван. Подключите новый ключ.',
  channels: ['review', 'question', 'chat'],
}

describe('a token that needs attention', () => {
  it('says so quietly beside the sync, and in full where it is replaced', async () => {
    const fake = new FakeApi()
    fake.notices = [REFUSED, LIMITED]
    const { user } = await openApp({ fake })
    const link = await screen.findByRole('link', { name: REFUSED.title })
    expect(link.closest('p')?.textContent).toContain('и ещё 1')
    expect(link.closest('p')?.title).toBe(REFUSED.text)
    await user.click(link)
    expect(await screen.findByText(REFUSED.text)).toBeTruthy()
    expect(screen.getByText(LIMITED.text)).toBeTruthy()
    expect(screen.getByLabelText('Токен WB')).toBeTruthy()
  })

  it('says nothing while there is nothing to say', async () => {
    await openApp()
    await screen.findByRole('button', { name: 'Синхронизировать' })
    expect(screen.queryByText(/токен/i)).toBeNull()
  })

  it('stands beside what is still to come', async () => {
    await openApp({ path: '/app/connect' })
    expect(await screen.findByText(/^Ozon скоро появится/)).toBeTruthy()
  })

  it('tells its limits as soon as it is connected', async () => {
    const fake = new FakeApi()
    fake.notices = [LIMITED]
    const { user } = await openApp({ fake, path: '/app/connect' })
    await user.type(await screen.findByLabelText('Токен WB'), 'a'.repeat(40))
    await user.click(screen.getByRole('button', { name: 'Заменить токен' }))
    await screen.findByText('Что разрешает токен')
    expect(screen.getByText(LIMITED.text)).toBeTruthy()
  })
})

describe('a claim for a return', () => {
  it('stands in the context of the chat about the same order', async () => {
    const { user } = await openApp()
    await user.click(
      await screen.findByRole('link', { name: /Левый наушник|Что делать\? Оформлять/ }),
    )
    const title = await screen.findByRole('heading', { name: 'Заявка на возврат' })
    const block = within(title.closest('section') ?? document.body)
    expect(block.getByText('на рассмотрении')).toBeTruthy()
    expect(block.getByText('WB показывает до')).toBeTruthy()
    expect(block.getByText('Покупатель: Левый наушник не заряжается')).toBeTruthy()
  })

  it('is no part of other conversations', async () => {
    const { user } = await openApp()
    await user.click(await screen.findByRole('link', { name: /Носила ровно неделю/ }))
    await screen.findByRole('heading', { name: 'Товар' })
    expect(screen.queryByText('Заявка на возврат')).toBeNull()
  })
})
