import { useId, useRef } from 'preact/hooks'
import { thread } from '../words/thread'
import { Button } from '../ui/Button'
import styles from './SnoozeMenu.module.css'

interface Props {
  onHours: () => void
  onTomorrow: () => void
}

export function SnoozeMenu({ onHours, onTomorrow }: Props) {
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  const choose = (act: () => void) => () => {
    menu.current?.hidePopover()
    act()
  }
  return (
    <div class={styles.snooze}>
      <Button icon="snoozed" popovertarget={id}>
        {thread.snooze}
      </Button>
      <div ref={menu} id={id} popover="auto" class={styles.menu}>
        <button type="button" onClick={choose(onHours)}>
          {thread.snoozeHours}
        </button>
        <button type="button" onClick={choose(onTomorrow)}>
          {thread.snoozeTomorrow}
        </button>
      </div>
    </div>
  )
}
