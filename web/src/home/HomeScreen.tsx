import { useEffect, useState } from 'preact/hooks'
import { countOf, countText } from '../domain/counts'
import { clockTime, longDay } from '../domain/dates'
import { inboxRoute } from '../route'
import { useApp } from '../state/context'
import { lastSuccess } from '../state/sync'
import { common, inbox as inboxWords, product } from '../words/ru'
import { home as words } from '../words/home'
import { DeadlineChip } from '../inbox/DeadlineChip'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { Help } from '../ui/Help'
import { Icon } from '../ui/Icon'
import { Link } from '../ui/Link'
import { Page } from '../ui/Page'
import { Skeleton } from '../ui/Skeleton'
import { Stars } from '../ui/Stars'
import { Alerts } from './Alerts'
import { SyncSteps } from './SyncSteps'
import styles from './Home.module.css'
import type { ApiError } from '../api/problem'
import type { InboxPage, Row } from '../api/types'
import { asApiError } from '../api/problem'

const FIGURES = ['hot', 'attention', 'failed', 'auto'] as const
const MOST = 6

type Due =
  { kind: 'loading' } | { kind: 'failed'; error: ApiError } | { kind: 'ready'; page: InboxPage }

/** What to do first, and how things stand; every figure opens the list that it counts. */
export function HomeScreen() {
  const app = useApp()
  const me = app.session.me.value
  const now = app.clock.now.peek()
  const { since } = app.live.reach.value
  useEffect(() => {
    document.title = `${words.title} — ${product.name}`
  }, [])
  return (
    <Page of="home">
      <header class={styles.head}>
        <div>
          <h1>{me ? words.greeting(me.seller.name) : words.title}</h1>
          <p>{longDay(now)}</p>
        </div>
        <Help of="home" />
      </header>
      <Setup />
      {app.sync.running.value && <SyncSteps />}
      <section aria-labelledby="figures">
        <h2 id="figures" class={styles.title}>
          {words.figures}
          {since > 0 && <small>{words.asOf(clockTime(since))}</small>}
        </h2>
        <Figures />
      </section>
      <Alerts />
      <section aria-labelledby="due">
        <h2 id="due" class={styles.title}>
          {words.now}
          <Link to={inboxRoute()} class={styles.all}>
            {words.nowAll}
          </Link>
        </h2>
        <DueList />
      </section>
    </Page>
  )
}

function Figures() {
  const counts = useApp().inbox.counts.value
  return (
    <ul class={styles.figures}>
      {FIGURES.map((view) => {
        const count = countOf(counts, view)
        return (
          <li key={view} data-view={view} data-some={(count ?? 0) > 0}>
            <Link to={inboxRoute({ view })} class={styles.figure}>
              <strong>{count === null ? '…' : countText(count, view)}</strong>
              <span>{words.figure[view]}</span>
              <small>{words.figureHint[view]}</small>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

function DueList() {
  const { api, inbox } = useApp()
  const [due, setDue] = useState<Due>({ kind: 'loading' })
  const [tries, again] = useState(0)
  const counts = inbox.counts.value
  useEffect(() => {
    const leaving = new AbortController()
    api.inbox({ view: 'attention', channel: null, q: '' }, null, leaving.signal).then(
      (page) => setDue({ kind: 'ready', page }),
      (thrown: unknown) => {
        const error = asApiError(thrown)
        // What is shown already stays; the frame says how old it is.
        if (error.kind !== 'aborted') {
          setDue((before) => (before.kind === 'ready' ? before : { kind: 'failed', error }))
        }
      },
    )
    return () => leaving.abort()
  }, [api, counts, tries])
  if (due.kind === 'loading') return <Skeleton lines={[90, 80, 85, 70]} />
  if (due.kind === 'failed') {
    return (
      <Empty icon="failed" tone="bad" title={common.failedTitle} hint={due.error.message}>
        <Button onClick={() => again(tries + 1)}>{common.retry}</Button>
      </Empty>
    )
  }
  const rows = due.page.items.slice(0, MOST)
  if (rows.length === 0) return <Empty icon="done" title={words.calm} hint={words.calmHint} />
  return (
    <ol class={styles.due}>
      {rows.map((row) => (
        <li key={row.id}>
          <DueRow row={row} />
        </li>
      ))}
    </ol>
  )
}

function DueRow({ row }: { row: Row }) {
  return (
    <Link to={inboxRoute({ view: 'attention', id: row.id })} class={styles.row}>
      <Icon name={row.channel} />
      <span class={styles.words}>
        <span class={styles.who}>
          {row.rating !== null && <Stars rating={row.rating} />} {row.buyer || common.buyer}
        </span>
        <span class={styles.preview}>{row.preview || inboxWords.noText}</span>
      </span>
      {row.deadline && <DeadlineChip deadline={row.deadline} />}
    </Link>
  )
}

/** The first steps of a new seller; they go once all are done. */
function Setup() {
  const app = useApp()
  const me = app.session.me.value
  const connected = me?.cabinet.connected ?? false
  // Examples that are answered are no buyers who are.
  const answered = !me?.demo && (countOf(app.inbox.counts.value, 'done') ?? 0) > 0
  const { connect, sync, answer } = words.steps
  const done = {
    connect: connected,
    sync: lastSuccess(app.sync.sync.value) !== '',
    answer: answered,
  }
  const steps = [
    { key: 'connect', text: connect, is: done.connect, to: { name: 'connect' } as const },
    { key: 'sync', text: sync, is: done.sync, to: inboxRoute({ view: 'all' }) },
    { key: 'answer', text: answer, is: done.answer, to: inboxRoute() },
  ]
  const count = steps.filter((step) => step.is).length
  if (count === steps.length || app.inbox.counts.value === null) return null
  return (
    <section class={styles.setup} aria-labelledby="setup">
      <h2 id="setup" class={styles.title}>
        {words.setup}
        <small>{words.setupDone(count, steps.length)}</small>
      </h2>
      <ol>
        {steps.map(({ key, text: [name, hint], is, to }) => (
          <li key={key} data-done={is}>
            <Link to={to} class={styles.step}>
              <Icon name={is ? 'done' : 'dot'} />
              <span>
                {name}
                {is ? <span class="visually-hidden"> ({words.done})</span> : <small>{hint}</small>}
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
