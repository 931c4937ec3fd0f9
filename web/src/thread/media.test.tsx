import { screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { openApp } from '../testing/app'

describe('what is to be seen', () => {
  it('leads out to the video and opens the photo of the product', async () => {
    const { user } = await openApp({ path: '/app/inbox/attention/i1' })
    const video = await screen.findByRole('link', { name: /Видео покупателя/ })
    expect(video.getAttribute('href')).toMatch(/^https:\/\/videofeedback01\.wbbasket\.ru\//)
    expect(video.getAttribute('rel')).toBe('noopener noreferrer')
    const price = await screen.findByText(/4\s290\s₽/)
    expect(price.textContent).toContain('на ')
    await user.click(await screen.findByRole('button', { name: 'Фото товара' }))
    expect(await screen.findByRole('dialog', { name: 'Фото товара' })).toBeTruthy()
  })

  it('opens a photo and closes it again', async () => {
    const { user } = await openApp({ path: '/app/inbox/attention/i1' })
    await user.click(await screen.findByRole('button', { name: 'Фото 2' }))
    const dialog = await screen.findByRole('dialog', { name: 'Фото 2' })
    await user.click(within(dialog).getByRole('button', { name: 'Закрыть' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})
