import { useApp } from '../state/context'
import { common } from '../words/ru'
import { Button, IconButton } from './Button'
import styles from './Toasts.module.css'

/** Short notes at the edge; the announcer reads them aloud. */
export function Toasts() {
  const { toasts, dismiss } = useApp().notices
  return (
    <div class={styles.stack}>
      {toasts.value.map(({ id, text, tone, action }) => (
        <div key={id} class={styles.toast} data-tone={tone}>
          <p>{text}</p>
          {action && (
            <Button look="quiet" size="small" onClick={action.run}>
              {action.label}
            </Button>
          )}
          <IconButton icon="close" label={common.close} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  )
}

/** The one polite live region of the page. */
export function Announcer() {
  return (
    <div class="visually-hidden" aria-live="polite" aria-atomic="true">
      {useApp().notices.spoken}
    </div>
  )
}
