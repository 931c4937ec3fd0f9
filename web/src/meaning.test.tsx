import { screen, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { openApp } from './testing/app'

const open = async (words: RegExp) => {
  const opened = await openApp()
  const row = (await screen.findByText(words)).closest('a')
  if (!row) throw new Error('no such row')
  return { ...opened, row }
}

describe('what an item means', () => {
  it('puts a person first where somebody was hurt, and quotes the buyer', async () => {
    const { user, row } = await open(/После крема появилось раздражение/)
    expect(row.textContent).toContain('Нужен человек')
    await user.click(row)
    const banner = (
      await screen.findByText(/Нужен человек: покупатель пишет о вреде здоровью/)
    ).closest('p')
    expect(banner?.querySelector('q')?.textContent).toBe('появилось раздражение на коже')
  })

  it('says why a topic is one, to keys and to a finger', async () => {
    const { user, row } = await open(/Носила ровно неделю/)
    await user.click(row)
    const chip = await screen.findByRole('button', { name: 'Брак, не работает' })
    const reason = document.getElementById(chip.getAttribute('aria-describedby') ?? '')
    expect(reason?.textContent).toContain('Почему: отклеилась')
    expect(reason?.textContent).toContain('уверенность 86\u00a0%')
    expect(chip.getAttribute('aria-expanded')).toBe('false')
    await user.click(chip)
    expect(chip.getAttribute('aria-expanded')).toBe('true')
    await user.keyboard('{Escape}')
    expect(chip.getAttribute('aria-expanded')).toBe('false')
    const other = screen.getByRole('button', { name: 'Жалоба на качество' })
    const words = document.getElementById(other.getAttribute('aria-describedby') ?? '')
    expect(words?.textContent).toBe('доволен: Лёгкие, красивые')
  })

  it('says why an answer is due', async () => {
    const { user, row } = await open(/Носила ровно неделю/)
    await user.click(row)
    const chip = await screen.findByRole('button', { name: /Просрочено на 23/ })
    const described = chip.getAttribute('aria-describedby') ?? ''
    const strip = within(document.getElementById(described) ?? document.body)
    expect(strip.getByText('Отзыв о браке: ответьте за 30 минут, не позже 1 часа')).toBeTruthy()
  })
})
