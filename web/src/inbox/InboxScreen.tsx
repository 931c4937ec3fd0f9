import { useEffect } from 'preact/hooks'
import { useApp } from '../state/context'
import { Boundary } from '../ui/Boundary'
import { Brand } from '../ui/Brand'
import { Empty } from '../ui/Empty'
import { Skeleton } from '../ui/Skeleton'
import { lazy } from '../ui/lazy'
import { account, common, inbox as words, product, views } from '../words/ru'
import { AccountMenu } from './AccountMenu'
import { DemoBar } from './DemoBar'
import { ListPane } from './ListPane'
import { OfflineBar } from './OfflineBar'
import { PausedBar } from './PausedBar'
import { Places } from './Places'
import { Resizer } from './Resizer'
import { Views } from './Views'
import styles from './InboxScreen.module.css'
import viewStyles from './Views.module.css'
import type { InboxRoute } from '../route'

const Conversation = lazy(async () => (await import('../thread/Conversation')).Conversation)
const ContextPanel = lazy(async () => (await import('../context/ContextPanel')).ContextPanel)

/** Whoever opens a conversation at once gets its words before all that comes with the rest. */
const TOOLS_MS = 400
const REST_MS = 1500

interface Props {
  route: InboxRoute
}

/** Views, list, conversation and context; how many are seen at once is the style sheet's. */
export function InboxScreen({ route }: Props) {
  const { bulk, inbox, loadBulk, opened, toolsWanted, wordsShown } = useApp()
  // The words come first; what stands around them is fetched after them.
  const { kind } = opened.state.value
  const drawn = wordsShown.value
  const around = route.panel || (kind === 'ready' && drawn)
  const rest = bulk.value
  const pane = route.id === null ? 'list' : route.panel ? 'context' : 'thread'
  const listed = inbox.state.value.kind !== 'loading'
  const waits =
    route.id !== null && (kind === 'none' || kind === 'loading' || (kind === 'ready' && !drawn))
  useEffect(() => {
    // Fetched ahead of its need, but never before the list itself.
    if (listed) Conversation.preload()
  }, [listed])
  useEffect(() => {
    if (!listed || waits) return
    const tools = setTimeout(() => (toolsWanted.value = true), TOOLS_MS)
    const all = setTimeout(() => void loadBulk(), REST_MS)
    return () => {
      clearTimeout(tools)
      clearTimeout(all)
    }
  }, [listed, waits, loadBulk, toolsWanted])
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
          {rest && <rest.SavedList route={route} place="side" />}
          <nav class={styles.places} aria-label={account.sections}>
            <Places class={viewStyles.view} />
          </nav>
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
              <Boundary of={route.id}>
                {around ? (
                  <ContextPanel route={route} />
                ) : (
                  kind === 'loading' && <Skeleton lines={[80, 60, 70, 50]} />
                )}
              </Boundary>
            </div>
          )}
        </main>
      </div>
    </div>
  )
}
