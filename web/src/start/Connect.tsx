import { useEffect, useState } from 'preact/hooks'
import { accountOf } from '../api/account'
import { inboxRoute } from '../route'
import { useApp } from '../state/context'
import { countOf } from '../domain/counts'
import { longDay, millis } from '../domain/dates'
import { lastSuccess } from '../state/sync'
import { SyncSteps } from '../home/SyncSteps'
import { connect as words } from '../words/start'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { Link } from '../ui/Link'
import { Disconnect } from './Disconnect'
import { Checking, Scopes } from './Scopes'
import { SkipToDemo } from './SkipToDemo'
import { StartFrame } from './StartFrame'
import { fieldError, useSubmit } from './useSubmit'
import styles from './Form.module.css'
import type { Connected, Notice } from '../api/types'

export function Connect() {
  const app = useApp()
  const [token, setToken] = useState('')
  const [outcome, setOutcome] = useState<Connected | null>(null)
  const { busy, error, submit } = useSubmit(async () => {
    const connected = await accountOf(app.api).connect(token.trim())
    setToken('')
    setOutcome(connected)
    app.takeCabinet(connected)
  })
  const cabinet = app.session.me.value?.cabinet
  if (outcome) return <Checks outcome={outcome} />
  return (
    <StartFrame title={cabinet?.connected ? words.again : words.title} hint={words.hint}>
      {cabinet?.connected && (
        <p class={styles.note}>
          {words.connected}
          {cabinet.trade_mark && `: ${cabinet.trade_mark}`}.{' '}
          {cabinet.token && words.until(longDay(millis(cabinet.token.expires_at)))}
        </p>
      )}
      <Notices notices={app.sync.sync.value?.notices ?? []} />
      <form class={styles.form} onSubmit={submit}>
        {error?.fields.length === 0 && (
          <p role="alert" class={styles.error}>
            {error.message}
          </p>
        )}
        <Field
          label={words.token}
          type="password"
          hint={words.tokenHint}
          autofocus
          value={token}
          onWrite={setToken}
          error={fieldError(error, 'wb_token')}
        />
        <Button type="submit" look="primary" size="wide" disabled={busy}>
          {busy ? words.busy : cabinet?.connected ? words.submitAgain : words.submit}
        </Button>
      </form>
      {busy && <Checking />}
      <Coming />
      {cabinet?.connected ? (
        <>
          <Disconnect />
          <p class={styles.aside}>
            <Link to={inboxRoute()}>{words.toInbox}</Link>
          </p>
        </>
      ) : (
        <SkipToDemo />
      )}
    </StartFrame>
  )
}

/** Marketplaces that are still to come; without an answer nothing is missed. */
function Coming() {
  const { api } = useApp()
  const [notes, setNotes] = useState<string[]>([])
  useEffect(() => {
    const leaving = new AbortController()
    accountOf(api)
      .marketplaces(leaving.signal)
      .then(
        ({ items }) => setNotes(items.flatMap(({ note }) => note ?? [])),
        () => setNotes([]),
      )
    return () => leaving.abort()
  }, [api])
  return notes.map((note) => (
    <p key={note} class={styles.aside}>
      {note}
    </p>
  ))
}

/** What the server has to say of the connected token, in full. */
function Notices({ notices }: { notices: readonly Notice[] }) {
  return notices.map((notice) => (
    <p key={notice.text} class={styles.warning} data-level={notice.level}>
      {notice.text}
    </p>
  ))
}

/** Where nothing was before, the queue opens by itself as soon as something is there. */
function useFirstWork(): void {
  const { inbox, router } = useApp()
  const count = countOf(inbox.counts.value, 'all') ?? 0
  const [before] = useState(count)
  useEffect(() => {
    if (before === 0 && count > 0) router.replace(inboxRoute())
  }, [before, count, router])
}

/** Whether a whole sync has found nothing at all. */
function useIsBare(): boolean {
  const { running, sync } = useApp().sync
  const states = Object.values(sync.value?.channels ?? {})
  return !running.value && lastSuccess(sync.value) !== '' && states.every(({ fetched }) => !fetched)
}

/** What was connected, and how its first items come. */
function Checks({ outcome: { checks, cabinet, notices } }: { outcome: Connected }) {
  useFirstWork()
  return (
    <StartFrame title={words.checks} {...(cabinet.trade_mark ? { hint: cabinet.trade_mark } : {})}>
      <Scopes checks={checks} />
      {cabinet.token && (
        <p class={styles.note}>{words.until(longDay(millis(cabinet.token.expires_at)))}</p>
      )}
      <Notices notices={notices} />
      <SyncSteps />
      <p class={styles.aside}>{useIsBare() ? words.nothingYet : words.opensItself}</p>
      <Link to={inboxRoute()} class={styles.forward}>
        {words.toInbox}
      </Link>
    </StartFrame>
  )
}
