import { useLayoutEffect, useRef } from 'preact/hooks'
import { useApp } from '../state/context'
import { common } from '../words/ru'
import { Button, IconButton } from './Button'
import styles from './Toasts.module.css'

/** Short notes at the edge; the announcer reads them aloud. */
export function Toasts() {
  const { toasts, dismiss } = useApp().notices
  const shown = toasts.value
  const stack = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (shown.length > 0) raise(stack.current)
  }, [shown])
  return (
    <div ref={stack} popover="manual" class={styles.stack}>
      {shown.map(({ id, text, tone, action, until }) => (
        <div key={id} class={styles.toast} data-tone={tone}>
          <p>{text}</p>
          {action && (
            <Button
              look="quiet"
              size="small"
              onClick={() => {
                dismiss(id)
                action.run()
              }}
            >
              {action.label}
              {until !== null && <Seconds until={until} />}
            </Button>
          )}
          <IconButton icon="close" label={common.close} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  )
}

/** What was shown last is above: no dialog hides a note that is told while it is open. */
function raise(stack: HTMLElement | null): void {
  // Without popovers the layers of the style sheet have to do.
  if (stack === null || !('showPopover' in stack)) return
  if (stack.matches(':popover-open')) stack.hidePopover()
  stack.showPopover()
}

/** The one polite live region of the page. */
export function Announcer() {
  return (
    <div class="visually-hidden" aria-live="polite" aria-atomic="true">
      {useApp().notices.spoken}
    </div>
  )
}

function Seconds({ until }: { until: number }) {
  // The clock's tick draws this anew; what counts here is the browser's own time.
  const ticked = useApp().clock.now.value
  const left = Math.ceil((until - Date.now()) / 1000)
  return (
    <span aria-hidden="true" data-tick={ticked % 2}>
      {` · ${common.seconds(Math.max(0, left))}`}
    </span>
  )
}
