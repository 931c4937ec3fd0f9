import { thread } from '../words/thread'
import { Menu } from '../ui/Menu'

interface Props {
  onHours: () => void
  onTomorrow: () => void
}

export function SnoozeMenu({ onHours, onTomorrow }: Props) {
  return (
    <Menu icon="snoozed" label={thread.snooze} side="below">
      {(closing) => (
        <>
          <button type="button" {...closing} onClick={onHours}>
            {thread.snoozeHours}
          </button>
          <button type="button" {...closing} onClick={onTomorrow}>
            {thread.snoozeTomorrow}
          </button>
        </>
      )}
    </Menu>
  )
}
