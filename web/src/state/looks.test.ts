import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { Looks } from './looks'
import { memoryStorage } from './storage'

it('a theme, a density and widths are remembered by the browser', () => {
  const storage = memoryStorage()
  const looks = new Looks(storage)
  const stop = looks.start()
  looks.turnTheme()
  looks.turnDensity()
  looks.setWidth('list', 9999)
  expect(document.documentElement.dataset).toMatchObject({ theme: 'light', density: 'compact' })
  expect(document.documentElement.style.getPropertyValue('--list-width')).toBe('440px')
  stop()
  const later = new Looks(storage)
  expect(later.theme.value).toBe('light')
  expect(later.density.value).toBe('compact')
  expect(later.widths.value.list).toBe(440)
})

it('what is stored and makes no sense is passed over', () => {
  const storage = memoryStorage()
  storage.set('inbox.looks.theme', 'plaid')
  storage.set('inbox.looks.list', '3')
  const looks = new Looks(storage)
  expect(looks.theme.value).toBe('system')
  expect(looks.widths.value.list).toBe(360)
})

it('a new theme fades nothing: its colours are asked for while nothing may fade', () => {
  const page = document.documentElement
  const seen: (string | undefined)[] = []
  const asked = page.getBoundingClientRect.bind(page)
  page.getBoundingClientRect = () => {
    seen.push(page.dataset.turning === undefined ? undefined : page.dataset.theme)
    return asked()
  }
  onTestFinished(() => void Reflect.deleteProperty(page, 'getBoundingClientRect'))
  const looks = new Looks(memoryStorage())
  onTestFinished(looks.start())
  looks.chooseTheme('dark')
  looks.turnDensity()
  looks.chooseTheme('light')
  expect(seen.slice(-2)).toEqual(['dark', 'light'])
  expect(page.dataset.turning).toBeUndefined()
  expect(readFileSync('src/styles/base.css', 'utf8')).toMatch(
    /:root\[data-turning\] \*[^}]+transition: none !important/,
  )
})
