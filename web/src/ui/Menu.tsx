import { useId } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { Button } from './Button'
import type { IconName } from './Icon'
import styles from './Menu.module.css'

interface Props {
  icon: IconName
  label: string
  side: 'above' | 'below'
  /** On a phone only the icon is seen. */
  compact?: boolean
  disabled?: boolean
  /** Gets what a button of the list needs to close it. */
  children: (closing: Closing) => ComponentChildren
}

interface Closing {
  popovertarget: string
  popovertargetaction: 'hide'
}

/** A button that opens a small list of choices in the top layer. */
export function Menu({ icon, label, side, compact, disabled, children }: Props) {
  const id = useId()
  return (
    <div class={compact === true ? `${styles.root} ${styles.compact}` : styles.root}>
      <Button icon={icon} popovertarget={id} disabled={disabled}>
        {label}
      </Button>
      <div id={id} popover="auto" class={`${styles.list} ${styles[side]}`}>
        {children({ popovertarget: id, popovertargetaction: 'hide' })}
      </div>
    </div>
  )
}
