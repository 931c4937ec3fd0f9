import {
  Virtualizer,
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
} from '@tanstack/virtual-core'
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks'
import type { RefObject } from 'preact'

/** A row's height before it was ever drawn. */
const GUESS = 104
/** How many rows beyond the edges are drawn: a fast wheel outruns fewer. */
const BEYOND = 6
/** What is assumed of a box that has no size, as where nothing is laid out. */
const NO_LAYOUT = 900

interface Asked {
  box: RefObject<HTMLElement | null>
  count: number
  keyOf: (at: number) => string
}

export type Virtual = Virtualizer<HTMLElement, HTMLElement>

/** Draws only the rows near the window of a scrolled box, and remembers how high each one was. */
export function useVirtual({ box, count, keyOf }: Asked): Virtual {
  const [, redraw] = useReducer((times: number) => times + 1, 0)
  const [virtual] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options()))
  virtual.setOptions(options())
  useEffect(() => virtual._didMount(), [virtual])
  useLayoutEffect(() => virtual._willUpdate())
  return virtual

  function options() {
    return {
      count,
      getItemKey: keyOf,
      getScrollElement: () => box.current,
      estimateSize: () => GUESS,
      overscan: BEYOND,
      initialRect: { width: 0, height: NO_LAYOUT },
      measureElement: (row: HTMLElement, entry: ResizeObserverEntry | undefined, of: Virtual) =>
        measureElement(row, entry, of) || GUESS,
      scrollToFn: elementScroll,
      observeElementOffset,
      observeElementRect: observeSized,
      onChange: () => redraw(0),
    }
  }
}

function observeSized(
  virtual: Virtual,
  tell: (rect: { width: number; height: number }) => void,
): (() => void) | undefined {
  const told = observeElementRect(virtual, ({ width, height }) => {
    tell({ width, height: height || NO_LAYOUT })
  })
  return told ?? undefined
}
