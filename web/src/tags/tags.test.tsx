import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { beforeAll, describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { MOST_TAGS } from '../domain/tags'
import { findViolations } from '../testing/axe'
import { openApp } from '../testing/app'

beforeAll(() => Promise.all([import('./TagEditor'), import('../bulk/bulk')]), 60_000)

const PATH = '/app/inbox/attention/i1'

async function openEditor(fake = new FakeApi()) {
  const opened = await openApp({ path: PATH, fake })
  await screen.findByRole('region', { name: 'Переписка' })
  fireEvent.keyDown(document.body, { code: 'KeyL', key: 'д' })
  const dialog = within(await screen.findByRole('dialog', { name: 'Метки' }))
  const field = dialog.getByRole<HTMLInputElement>('textbox', { name: 'Новая метка' })
  const held = () => fake.world.items.get('i1')?.data.tags
  return { ...opened, fake, dialog, field, held }
}

describe('tags of a conversation', () => {
  it('are shown, added by Enter and taken off by Backspace', async () => {
    const { user, dialog, field, held } = await openEditor()
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(await findViolations()).toEqual([])
    await user.type(field, ' опт  и розница{Enter}')
    await waitFor(() => expect(held()).toEqual(['брак партии', 'опт и розница']))
    expect(field.value).toBe('')
    await user.type(field, 'ОПТ И РОЗНИЦА{Enter}')
    expect(dialog.getAllByRole('button', { name: /^Убрать/ })).toHaveLength(2)
    await user.keyboard('{Backspace}')
    await waitFor(() => expect(held()).toEqual(['брак партии']))
    await user.click(dialog.getByRole('button', { name: 'Добавить: опт и розница' }))
    await waitFor(() => expect(held()).toHaveLength(2))
    await user.click(dialog.getByRole('button', { name: 'Убрать метку «брак партии»' }))
    await waitFor(() => expect(held()).toEqual(['опт и розница']))
    fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    screen.getByText('опт и розница')
    screen.getByRole('button', { name: 'Метки' })
  })

  it('keep their order however fast they are typed', async () => {
    const fake = new FakeApi({ latency: () => 20 })
    const { user, field, held } = await openEditor(fake)
    await user.type(field, 'а{Enter}б{Enter}в,')
    await waitFor(() => expect(held()).toEqual(['брак партии', 'а', 'б', 'в']))
  })

  it('are plain words, and never too many', async () => {
    const { user, dialog, field, held } = await openEditor()
    await user.type(field, '<b>{Enter}')
    dialog.getByText(/^Только буквы/)
    expect(field.getAttribute('aria-invalid')).toBe('true')
    await user.clear(field)
    for (let at = 1; at < MOST_TAGS; at += 1) await user.type(field, `${at}{Enter}`)
    await waitFor(() => expect(held()).toHaveLength(MOST_TAGS))
    dialog.getByText(/^Меток уже 8/)
    await user.type(field, 'ещё{Enter}')
    expect(dialog.getAllByRole('button', { name: /^Убрать/ })).toHaveLength(MOST_TAGS)
    expect(held()).toHaveLength(MOST_TAGS)
  })

  it('that could not be kept are not shown as if they were', async () => {
    const { fake, user, dialog, field } = await openEditor()
    fake.refuse(/^PATCH/, { status: 503, code: 'unavailable', title: 'Не получилось' })
    await user.type(field, 'опт{Enter}')
    await waitFor(() =>
      expect(dialog.queryByRole('button', { name: 'Убрать метку «опт»' })).toBeNull(),
    )
    expect(await screen.findAllByText('Не получилось')).toBeTruthy()
  })
})

describe('tags of many', () => {
  it('are chosen, looked at, put on and taken back', async () => {
    const fake = new FakeApi({ calm: 40 })
    const { app, user } = await openApp({ path: '/app/inbox/attention', fake })
    const bulk = await app.loadBulk()
    if (!bulk) throw new Error('the chunk did not come')
    await waitFor(() => expect(app.inbox.state.value.kind).toBe('ready'))
    const rows = app.inbox.state.value.kind === 'ready' ? app.inbox.state.value.rows : []
    for (const row of rows.slice(0, 3)) bulk.selection.toggle(row)
    const full = rows[2]?.id ?? ''
    const tags = Array.from({ length: MOST_TAGS }, (_, at) => `${at}`)
    const item = fake.world.items.get(full)
    if (item) item.data = { ...item.data, tags }
    const held = () => rows.slice(0, 2).map(({ id }) => fake.world.items.get(id)?.data.tags)
    const before = held()

    await user.click(await screen.findByRole('button', { name: 'Метки' }))
    const chooser = within(await screen.findByRole('dialog', { name: 'Метки' }))
    await user.type(chooser.getByRole('textbox', { name: 'Новая метка' }), 'опт{Enter}')
    expect(await findViolations()).toEqual([])
    await user.click(chooser.getByRole('button', { name: 'Посмотреть и отметить' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Добавить метки' }))
    await dialog.findByText(/Отметим 2/)
    dialog.getByText(/У обращения уже 8 меток/)
    await user.click(dialog.getByRole('button', { name: /^Отметить 2/ }))
    await screen.findByText(/^Отмечено: 2/)
    expect(held().every((one) => one?.includes('опт'))).toBe(true)
    await bulk.work.undo()
    expect(held()).toEqual(before)
  })
})
