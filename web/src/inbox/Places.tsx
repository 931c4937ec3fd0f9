import { account } from '../words/ru'
import { Icon } from '../ui/Icon'
import { Link } from '../ui/Link'
import type { Route } from '../route'
import type { IconName } from '../ui/Icon'

const PLACES: readonly [Route, IconName, string][] = [
  [{ name: 'home' }, 'home', account.home],
  [{ name: 'analytics' }, 'chart', account.analytics],
  [{ name: 'settings', section: 'profile' }, 'settings', account.settings],
]

/** The ways from the inbox to the other screens. */
export function Places({ class: look }: { class: string | undefined }) {
  return PLACES.map(([to, icon, name]) => (
    <Link key={name} to={to} class={look}>
      <Icon name={icon} />
      {name}
    </Link>
  ))
}
