import { screen, waitFor, within } from '@testing-library/preact'
import { beforeAll, describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { findViolations } from '../testing/axe'
import { openApp } from '../testing/app'
import type { Draft } from '../api/types'

beforeAll(() => import('./bulk'), 60_000)

const OPEN: Draft['asks'] = [{ quote: 'Когда придёт?', covered: false }]

/** Two items of the list looked at, the first of which has a draft with something left open. */
async function look(asks: Draft['asks'] = []) {
  const fake = new FakeApi({ calm: 40 })
  const { app, user } = await openApp({ path: '/app/inbox/attention', fake })
  const bulk = await app.loadBulk()
  if (!bulk) throw new Error('the chunk did not come')
  await waitFor(() => expect(app.inbox.state.value.kind).toBe('ready'))
  const { state } = app.inbox
  const rows = state.value.kind === 'ready' ? state.value.rows : []
  const chosen = rows.filter(({ id }) => {
    const item = fake.world.items.get(id)?.data
    return item?.draft?.findings.length === 0 && item.row.alarms.length === 0
  })
  const [first, second] = chosen
  const item = fake.world.items.get(first?.id ?? '')
  if (!first || !second || !item?.data.draft) throw new Error('too few drafts')
  item.data = { ...item.data, draft: { ...item.data.draft, asks } }
  for (const row of [first, second]) bulk.selection.toggle(row)
  void bulk.work.begin('send')
  const dialog = within(await screen.findByRole('dialog', { name: 'Отправить черновики' }))
  const submit = () => dialog.getByRole('button', { name: /^Отправить \d+/ })
  await waitFor(submit)
  const sent = () => fake.log.find(({ call }) => call === 'POST /api/bulk/apply')?.body
  return { app, fake, user, bulk, dialog, submit, sent, first, second }
}

describe('looking at many', () => {
  it('leaves out what a draft leaves open, until it is ticked', async () => {
    const { user, dialog, submit, sent, first, second } = await look(OPEN)
    const ticks = dialog.getAllByRole<HTMLInputElement>('checkbox', { name: /^Взять: / })
    expect(ticks.map(({ checked }) => checked)).toEqual([false, true])
    expect(submit().textContent).toMatch(/^Отправить 1\s/)
    dialog.getByText(/^Черновик отвечает не на всё: 1/)
    expect(await findViolations()).toEqual([])
    await user.click(dialog.getAllByRole('checkbox', { name: /^Взять: / })[0] ?? document.body)
    expect(submit().textContent).toMatch(/^Отправить 2\s/)
    expect(dialog.queryByText(/^Черновик отвечает не на всё/)).toBeNull()
    await user.click(submit())
    await waitFor(() =>
      expect((sent()?.items as [string][]).map(([id]) => id)).toEqual([first.id, second.id]),
    )
  })

  it('sends words that were changed on the spot, once they are found sound', async () => {
    const { app, fake, user, dialog, submit, sent, first, bulk } = await look(OPEN)
    await user.click(dialog.getAllByRole('button', { name: /^Изменить текст/ })[0] ?? document.body)
    const field = dialog.getByRole('textbox', { name: /^Текст ответа/ })
    await user.clear(field)
    dialog.getByText(/Без текста ответ не уйдёт|Проверяем/)
    await user.type(field, 'Вернём деньги!')
    await dialog.findByText(/обеща|деньг/i, { selector: 'p' })
    expect(submit().textContent).toMatch(/^Отправить 1\s/)
    expect(await findViolations()).toEqual([])
    await user.clear(field)
    await user.type(field, 'Спасибо за отзыв, носите с радостью!')
    await waitFor(() => expect(submit().textContent).toMatch(/^Отправить 2\s/))
    await user.click(submit())
    await waitFor(() =>
      expect(sent()?.texts).toEqual({ [first.id]: 'Спасибо за отзыв, носите с радостью!' }),
    )
    await waitFor(() =>
      expect(fake.world.items.get(first.id)?.data.reply?.text).toMatch(/носите с радостью/),
    )
    await bulk.work.undo()
    expect(app.drafts.load(first.id).text).toMatch(/носите с радостью/)
  })

  it('keeps changed words over a glance at something else, and those that were left out', async () => {
    const { app, fake, user, dialog, bulk, first } = await look()
    await user.click(dialog.getAllByRole('button', { name: /^Изменить текст/ })[0] ?? document.body)
    const field = dialog.getByRole('textbox', { name: /^Текст ответа/ })
    await waitFor(() => expect(document.activeElement).toBe(field))
    await user.type(field, ' Носите с радостью!')
    await user.click(dialog.getByRole('button', { name: 'Закрыть' }))
    await bulk.work.begin('send')
    await screen.findByText(/Носите с радостью!$/, { selector: 'p' })
    await waitFor(() => expect(bulk.work.ready.value).toHaveLength(2))
    const item = fake.world.items.get(first.id)
    if (item) fake.world.touch(item, { row: { ...item.data.row } })
    await bulk.work.apply()
    await waitFor(() => expect(app.drafts.load(first.id).text).toMatch(/Носите с радостью!$/))
  })

  it('takes a draft back as it was, and says what could not be checked', async () => {
    const { fake, user, dialog, submit, sent } = await look()
    await user.click(dialog.getAllByRole('button', { name: /^Изменить текст/ })[0] ?? document.body)
    fake.refuse(/api\/checks/, null)
    await user.type(dialog.getByRole('textbox', { name: /^Текст ответа/ }), ' И ещё слово.')
    await user.click(await dialog.findByRole('button', { name: 'Повторить' }))
    await waitFor(() => expect(submit().textContent).toMatch(/^Отправить 2\s/))
    await user.click(dialog.getByRole('button', { name: 'Вернуть черновик' }))
    await user.click(submit())
    await waitFor(() => expect(sent()).toBeTruthy())
    expect(sent()?.texts).toBeUndefined()
  })
})
