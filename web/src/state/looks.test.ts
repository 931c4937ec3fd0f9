import { expect, it } from 'vitest'
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
