import { useLayoutEffect, useRef } from 'preact/hooks'
import { useApp } from '../state/context'
import { common } from '../words/ru'
import { Button, IconButton } from './Button'
import styles from './Toasts.module.css'

interface Props {
  /** The dialog around them; without one they belong to the page. */
  within?: string
}

/** Notes, seen and heard: the page has them, and so has each dialog, outside of which all rests. */
export function Notes({ within }: Props) {
  const top = useApp().notices.dialogs.value.at(-1)
  return (
    <>
      {top === within && <Toasts />}
      <Announcer />
    </>
  )
}

/** Short notes at the edge; the announcer reads them aloud. */
function Toasts() {
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

/** A polite live region: it has to be there before it is told anything. */
function Announcer() {
  const { spoken } = useApp().notices
  const before = useRef<string | null>(spoken.peek())
  // What was said before it was there is no news.
  if (before.current !== spoken.value) before.current = null
  return (
    <div class="visually-hidden" aria-live="polite" aria-atomic="true">
      {before.current === null ? spoken.value : ''}
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
