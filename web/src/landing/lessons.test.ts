import { screen } from '@testing-library/preact'
import userEvent from '@testing-library/user-event'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'

const HTML = readFileSync('index.html', 'utf8')

beforeEach(() => {
  const page = new DOMParser().parseFromString(HTML.replace(/<link[^>]+>/g, ''), 'text/html')
  document.body.replaceChildren(...page.body.children)
})

describe('the front page', () => {
  it('moves its examples by arrows and by keys', async () => {
    const cases = document.querySelector<HTMLElement>('[data-cases]')
    if (!cases) throw new Error('no examples')
    const moves: number[] = []
    cases.scrollBy = (to?: ScrollToOptions | number) => {
      moves.push(Math.sign(typeof to === 'object' ? (to.left ?? 0) : 0))
    }
    await import('./landing')
    screen.getByRole('button', { name: 'Следующий пример' }).click()
    screen.getByRole('button', { name: 'Предыдущий пример' }).click()
    await userEvent.type(cases, '{ArrowRight}{ArrowLeft}')
    expect(moves).toEqual([1, -1, 1, -1])
  })

  it('has one source for its words: no script tells them a second time', () => {
    const script = readFileSync('src/landing/landing.ts', 'utf8').replace(/\/\*[^]*?\*\//g, '')
    expect(script).not.toMatch(/[а-яё]/i)
    expect(HTML.match(/<main>/g)).toHaveLength(1)
  })

  it('names what can be pressed in Russian and leads where work begins', () => {
    const named = [...screen.getAllByRole('button'), ...screen.getAllByRole('link')]
    const names = named.map((one) => one.getAttribute('aria-label') ?? one.textContent.trim())
    expect(names.filter((name) => !/[а-яё]{3}/i.test(name))).toEqual([])
    const begins = screen.getAllByRole('link', { name: 'Начать работу' })
    expect(begins.map((link) => link.getAttribute('href'))).toEqual(Array(2).fill('/app/register'))
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      expect(document.querySelector(link.getAttribute('href') ?? '')).toBeTruthy()
    }
  })
})
