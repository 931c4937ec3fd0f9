import { CHANNELS } from '../api/types'
import { groupDigits } from '../words/plural'
import { useApp } from '../state/context'
import { channels, sync as words } from '../words/ru'
import styles from './Home.module.css'

/** How the load of each channel stands, in counts: nobody knows a percentage. */
export function SyncSteps() {
  const { sync } = useApp().sync
  return (
    <ul class={styles.sync} aria-label={words.running}>
      {CHANNELS.map((name) => {
        const channel = sync.value?.channels[name]
        const state = channel?.error ? 'failed' : (channel?.state ?? 'idle')
        return (
          <li key={name} data-state={state}>
            <span>{channels[name]}</span>
            <strong>{groupDigits(channel?.fetched ?? 0)}</strong>
            <small>
              {channel?.error ?? (state === 'running' ? words.channelRunning : words.channelReady)}
            </small>
          </li>
        )
      })}
    </ul>
  )
}
