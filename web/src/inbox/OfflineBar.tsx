import { clockTime } from '../domain/dates'
import { useApp } from '../state/context'
import { offline as words } from '../words/ru'
import { Button } from '../ui/Button'
import styles from './OfflineBar.module.css'

/** Says that what is shown may be old, and how old. */
export function OfflineBar() {
  const { live } = useApp()
  const { kind, since } = live.reach.value
  if (kind === 'online') return null
  return (
    <div class={styles.bar} role="alert">
      <p>
        {kind === 'offline' ? words.title : words.failing}{' '}
        {since > 0 && words.since(clockTime(since))}
      </p>
      <Button size="small" onClick={live.poke}>
        {words.retry}
      </Button>
    </div>
  )
}
