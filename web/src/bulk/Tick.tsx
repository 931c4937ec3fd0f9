import { common } from '../words/ru'
import { bulk as words } from '../words/bulk'
import styles from './Tick.module.css'
import type { Row } from '../api/types'
import type { Selection } from './selection'

interface Props {
  row: Row
  selection: Selection
  reachable: boolean
}

/** The tick of a row: seen when pointed at, and at every row once something is selected. */
export function Tick({ row, selection, reachable }: Props) {
  const on = selection.has(row.id)
  return (
    <label class={styles.tick} data-on={on}>
      <input
        type="checkbox"
        checked={on}
        tabIndex={reachable ? 0 : -1}
        aria-label={words.tick(row.buyer || common.buyer, row.product.name)}
        onChange={() => selection.toggle(row)}
      />
    </label>
  )
}
