import { useApp } from '../state/context'
import { sending as words } from '../words/ru'
import styles from './OfflineBar.module.css'

/** Says that the service sends nothing just now, and what becomes of what is approved. */
export function PausedBar() {
  const { live } = useApp()
  if (!live.sendingPaused.value) return null
  return (
    <div class={styles.bar} role="status">
      <p>{words.paused}</p>
    </div>
  )
}
