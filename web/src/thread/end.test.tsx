import { render, screen } from '@testing-library/preact'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { useEnd } from './useEnd'
import type { Message } from '../api/types'

const HEIGHT = 100
const said = (id: string, sender: Message['sender'] = 'client'): Message => ({
  id,
  sender,
  by: null,
  text: id,
  sent_at: '2026-05-20T07:00:00Z',
  photos: [],
  files: [],
})

function Log({ messages }: { messages: Message[] }) {
  const { log, fresh, toEnd } = useEnd(messages)
  return (
    <div data-testid="box">
      <div ref={log}>
        {messages.map(({ id }) => (
          <p key={id}>{id}</p>
        ))}
        {fresh && (
          <button type="button" onClick={toEnd}>
            Новое
          </button>
        )}
      </div>
    </div>
  )
}

/** A box that shows two messages of a hundred pixels each. */
function open(messages: Message[]) {
  const { rerender } = render(<Log messages={messages} />)
  const box = screen.getByTestId('box')
  Object.defineProperty(box, 'clientHeight', { value: 2 * HEIGHT })
  Object.defineProperty(box, 'scrollHeight', {
    get: () => box.querySelectorAll('p').length * HEIGHT,
  })
  const scroll = (top: number): void => {
    box.scrollTop = top
    box.dispatchEvent(new Event('scroll'))
  }
  scroll(box.scrollHeight - box.clientHeight)
  return { box, scroll, say: (next: Message[]) => rerender(<Log messages={next} />) }
}

const five = ['1', '2', '3', '4', '5'].map((id) => said(id))

it('follows what is said while the end is in sight', () => {
  const { box, say } = open(five)
  say([...five, said('6')])
  expect(box.scrollTop + box.clientHeight).toBeGreaterThanOrEqual(box.scrollHeight)
  expect(screen.queryByRole('button')).toBeNull()
})

it('takes nobody away from older words, and says that there are new ones', async () => {
  const { box, scroll, say } = open(five)
  scroll(0)
  say([...five, said('6')])
  expect(box.scrollTop).toBe(0)
  await userEvent.click(screen.getByRole('button', { name: 'Новое' }))
  expect(box.scrollTop).toBe(box.scrollHeight)
  expect(screen.queryByRole('button')).toBeNull()
})

it('shows what the seller has just said, wherever they were reading', () => {
  const { box, scroll, say } = open(five)
  scroll(0)
  say([...five, said('6', 'seller')])
  expect(box.scrollTop).toBe(box.scrollHeight)
})

it('stays with what is read when older words come above it', () => {
  const { box, scroll, say } = open(five)
  scroll(50)
  say([said('a'), said('b'), ...five])
  expect(box.scrollTop).toBe(50 + 2 * HEIGHT)
})
