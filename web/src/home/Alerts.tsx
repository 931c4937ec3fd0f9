import { useState } from 'preact/hooks'
import { AlertLine } from '../analytics/AlertLine'
import { Counted } from '../analytics/Counted'
import { useAsked } from '../analytics/useAsked'
import { common } from '../words/ru'
import { home as words } from '../words/home'
import { Button } from '../ui/Button'
import styles from './Home.module.css'
import type { components } from '../api/schema'
import type { Alert } from '../analytics/AlertLine'

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
            <li key={`${one.code}${one.subject}`}>
              <AlertLine alert={one} onCount={() => count(one)} />
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
