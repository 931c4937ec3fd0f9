import { DemoBar } from '../inbox/DemoBar'
import { OfflineBar } from '../inbox/OfflineBar'
import { PausedBar } from '../inbox/PausedBar'
import { inboxRoute } from '../route'
import { home as words } from '../words/home'
import { Brand } from './Brand'
import { Link } from './Link'
import styles from './Page.module.css'
import type { ComponentChildren } from 'preact'
import type { Route } from '../route'

interface Props {
  /** Which section is open. */
  of: Route['name']
  children: ComponentChildren
}

const SECTIONS: [Route, string][] = [
  [{ name: 'home' }, words.title],
  [inboxRoute(), words.inbox],
  [{ name: 'analytics' }, words.analytics],
  [{ name: 'settings', section: 'profile' }, words.settings],
]

/** A screen beside the inbox, with the way to the others above it. */
export function Page({ of, children }: Props) {
  return (
    <div class={styles.page}>
      <header class={styles.head}>
        <span class={styles.brand}>
          <Brand />
        </span>
        <nav aria-label={words.sections}>
          {SECTIONS.map(([route, name]) => (
            <Link key={name} to={route} current={route.name === of ? 'page' : undefined}>
              {name}
            </Link>
          ))}
        </nav>
      </header>
      <OfflineBar />
      <PausedBar />
      <DemoBar />
      <main class={styles.main}>{children}</main>
    </div>
  )
}
