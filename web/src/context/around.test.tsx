import { screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'
import { aroundOf } from './around'

const PANEL = '/app/inbox/attention/i1?panel=1'
const DRAFT = /^Ответ/

async function block(name: string): Promise<HTMLElement> {
  const title = await screen.findByRole('heading', { level: 3, name })
  const section = title.closest('section')
  if (!section) throw new Error('a block without a section')
  return section
}

function plain(text: string | null): string {
  return (text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ')
}

describe('what is related', () => {
  it('keeps guesses and other buyers apart, and says why and how sure', async () => {
    await openApp({ path: PANEL })

    const maybe = await screen.findByRole('region', { name: 'Возможно, тот же покупатель' })
    expect(within(maybe).getAllByRole('article')).toHaveLength(1)
    expect(plain(maybe.textContent)).toContain('уверенность 71 %')
    expect(maybe.textContent).toContain('тот же товар, в пределах недели, такое же имя')
    const others = screen.getByRole('region', { name: 'Другие покупатели, тот же товар' })
    for (const card of within(others).getAllByRole('article')) {
      expect(card.textContent).toContain('другой покупатель')
      expect(within(card).queryByRole('button', { name: /Убрать связь/ })).toBeNull()
    }
  })

  it('is taken apart by hand, and put back', async () => {
    const { fake, user } = await openApp({ path: PANEL })

    await user.click(await screen.findByRole('button', { name: /Убрать связь/ }))
    await waitFor(() => {
      expect(screen.queryByRole('region', { name: 'Возможно, тот же покупатель' })).toBeNull()
    })
    expect(fake.log.some(({ call }) => call.startsWith('DELETE /api/interactions/i1/links/'))).toBe(
      true,
    )

    await user.click(await screen.findByRole('button', { name: 'Вернуть' }))
    expect(await screen.findByRole('region', { name: 'Возможно, тот же покупатель' })).toBeTruthy()
  })

  it('that cannot be taken apart stays, with a word why', async () => {
    const fake = new FakeApi()
    fake.refuse(/^DELETE .*links/, { status: 503, code: 'unavailable', title: 'Не получилось' })
    const { user } = await openApp({ path: PANEL, fake })

    await user.click(await screen.findByRole('button', { name: /Убрать связь/ }))

    expect((await screen.findAllByText('Не получилось')).length).toBeGreaterThan(0)
    expect(screen.getByRole('region', { name: 'Возможно, тот же покупатель' })).toBeTruthy()
  })

  it('that does not load can be asked for again', async () => {
    const fake = new FakeApi()
    fake.refuse(/timeline$/, { status: 503, code: 'unavailable', title: 'База недоступна' })
    const { user } = await openApp({ path: PANEL, fake })

    const related = await block('Связанные обращения')
    expect(await within(related).findByText('База недоступна')).toBeTruthy()
    await user.click(within(related).getByRole('button', { name: 'Повторить' }))

    expect((await within(related).findAllByRole('article')).length).toBeGreaterThan(1)
  })

  it('shows a few other buyers at first, and the rest on demand', async () => {
    const { user } = await openApp({ path: PANEL })
    const others = await screen.findByRole('region', { name: 'Другие покупатели, тот же товар' })
    expect(within(others).getAllByRole('article')).toHaveLength(4)

    await user.click(within(others).getByRole('button', { name: /Показать ещё/ }))

    expect(within(others).getAllByRole('article').length).toBeGreaterThan(4)
  })

  it('is not asked for by who only leafs through', async () => {
    const { app, fake } = await openApp({ path: '/app/inbox/attention/i1' })
    aroundOf(app).open('i1')
    aroundOf(app).open('i2')
    aroundOf(app).open('i3')

    await waitFor(() => {
      expect(aroundOf(app).timeline.value.kind).toBe('ready')
    })

    const asked = fake.log.filter(({ call }) => call.endsWith('/timeline'))
    expect(asked.map(({ call }) => call)).toEqual(['GET /api/interactions/i3/timeline'])
  })
})

describe('the product', () => {
  it('is told with how many say so', async () => {
    await openApp({ path: PANEL })

    const facts = await block('Что говорят о товаре')
    await within(facts).findAllByText('чаще маломерит')
    const told = plain(facts.textContent)
    expect(told).toContain('4,3 по 42 отзывам')
    expect(told).toContain('за 30 дней 3,9, до этого 4,5')
    expect(told).toContain('маломерит 67 %, в размер 29 %, большемерит 5 %')
    expect(told).toContain('21 ответ')
    expect(told).toContain('Размер и посадка 6 из 20 отзывов')
    expect(told).toContain('стало больше')
  })
})

describe('an earlier answer', () => {
  it('goes after what is written, and one step takes it back', async () => {
    const { app, user } = await openApp({ path: PANEL })
    const answers = await block('Как отвечали раньше')
    const [use] = await within(answers).findAllByRole('button', { name: 'Использовать ответ' })
    if (!use) throw new Error('no answer')
    app.composer.edit('Здравствуйте!')

    await user.click(use)

    expect(app.composer.words.value.text).toMatch(/^Здравствуйте!\n\n./)
    expect(screen.getByRole('textbox', { name: DRAFT })).toBeTruthy()
    await user.click(await screen.findByRole('button', { name: 'Вернуть' }))
    expect(app.composer.words.value.text).toBe('Здравствуйте!')
  })
})
