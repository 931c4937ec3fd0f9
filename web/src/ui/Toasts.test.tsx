import { act, screen, waitFor, within } from '@testing-library/preact'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { findViolations } from '../testing/axe'
import { openApp } from '../testing/app'

beforeAll(() => Promise.all([import('../inbox/KeysDialog'), import('../inbox/Palette')]), 60_000)

const regionsIn = (place: ParentNode) =>
  [...place.querySelectorAll('[aria-live="polite"][aria-atomic="true"]')].map(
    (one) => one.textContent,
  )

async function openKeys() {
  const opened = await openApp()
  await screen.findByRole('list', { name: 'Список обращений' })
  await act(() => opened.app.notices.tell('Раньше'))
  await act(() => void (opened.app.helpOpen.value = true))
  const dialog = await screen.findByRole('dialog')
  return { ...opened, dialog, tell: (text: string) => act(() => opened.app.notices.tell(text)) }
}

describe('a note that is told while a dialog is open', () => {
  it('is heard and can be answered inside of it, because the rest of the page is inert', async () => {
    const { app, user, dialog } = await openKeys()
    expect(regionsIn(dialog)).toEqual([''])
    const run = vi.fn()
    await act(() => app.notices.tell('Отложено', { action: { label: 'Вернуть', run } }))
    expect(regionsIn(dialog)).toEqual(['Отложено'])
    expect(screen.getAllByRole('button', { name: 'Вернуть', hidden: true })).toHaveLength(1)
    expect(await findViolations()).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Вернуть', hidden: true }))
    expect(run).toHaveBeenCalledOnce()
  })

  it('is in the topmost dialog, and goes back to the page with the last one', async () => {
    const { app, tell } = await openKeys()
    await act(() => void (app.paletteOpen.value = true))
    await waitFor(() => expect(screen.getAllByRole('dialog')).toHaveLength(2))
    await tell('Готово')
    const holder = () => screen.getByText('Готово', { selector: 'p' }).closest('dialog')
    expect(holder()).toBe(document.querySelector('dialog[open]:last-of-type'))
    await act(() => void (app.paletteOpen.value = false))
    await waitFor(() => expect(holder()).toBe(screen.getByRole('dialog')))
    await act(() => void (app.helpOpen.value = false))
    await waitFor(() => expect(holder()).toBeNull())
  })

  it('is said once more when the dialog goes with it', async () => {
    const { app, tell } = await openKeys()
    await tell('Сохранено')
    await act(() => void (app.helpOpen.value = false))
    await waitFor(() => expect(app.notices.spoken.value).toBe('Сохранено\u00a0'))
    expect(regionsIn(document)).toEqual(['Сохранено\u00a0'])
  })
})
