const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/** Rows of the list in their order. */
function rowsIn(box: ParentNode): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('[data-row]')]
}

/** Arrows, Home and End move the focus among the rows once it is there. */
export function stepFocus(event: KeyboardEvent): boolean {
  const rows = rowsIn(document)
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = at < 0 ? undefined : rows[placeAfter(event.key, at, rows.length)]
  if (!next) return false
  event.preventDefault()
  next.focus()
  return true
}

function placeAfter(key: string, at: number, length: number): number {
  if (key === 'Home') return 0
  if (key === 'End') return length - 1
  return at + (STEPS[key] ?? Number.NaN)
}

/** Put the focus on a row, or on the first one. */
export function focusRow(id: string | null): void {
  const rows = rowsIn(document)
  const row = rows.find((other) => other.dataset.row === id) ?? rows[0]
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}
