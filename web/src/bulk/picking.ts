import type { Row } from '../api/types'
import type { Selection } from './selection'

const LONG_PRESS_MS = 450
/** A finger that moves further than this scrolls. */
const SLIP = 10

/** Ways to tick rows without their ticks: Shift and a click, a long press, and taps after it. */
export function watchPicking(
  box: HTMLElement,
  selection: Selection,
  rows: () => readonly Row[],
): () => void {
  const ends = new AbortController()
  const press = { timer: 0, x: 0, y: 0, swallow: false }
  const rowAt = (target: EventTarget | null): Row | undefined => {
    const id = target instanceof Element && target.closest('[data-key]')?.getAttribute('data-key')
    return rows().find((row) => row.id === id)
  }
  const release = (): void => clearTimeout(press.timer)
  const begin = (row: Row): void => {
    press.timer = window.setTimeout(() => {
      press.swallow = true
      selection.toggle(row)
    }, LONG_PRESS_MS)
  }
  const onDown = (event: PointerEvent): void => {
    release()
    press.swallow = false
    const row = rowAt(event.target)
    if (event.pointerType !== 'touch' || !row) return
    Object.assign(press, { x: event.clientX, y: event.clientY })
    begin(row)
  }
  const onMove = (event: PointerEvent): void => {
    if (!press.x) Object.assign(press, { x: event.clientX, y: event.clientY })
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLIP) release()
  }
  const onMenu = (event: MouseEvent): void => {
    if (press.swallow) event.preventDefault()
  }
  const onClick = (event: MouseEvent): void => {
    const row = rowAt(event.target)
    if (!row) return
    const onTick = event.target instanceof Element && event.target.closest('label') !== null
    const touched = event instanceof PointerEvent && event.pointerType === 'touch'
    if (press.swallow) press.swallow = false
    else if (event.shiftKey && onTick) {
      // A prevented click puts the box back as it was, after whatever is drawn before that.
      setTimeout(() => selection.extend(rows(), row.id))
    } else if (event.shiftKey) selection.extend(rows(), row.id)
    else if (touched && selection.active.peek() && !onTick) selection.toggle(row)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  // A finger may be down already while this is still being fetched.
  const held = matchMedia('(pointer: coarse)').matches && rowAt(box.querySelector('a:active'))
  if (held) begin(held)
  const { signal } = ends
  box.addEventListener('pointerdown', onDown, { signal })
  box.addEventListener('pointermove', onMove, { signal })
  box.addEventListener('pointerup', release, { signal })
  box.addEventListener('pointercancel', release, { signal })
  box.addEventListener('contextmenu', onMenu, { signal })
  box.addEventListener('click', onClick, { signal, capture: true })
  return () => {
    release()
    ends.abort()
  }
}
