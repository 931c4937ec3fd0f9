import { CHANNELS, VIEWS } from '../api/types'
import { inboxRoute } from '../route'
import { Icon } from '../ui/Icon'
import { Link } from '../ui/Link'
import styles from './AlertLine.module.css'
import type { components } from '../api/schema'
import type { Route } from '../route'

export type Alert = components['schemas']['AlertAnswer']

interface Props {
  alert: Alert
  /** Asked for when it is about a counted list. */
  onCount: () => void
}

const ROUTES: Record<string, Route> = {
  sync: { name: 'connect' },
  cabinet: { name: 'connect' },
}

/** Opens exactly what it is about, where there is something to open. */
export function AlertLine({ alert, onCount }: Props) {
  const { level, title, message, todo, opens } = alert
  const isGrave = level === 'critical' || level === 'high'
  const look = `${styles.alert} ${isGrave ? styles.grave : ''}`
  const inner = (
    <>
      <Icon name="failed" />
      <span>
        <b>{title}</b>
        {message}
        <small>{todo}</small>
      </span>
    </>
  )
  if (opens.list) {
    return (
      <button type="button" class={look} onClick={onCount}>
        {inner}
      </button>
    )
  }
  const route = routeOf(opens)
  return route ? (
    <Link to={route} class={look}>
      {inner}
    </Link>
  ) : (
    <div class={look}>{inner}</div>
  )
}

function routeOf({ view, channel, page }: Record<string, string>): Route | null {
  const list = VIEWS.find((one) => one === view)
  if (list)
    return inboxRoute({ view: list, channel: CHANNELS.find((one) => one === channel) ?? null })
  return ROUTES[page ?? ''] ?? null
}
