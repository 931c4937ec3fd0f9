import { CHANNELS } from '../api/types'
import { clockTime, dayKey, fullMoment, millis } from '../domain/dates'
import { lastSuccess } from '../state/sync'
import { channels, sync as words } from '../words/ru'
import { groupDigits } from '../words/plural'
import { Button } from '../ui/Button'
import { Link } from '../ui/Link'
import styles from './SyncBar.module.css'
import type { Channel, Sync } from '../api/types'

interface Props {
  sync: Sync | null
  running: boolean
  asked: boolean
  now: number
  onSync: () => void
}

/** How the sync stands, with the counts that the server gives and no others. */
export function SyncBar({ sync, running, asked, now, onSync }: Props) {
  const parked = (name: Channel): boolean => sync?.channels[name]?.state === 'parked'
  const failed = CHANNELS.filter((name) => sync?.channels[name]?.error && !parked(name))
  const [notice, ...others] = sync?.notices ?? []
  return (
    <footer class={styles.bar} data-running={running || asked}>
      <div class={styles.words}>
        {notice && (
          <p class={styles.notice} data-level={notice.level} title={notice.text}>
            <Link to={{ name: 'connect' }}>{notice.title}</Link>
            {others.length > 0 && <span> {words.more(others.length)}</span>}
          </p>
        )}
        <p>{running ? words.running : asked ? words.asked : restText(sync, now)}</p>
        {running && <p class={styles.detail}>{countsText(sync)}</p>}
        {!running &&
          failed.map((name) => (
            <p key={name} class={styles.failed} title={sync?.channels[name]?.error ?? ''}>
              {words.failed(channels[name])}
              <span class="visually-hidden">. {sync?.channels[name]?.error}</span>
            </p>
          ))}
      </div>
      {!running && (
        <Button look="quiet" size="small" icon="sync" disabled={asked} onClick={onSync}>
          {words.now}
        </Button>
      )}
    </footer>
  )
}

function restText(sync: Sync | null, now: number): string {
  const last = lastSuccess(sync)
  if (!last) return words.never
  const at = millis(last)
  return words.last(dayKey(at) === dayKey(now) ? words.at(clockTime(at)) : fullMoment(at, now))
}

function countsText(sync: Sync | null): string {
  return CHANNELS.flatMap((name) => {
    const channel = sync?.channels[name]
    return channel ? [words.fetched(channels[name], groupDigits(channel.fetched))] : []
  }).join(' · ')
}
