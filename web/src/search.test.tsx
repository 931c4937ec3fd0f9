import { fireEvent, screen, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { findViolations } from './testing/axe'
import { openApp } from './testing/app'

describe('search', () => {
  it('shows what was understood, and takes a condition away', async () => {
    const { app, user } = await openApp({ path: '/app/inbox/all?q=звёзды:1' })
    const chip = await screen.findByRole('button', { name: 'Убрать: Звёзды: 1' })
    const list = await screen.findByRole('list', { name: 'Список обращений' })
    expect(within(list).getAllByText('1 звезда из 5').length).toBe(
      within(list).getAllByRole('listitem').length,
    )

    await user.click(chip)

    expect(app.router.inbox().q).toBe('')
    expect(screen.queryByRole('button', { name: 'Убрать: Звёзды: 1' })).toBeNull()
  })

  it('tells in its help what may be typed', async () => {
    const { user } = await openApp({ path: '/app/inbox/all' })
    const box = await screen.findByRole('searchbox')

    const example = { name: 'Добавить в поиск: без ответа', hidden: true }
    await user.click(await screen.findByRole('button', example))

    expect(box).toHaveProperty('value', 'без ответа')
    await user.clear(box)
    box.blur()
    await user.keyboard('[Slash]')
    expect(document.activeElement).toBe(box)
  })

  it('narrows the list and keeps that in the address', async () => {
    const { app, user } = await openApp({ path: '/app/inbox/all' })
    await screen.findByRole('list', { name: 'Список обращений' })

    await user.selectOptions(await screen.findByLabelText('Оценка'), '1')

    expect(window.location.search).toBe('?rating=1')
    expect(await screen.findByRole('button', { name: 'Фильтры: 1' })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Сбросить', hidden: true }))
    expect(app.router.inbox().narrow).toBeUndefined()
  })

  it('shows tags in the line of the buyer and narrows the list by one', async () => {
    const fake = new FakeApi()
    const [one, other] = [...fake.world.items.values()]
    if (one) fake.world.touch(one, { tags: ['Ждёт замены', 'брак'] })
    if (other) fake.world.touch(other, { tags: ['опт'] })
    const { app, user } = await openApp({ path: '/app/inbox/all', fake })

    const said = await screen.findByText('Метки: Ждёт замены, брак')
    expect(said.parentElement?.textContent).toContain('Ждёт замены+1')
    const field = await screen.findByLabelText<HTMLInputElement>('Метка')
    const offered = [...(field.list?.options ?? [])].map(({ value }) => value)
    expect(offered).toEqual(expect.arrayContaining(['Ждёт замены', 'брак', 'опт']))

    await user.type(field, ' Опт {Enter}')
    fireEvent.change(field)
    expect(app.router.inbox().narrow?.tag).toBe('Опт')
    expect(new URLSearchParams(window.location.search).get('tag')).toBe('Опт')
    expect(await findViolations()).toEqual([])
  })
})
