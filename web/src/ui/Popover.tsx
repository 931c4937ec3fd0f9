import { useId } from 'preact/hooks'
import styles from './Popover.module.css'
import type { ComponentChildren } from 'preact'

interface Props {
  /** What the panel is, for those who hear it. */
  label: string
  /** Draws the button that opens the panel. */
  opener: (opening: { popovertarget: string }) => ComponentChildren
  /** Gets the panel's id, by which a button inside can close it. */
  children: (id: string) => ComponentChildren
}

/** A panel in the top layer beside the button that opens it. */
export function Popover({ label, opener, children }: Props) {
  const id = useId()
  return (
    <div class={styles.root}>
      {opener({ popovertarget: id })}
      <div id={id} popover="auto" role="group" aria-label={label} class={styles.panel}>
        {children(id)}
      </div>
    </div>
  )
}
