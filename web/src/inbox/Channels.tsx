import { CHANNELS } from '../api/types'
import { countOf } from '../domain/counts'
import { channels, inbox } from '../words/ru'
import { Link } from '../ui/Link'
import styles from './Channels.module.css'
import type { Counts } from '../api/types'
import type { InboxRoute } from '../route'

interface Props {
  route: InboxRoute
  counts: Counts | null
}

const SHORT = new Intl.NumberFormat('ru', { notation: 'compact' })

/** From here on numbers are too wide to stand beside every name in a narrow list. */
const WIDE = 1000

export function Channels({ route, counts }: Props) {
  // What is counted is whole lists, so beside found items a count would be another list's.
  const narrowed = route.q !== '' || route.narrow !== undefined
  const wide = (countOf(counts, route.view) ?? 0) >= WIDE
  return (
    <nav aria-label={inbox.channels}>
      <ul class={styles.channels} data-wide={wide}>
        {[null, ...CHANNELS].map((channel) => {
          const count = narrowed ? null : countOf(counts, route.view, channel)
          return (
            <li key={channel}>
              <Link
                replace
                to={{ ...route, channel, id: null, panel: false }}
                class={styles.channel}
                current={channel === route.channel ? 'true' : undefined}
              >
                {channel ? channels[channel] : inbox.allChannels}{' '}
                {count !== null && <span class={styles.count}>{SHORT.format(count)}</span>}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
