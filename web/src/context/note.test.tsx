import { fireEvent, screen, waitFor } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'

const PANEL = '/app/inbox/attention/i1?panel=1'

function field(): Promise<HTMLTextAreaElement> {
  return screen.findByRole('textbox', { name: 'Заметка для себя' })
}

describe('a note', () => {
  it('is kept although the next item is opened before the typing rests', async () => {
    const { app, fake } = await openApp({ path: PANEL })
    // In one stroke: a busy machine types so slowly that the typing rests on the way.
    fireEvent.input(await field(), { target: { value: 'Перезвонить' } })

    app.router.open('i2')

    await waitFor(() =>
      expect(fake.log).toContainEqual(
        expect.objectContaining({
          call: 'PATCH /api/interactions/i1',
          body: { note: 'Перезвонить' },
          outlives: true,
        }),
      ),
    )
    await waitFor(async () => expect((await field()).value).toBe(''))
    app.router.open('i1')
    await waitFor(async () => expect((await field()).value).toBe('Перезвонить'))
  })

  it('that could not be kept says so, stays, and is kept at the next try', async () => {
    const fake = new FakeApi()
    const { user } = await openApp({ path: PANEL, fake })
    const note = await field()
    fake.refuse(/^PATCH/, { status: 503, code: 'unavailable', title: 'Не получилось' })
    await user.type(note, 'Перезвонить')

    await user.click(await screen.findByRole('button', { name: 'Повторить' }, { timeout: 5000 }))

    await screen.findByText('Сохранено')
    expect(note.value).toBe('Перезвонить')
    expect(fake.world.items.get('i1')?.data.note).toBe('Перезвонить')
  })
})
