import { useEffect, useState } from 'preact/hooks'
import { accountOf } from '../api/account'
import { fullMoment, millis } from '../domain/dates'
import { useApp } from '../state/context'
import { PasswordField } from '../start/PasswordField'
import { fieldError, useSubmit } from '../start/useSubmit'
import { data as words } from '../words/data'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import styles from './Settings.module.css'
import type { ExportState } from '../api/types'

const LOOK_EVERY_MS = 5_000

/** All data of the account: as an archive, or gone. */
export function DataBlock() {
  const [asking, setAsking] = useState(false)
  return (
    <section class={styles.block} aria-label={words.title}>
      <h2>{words.title}</h2>
      <Archive />
      <p>
        <a class={styles.away} href="/privacy/">
          {words.privacy}
        </a>
      </p>
      <div>
        <Button onClick={() => setAsking(true)}>{words.erase}</Button>
      </div>
      {asking && <Erasure onClose={() => setAsking(false)} />}
    </section>
  )
}

function Archive() {
  const app = useApp()
  const [state, setState] = useState<ExportState | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const leaving = new AbortController()
    accountOf(app.api)
      .exportState(leaving.signal)
      .then(setState, () => undefined)
    return () => leaving.abort()
  }, [app, turn])
  useEffect(() => {
    if (!state?.job) return
    const later = setTimeout(() => setTurn(turn + 1), LOOK_EVERY_MS)
    return () => clearTimeout(later)
  }, [state, turn])
  const begin = async (): Promise<void> => {
    await app.attempt(() => accountOf(app.api).startExport())
    setTurn(turn + 1)
  }
  return (
    <>
      <p class={styles.hint}>{words.exportHint}</p>
      {state?.ready && (
        <p>
          <a class={styles.away} href="/api/export" download>
            {words.download}
          </a>{' '}
          <small>
            {words.until(fullMoment(millis(state.ready.expires_at), app.clock.now.value))}
          </small>
        </p>
      )}
      {state?.job ? (
        <p role="status">{words.asked}</p>
      ) : (
        <div>
          <Button onClick={() => void begin()}>{words.ask}</Button>
        </div>
      )}
    </>
  )
}

function Erasure({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const [password, setPassword] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await accountOf(app.api).eraseAccount(password)
    app.session.leave()
    app.notices.tell(words.erased)
    app.router.replace({ name: 'login', next: '' })
  })
  return (
    <Dialog title={words.eraseTitle} onClose={onClose}>
      <form class={styles.form} onSubmit={submit}>
        <p>{words.eraseHint}</p>
        {error?.fields.length === 0 && (
          <p role="alert" class={styles.problem}>
            {error.message}
          </p>
        )}
        <PasswordField
          label={words.password}
          autocomplete="current-password"
          autofocus
          value={password}
          onWrite={setPassword}
          error={fieldError(error, 'password')}
        />
        <div>
          <Button type="submit" look="primary" disabled={busy}>
            {busy ? words.erasing : words.confirm}
          </Button>{' '}
          <Button onClick={onClose}>{words.keep}</Button>
        </div>
      </form>
    </Dialog>
  )
}
