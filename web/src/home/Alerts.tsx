import { useState } from 'preact/hooks'
import { Counted } from '../analytics/Counted'
import { useAsked } from '../analytics/useAsked'
import { CHANNELS, VIEWS } from '../api/types'
import { inboxRoute } from '../route'
import { common } from '../words/ru'
import { home as words } from '../words/home'
import { Button } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { Link } from '../ui/Link'
import styles from './Home.module.css'
import type { components } from '../api/schema'
import type { Route } from '../route'

type Alert = components['schemas']['AlertAnswer']

const ROUTES: Record<string, Route> = {
  sync: { name: 'connect' },
  cabinet: { name: 'connect' },
}

/** What is wrong now and what to do about it; nothing is shown while nothing is. */
export function Alerts() {
  const [asked, again] = useAsked<components['schemas']['AlertsAnswer']>('/analytics/alerts', {})
  const [counted, count] = useState<Alert | null>(null)
  if (asked.kind === 'loading' || (asked.kind === 'ready' && asked.answer.alerts.length === 0)) {
    return null
  }
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts" class={styles.title}>
        {words.alerts}
      </h2>
      {asked.kind === 'failed' ? (
        <p class={styles.unread}>
          {words.alertsFailed} <Button onClick={again}>{common.retry}</Button>
        </p>
      ) : (
        <ul class={styles.alerts}>
          {asked.answer.alerts.map((one) => (
            <li key={`${one.code}${one.subject}`} data-level={one.level}>
              <Line alert={one} onCount={() => count(one)} />
            </li>
          ))}
        </ul>
      )}
      {counted && (
        <Counted
          title={counted.title}
          list={counted.opens.list ?? ''}
          days={Number(counted.opens.days) || 30}
          onClose={() => count(null)}
        />
      )}
    </section>
  )
}

/** Opens exactly what it is about, where there is something to open. */
function Line({ alert, onCount }: { alert: Alert; onCount: () => void }) {
  const { title, message, todo, opens } = alert
  const inner = (
    <>
      <Icon name="failed" />
      <span>
        <b>{title}</b> {message}
        <small>{todo}</small>
      </span>
    </>
  )
  if (opens.list) {
    return (
      <button type="button" class={styles.alert} onClick={onCount}>
        {inner}
      </button>
    )
  }
  const route = routeOf(opens)
  return route ? (
    <Link to={route} class={styles.alert}>
      {inner}
    </Link>
  ) : (
    <div class={styles.alert}>{inner}</div>
  )
}

function routeOf({ view, channel, page }: Record<string, string>): Route | null {
  const list = VIEWS.find((one) => one === view)
  if (list)
    return inboxRoute({ view: list, channel: CHANNELS.find((one) => one === channel) ?? null })
  return ROUTES[page ?? ''] ?? null
}
