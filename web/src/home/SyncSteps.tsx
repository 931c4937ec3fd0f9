import { CHANNELS } from '../api/types'
import { groupDigits } from '../words/plural'
import { useApp } from '../state/context'
import { barredBy } from '../state/sync'
import { channels, sync as frame } from '../words/ru'
import { home as words } from '../words/home'
import styles from './Home.module.css'

/** How the load of each channel stands, in counts: nobody knows a percentage. */
export function SyncSteps() {
  const { sync } = useApp().sync
  return (
    <ul class={styles.sync} aria-label={frame.running}>
      {CHANNELS.map((name) => {
        const channel = sync.value?.channels[name]
        const state = channel?.error ? 'failed' : (channel?.state ?? 'idle')
        const barred = barredBy(sync.value, name) !== undefined
        const rest = channel?.last_success_at ? words.channelReady : words.channelWaits
        return (
          <li key={name} data-state={state}>
            <span>{channels[name]}</span>
            <strong>{groupDigits(channel?.fetched ?? 0)}</strong>
            <small>
              {barred
                ? words.channelBarred
                : (channel?.error ?? (state === 'running' ? words.channelRunning : rest))}
            </small>
          </li>
        )
      })}
    </ul>
  )
}
