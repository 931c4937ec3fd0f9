import { useId, useState } from 'preact/hooks'
import styles from './Explained.module.css'
import type { ComponentChildren } from 'preact'

interface Props {
  /** What is explained, as the button shows it. */
  children: ComponentChildren
  /** The reason: shown while the button is pointed at, has the focus, or was pressed. */
  reason: ComponentChildren
}

/** A chip that says why, to a mouse, to keys and to a finger alike. */
export function Explained({ children, reason }: Props) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <span class={styles.explained}>
      <button
        type="button"
        class={styles.button}
        aria-expanded={open}
        aria-describedby={id}
        onClick={() => setOpen(!open)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !open) return
          event.stopPropagation()
          setOpen(false)
        }}
      >
        {children}
      </button>
      <span id={id} role="tooltip" class={styles.reason}>
        {reason}
      </span>
    </span>
  )
}
