import { useEffect, useRef } from 'preact/hooks'
import { VIEWS } from '../api/types'
import { countOf, countText } from '../domain/counts'
import { inbox, views } from '../words/ru'
import { Icon } from '../ui/Icon'
import { Link } from '../ui/Link'
import styles from './Views.module.css'
import type { Counts } from '../api/types'
import type { InboxRoute } from '../route'

interface Props {
  route: InboxRoute
  counts: Counts | null
}

/** The queue's views: a column where there is room, a strip where there is none. */
export function Views({ route, counts }: Props) {
  const strip = useRef<HTMLElement>(null)
  const counted = counts !== null
  useEffect(() => {
    // With the next frame: at once, everything just drawn would be laid out twice.
    const frame = requestAnimationFrame(() => {
      strip.current
        ?.querySelector('[aria-current]')
        ?.scrollIntoView({ inline: 'center', block: 'nearest' })
    })
    return () => cancelAnimationFrame(frame)
  }, [route.view, counted])
  return (
    <nav ref={strip} aria-label={inbox.views} class={styles.views}>
      <ul>
        {VIEWS.map((view) => {
          const count = countOf(counts, view)
          return (
            <li key={view}>
              <Link
                to={{ name: 'inbox', view, channel: route.channel, id: null, q: '', panel: false }}
                class={styles.view}
                current={view === route.view ? 'page' : undefined}
              >
                <Icon name={view} />
                <span class={styles.name}>{views[view]}</span>{' '}
                {count !== null && count > 0 && (
                  <span class={styles.count} data-view={view}>
                    {countText(count, view)}
                  </span>
                )}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
