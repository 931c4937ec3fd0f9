import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks'
import { layRows, rowAt } from '../domain/offsets'
import type { RefObject } from 'preact'

/** A row's height before it was ever drawn. */
const GUESS = 104
/** How far beyond the edges rows are drawn: a fast wheel outruns less. */
const BEYOND = 600
/** What is assumed of a box that has no size, as where nothing is laid out. */
const NO_LAYOUT = 900
/** What of the rows is seen through the box; no height before it was looked at. */
const NOTHING_SEEN = { top: 0, height: 0 }

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
  const [, redraw] = useReducer((times: number) => times + 1, 0)
  const heights = useRef(new Map<string, number>()).current
  const measured = useRef(0)
  const offsets = useMemo(
    () => layRows(count, (at) => heights.get(keyOf(at)), GUESS),
    // Heights are kept outside of what is drawn: their number of changes stands for them.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [count, keyOf, heights, measured.current],
  )
  const { starts } = offsets
  const seen = useSight(box)
  // The first drawing is what a window of this height can show: the rest comes after its paint.
  const beyond = seen === NOTHING_SEEN ? 0 : BEYOND
  const span = seen === NOTHING_SEEN ? window.innerHeight : seen.height || NO_LAYOUT
  const observer = useRowObserver((key, height) => {
    if (heights.get(key) === height) return
    heights.set(key, height)
    measured.current += 1
    redraw(0)
  })
  const reveal = (at: number): void => {
    const [start = 0, end = 0] = [starts[at], starts[at + 1]]
    const scrolled = box.current
    if (!scrolled) return
    if (start < scrolled.scrollTop) scrolled.scrollTop = start
    else if (end > scrolled.scrollTop + span) scrolled.scrollTop = end - span
  }
  return {
    first: rowAt(offsets, seen.top - beyond),
    last: count === 0 ? -1 : rowAt(offsets, seen.top + span + beyond),
    total: starts[count] ?? 0,
    startOf: (at) => starts[at] ?? 0,
    watch: observer,
    reveal,
  }
}

/**
 * Where the box stands, looked at when it moves and after a paint: asking while rows are being
 * drawn would lay all of them out at once.
 */
function useSight(box: RefObject<HTMLElement | null>): typeof NOTHING_SEEN {
  const [seen, see] = useState(NOTHING_SEEN)
  useEffect(() => {
    const scrolled = box.current
    if (!scrolled) return
    const look = (): void => {
      const { scrollTop: top, clientHeight: height } = scrolled
      see((before) => (before.top === top && before.height === height ? before : { top, height }))
    }
    const lookSoon = (): void => void setTimeout(look)
    const frame = requestAnimationFrame(lookSoon)
    const resized = 'ResizeObserver' in window ? new ResizeObserver(lookSoon) : null
    resized?.observe(scrolled)
    scrolled.addEventListener('scroll', look, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      resized?.disconnect()
      scrolled.removeEventListener('scroll', look)
    }
  }, [box])
  return seen
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
