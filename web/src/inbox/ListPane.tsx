import { useCallback } from 'preact/hooks'
import { useApp } from '../state/context'
import { barredBy, lastSuccess } from '../state/sync'
import { account, common, empty, inbox, views } from '../words/ru'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { Link } from '../ui/Link'
import { Skeleton } from '../ui/Skeleton'
import { lazy } from '../ui/lazy'
import { Channels } from './Channels'
import { Search } from './Search'
import { SyncBar } from './SyncBar'
import { ThreadList } from './ThreadList'
import styles from './ListPane.module.css'
import type { Narrow } from '../domain/narrow'
import type { InboxRoute } from '../route'

const tools = () => import('./tools')
const Filters = lazy(async () => (await tools()).Filters, { extra: true })
const SearchNotes = lazy(async () => (await tools()).SearchNotes, { extra: true })

interface Props {
  route: InboxRoute
}

export function ListPane({ route }: Props) {
  const app = useApp()
  const { router, sync, inbox: list } = app
  const many = app.bulk.value
  const search = useCallback(
    (q: string) => router.replace({ ...router.inbox(), q, id: null, panel: false }),
    [router],
  )
  const narrow = useCallback(
    (chosen: Narrow | undefined) => {
      router.replace({ ...router.inbox(), narrow: chosen, id: null, panel: false })
    },
    [router],
  )
  const startSync = useCallback(() => void sync.start().catch(app.tellProblem), [app, sync])
  return (
    <section class={styles.pane} aria-label={inbox.list}>
      <header class={styles.head}>
        <p class={styles.title} aria-hidden="true">
          {views[route.view]}
        </p>
        <div class={styles.find}>
          <Search value={route.q} helped={app.toolsWanted.value} onSearch={search} />
          <div class={styles.filters}>
            {app.toolsWanted.value && <Filters narrow={route.narrow} onNarrow={narrow} />}
          </div>
        </div>
        {list.reading.value && (
          <SearchNotes query={route.q} reading={list.reading.value} onSearch={search} />
        )}
        <Channels route={route} counts={list.counts.value} />
      </header>
      <Body route={route} />
      {many && <many.Bar route={route} bulk={many} />}
      {app.session.me.value?.cabinet.connected && (
        <SyncBar
          sync={sync.sync.value}
          running={sync.running.value}
          asked={sync.asked.value}
          now={app.clock.now.peek()}
          onSync={startSync}
        />
      )}
    </section>
  )
}

function Body({ route }: Props) {
  const { inbox: list, router, drafts, bulk, loadBulk, toolsWanted } = useApp()
  const loadMore = useCallback(() => void list.loadMore(), [list])
  const near = useCallback(() => {
    // Whoever goes straight for a conversation has passed over rows on the way.
    if (toolsWanted.peek()) void loadBulk()
  }, [loadBulk, toolsWanted])
  const state = list.state.value
  switch (state.kind) {
    case 'loading':
      return (
        <div class={styles.rest} aria-busy="true">
          {[0, 1, 2, 3, 4, 5].map((at) => (
            <Skeleton key={at} lines={[70, 45, 92]} />
          ))}
        </div>
      )
    case 'failed':
      return (
        <div class={styles.rest}>
          <Empty icon="failed" tone="bad" title={common.failedTitle} hint={state.error.message}>
            <Button onClick={() => void list.load()}>{common.retry}</Button>
          </Empty>
        </div>
      )
    case 'empty':
      return (
        <div class={styles.rest}>
          <NoRows route={route} />
        </div>
      )
    case 'ready':
      return (
        <ThreadList
          rows={state.rows}
          fresh={state.fresh}
          more={state.more}
          route={route}
          written={drafts.written.value}
          onOpen={router.open}
          onMore={loadMore}
          onRelease={list.release}
          onHold={list.hold}
          many={bulk.value}
          onNear={near}
        />
      )
  }
}

/** Why the list is empty: the reasons are told apart, because what to do differs. */
function NoRows({ route }: Props) {
  const { session, sync } = useApp()
  if (route.q || route.narrow !== undefined) {
    return (
      <Empty icon="search" title={empty.searchTitle} hint={empty.searchHint}>
        {isNarrower(route) && (
          <Link to={{ ...route, view: 'all', channel: null, narrow: undefined }}>
            {empty.searchAll}
          </Link>
        )}
      </Empty>
    )
  }
  const [title, hint] = empty.view[route.view]
  const { channel } = route
  const barred = channel && barredBy(sync.sync.value, channel)
  if (barred) {
    return (
      <Empty icon="plug" title={barred.title} hint={barred.text}>
        <Link to={{ name: 'connect' }}>{account.cabinet}</Link>
      </Empty>
    )
  }
  if (channel) {
    return (
      <Empty icon={channel} title={title} hint={empty.channelHint}>
        <Link to={{ ...route, channel: null }}>{empty.showAll}</Link>
      </Empty>
    )
  }
  if (session.me.value?.cabinet.connected === false) {
    return (
      <Empty icon="plug" title={empty.notConnected} hint={empty.notConnectedHint}>
        <Link to={{ name: 'connect' }} class={styles.connect}>
          {empty.connect}
        </Link>
      </Empty>
    )
  }
  const first = sync.running.value || (sync.asked.value && !lastSuccess(sync.sync.value))
  if (first && route.view === 'attention') {
    return <Empty icon="sync" title={empty.syncing} hint={empty.syncingHint} />
  }
  return <Empty icon={route.view} title={title} hint={hint} />
}

function isNarrower({ view, channel, narrow }: InboxRoute): boolean {
  return view !== 'all' || channel !== null || narrow !== undefined
}
