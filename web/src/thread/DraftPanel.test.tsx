import { fireEvent, render, screen } from '@testing-library/preact'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeDraft } from '../api/fake/made'
import { DraftPanel } from './DraftPanel'

const DRAFT = makeDraft('i1-d', 'Спасибо за отзыв!', 'template', Date.UTC(2026, 10, 23))

function showBesideWords(): ReturnType<typeof vi.fn> {
  const onSeen = vi.fn()
  render(
    <DraftPanel
      draft={DRAFT}
      phase={{ kind: 'idle' }}
      inserted={false}
      typed
      onInsert={() => undefined}
      onAsk={() => undefined}
      onSeen={onSeen}
    />,
  )
  return onSeen
}

describe('a draft beside words of the seller’s own', () => {
  afterEach(() => vi.restoreAllMocks())

  it('has been seen on a wide screen', () => {
    expect(showBesideWords()).toHaveBeenCalledWith(DRAFT)
  })

  it('is seen on a phone, where it is folded, once it is looked at', () => {
    const matches = (query: string): boolean => query === '(max-width: 767px)'
    vi.spyOn(window, 'matchMedia').mockImplementation(
      (query) => ({ matches: matches(query) }) as MediaQueryList,
    )
    const onSeen = showBesideWords()
    expect(onSeen).not.toHaveBeenCalled()
    fireEvent.click(screen.getByLabelText('Показать черновик'))
    expect(onSeen).toHaveBeenCalledWith(DRAFT)
  })
})
