import { PANE_BOUNDS } from '../state/looks'
import { useApp } from '../state/context'
import { panes as words } from '../words/looks'
import styles from './Resizer.module.css'
import type { PaneName } from '../state/looks'

const STEP = 16

interface Props {
  name: PaneName
  /** Which way the pane grows when the edge goes right. */
  grows: 1 | -1
}

/** The edge between two panes: dragged, or moved by arrows; a double click puts it back. */
export function Resizer({ name, grows }: Props) {
  const { looks } = useApp()
  const width = looks.widths.value[name]
  const { least, usual, most } = PANE_BOUNDS[name]
  return (
    // A separator that moves is a control, which the rules of the linter do not know.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      class={styles.edge}
      data-of={name}
      aria-orientation="vertical"
      aria-label={words[name]}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={({ currentTarget, pointerId, movementX }) => {
        if (!currentTarget.hasPointerCapture(pointerId)) return
        looks.setWidth(name, looks.widths.peek()[name] + movementX * grows)
      }}
      onDblClick={() => looks.setWidth(name, usual)}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key]
        if (by === undefined) return
        event.preventDefault()
        looks.setWidth(name, width + by * grows)
      }}
    />
  )
}
