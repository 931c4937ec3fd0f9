import { useCallback, useEffect, useMemo, useReducer, useRef } from 'preact/hooks'
import { layRows, rowAt } from '../domain/offsets'
import type { RefObject } from 'preact'

/** A row's height before it was ever drawn. */
const GUESS = 104
/** How far beyond the edges rows are drawn: a fast wheel outruns less. */
const BEYOND = 600
/** What is assumed of a box that has no size, as where nothing is laid out. */
const NO_LAYOUT = 900

interface Asked {
  box: RefObject<HTMLElement | null>
  count: number
  keyOf: (at: number) => string
}

export interface Virtual {
  first: number
  /** The last row that is drawn; before `first` when there is none. */
  last: number
  total: number
  startOf: (at: number) => number
  /** Follows the height of a drawn row. */
  watch: (row: HTMLElement | null) => void
  /** Bring a row into sight by the shortest way. */
  reveal: (at: number) => void
}

/** Draws only the rows near the window of a scrolled box, and remembers how high each one was. */
export function useVirtual({ box, count, keyOf }: Asked): Virtual {
  const [drawn, redraw] = useReducer((times: number) => times + 1, 0)
  const heights = useRef(new Map<string, number>()).current
  const measured = useRef(0)
  const offsets = useMemo(
    () => layRows(count, (at) => heights.get(keyOf(at)), GUESS),
    // Heights are kept outside of what is drawn: their number of changes stands for them.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [count, keyOf, heights, measured.current],
  )
  const { starts } = offsets
  const top = box.current?.scrollTop ?? 0
  const seen = box.current?.clientHeight ?? 0
  const span = seen > 0 ? seen : NO_LAYOUT
  const observer = useRowObserver((key, height) => {
    if (heights.get(key) === height) return
    heights.set(key, height)
    measured.current += 1
    redraw(0)
  })
  useEffect(() => {
    const scrolled = box.current
    if (!scrolled) return
    const onMove = (): void => redraw(0)
    scrolled.addEventListener('scroll', onMove, { passive: true })
    window.addEventListener('resize', onMove)
    return () => {
      scrolled.removeEventListener('scroll', onMove)
      window.removeEventListener('resize', onMove)
    }
  }, [box])
  // The first drawing knows no size of the box yet.
  useEffect(() => {
    if (drawn === 0) redraw(0)
  }, [drawn])
  const reveal = (at: number): void => {
    const [start = 0, end = 0] = [starts[at], starts[at + 1]]
    const scrolled = box.current
    if (!scrolled) return
    if (start < scrolled.scrollTop) scrolled.scrollTop = start
    else if (end > scrolled.scrollTop + span) scrolled.scrollTop = end - span
  }
  return {
    first: rowAt(offsets, top - BEYOND),
    last: count === 0 ? -1 : rowAt(offsets, top + span + BEYOND),
    total: starts[count] ?? 0,
    startOf: (at) => starts[at] ?? 0,
    watch: observer,
    reveal,
  }
}

function useRowObserver(onHeight: (key: string, height: number) => void): Virtual['watch'] {
  const tell = useRef(onHeight)
  tell.current = onHeight
  const observer = useMemo(
    () =>
      'ResizeObserver' in window
        ? new ResizeObserver((entries) => {
            for (const { target } of entries) {
              const height = target instanceof HTMLElement ? target.offsetHeight : 0
              const key = target.getAttribute('data-key')
              if (height > 0 && key) tell.current(key, height)
            }
          })
        : null,
    [],
  )
  useEffect(() => () => observer?.disconnect(), [observer])
  return useCallback((row) => row && observer?.observe(row), [observer])
}
