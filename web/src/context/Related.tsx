import { millis, shortMoment } from '../domain/dates'
import { channel } from '../words/ru'
import { context as words } from '../words/thread'
import { Icon } from '../ui/Icon'
import { Link } from '../ui/Link'
import { Block } from './Block'
import styles from './Related.module.css'
import type { Link as Relation } from '../api/types'
import type { InboxRoute } from '../route'

interface Props {
  links: readonly Relation[]
  route: InboxRoute
  now: number
}

/** Certain links apart from guesses: another buyer must never pass for this one. */
export function Related({ links, route, now }: Props) {
  if (links.length === 0) return null
  const exact = links.filter((link) => link.kind === 'deterministic')
  const probable = links.filter((link) => link.kind !== 'deterministic')
  return (
    <Block title={words.related}>
      {exact.length > 0 && <Group title={words.exact} links={exact} route={route} now={now} />}
      {probable.length > 0 && (
        <Group
          title={words.probable}
          hint={words.probableHint}
          links={probable}
          route={route}
          now={now}
        />
      )}
    </Block>
  )
}

function Group({ title, hint, links, route, now }: Props & { title: string; hint?: string }) {
  return (
    <div class={styles.group}>
      <p class={styles.title}>{title}</p>
      {hint && <p class={styles.hint}>{hint}</p>}
      <ul>
        {links.map((link) => (
          <li key={link.id}>
            <Link to={{ ...route, view: 'all', id: link.id, panel: false }} class={styles.link}>
              <Icon name={link.channel} size={16} />
              <span class={styles.preview}>{link.preview || channel[link.channel]}</span>{' '}
              <span class={styles.when}>{shortMoment(millis(link.occurred_at), now)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
