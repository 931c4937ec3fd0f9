import { useEffect } from 'preact/hooks'
import { useApp } from '../state/context'
import { Boundary } from '../ui/Boundary'
import { Brand } from '../ui/Brand'
import { Empty } from '../ui/Empty'
import { lazy } from '../ui/lazy'
import { common, inbox as words, product, views } from '../words/ru'
import { AccountMenu } from './AccountMenu'
import { DemoBar } from './DemoBar'
import { ListPane } from './ListPane'
import { OfflineBar } from './OfflineBar'
import { PausedBar } from './PausedBar'
import { Resizer } from './Resizer'
import { Views } from './Views'
import styles from './InboxScreen.module.css'
import type { InboxRoute } from '../route'

const Conversation = lazy(async () => (await import('../thread/Conversation')).Conversation)
const ContextPanel = lazy(async () => (await import('../context/ContextPanel')).ContextPanel)

interface Props {
  route: InboxRoute
}

/** Views, list, conversation and context; how many are seen at once is the style sheet's. */
export function InboxScreen({ route }: Props) {
  const { inbox, opened } = useApp()
  // The words come first; what stands around them is fetched after them.
  const around = route.panel || opened.state.value.kind === 'ready'
  const pane = route.id === null ? 'list' : route.panel ? 'context' : 'thread'
  const listed = inbox.state.value.kind !== 'loading'
  useEffect(() => {
    // Fetched ahead of its need, but never before the list itself.
    if (listed) Conversation.preload()
  }, [listed])
  useEffect(() => {
    document.title = `${views[route.view]} — ${product.name}`
  }, [route.view])
  return (
    <div class={styles.screen}>
      <a class={styles.skip} href="#list">
        {common.skipToList}
      </a>
      <OfflineBar />
      <PausedBar />
      <DemoBar />
      <div class={styles.frame} data-pane={pane}>
        <header class={styles.side}>
          <div class={styles.brand}>
            <Brand />
          </div>
          <Views route={route} counts={inbox.counts.value} />
          <div class={styles.account}>
            <AccountMenu />
          </div>
        </header>
        <main class={styles.panes}>
          <h1 class="visually-hidden">{views[route.view]}</h1>
          <div class={styles.list} id="list">
            <Boundary of={route.view}>
              <ListPane route={route} />
            </Boundary>
            <Resizer name="list" grows={1} />
          </div>
          <div class={styles.thread}>
            <Boundary of={route.id ?? ''}>
              {route.id === null ? (
                <Empty icon="chat" title={words.nothing} hint={words.nothingHint} />
              ) : (
                <Conversation route={route} />
              )}
            </Boundary>
          </div>
          {route.id !== null && (
            <div class={styles.context}>
              <Resizer name="context" grows={-1} />
              <Boundary of={route.id}>{around && <ContextPanel route={route} />}</Boundary>
            </div>
          )}
        </main>
      </div>
    </div>
  )
}
