import { useState } from 'preact/hooks'
import { accountOf } from '../api/account'
import { fullMoment, millis } from '../domain/dates'
import { useApp } from '../state/context'
import { PasswordField } from '../start/PasswordField'
import { fieldError, useSubmit } from '../start/useSubmit'
import { common } from '../words/ru'
import { start } from '../words/start'
import { security as words, settings } from '../words/settings'
import { Button } from '../ui/Button'
import { Skeleton } from '../ui/Skeleton'
import { DataBlock } from './DataBlock'
import { usePages } from './usePages'
import styles from './Settings.module.css'

export function SecuritySection() {
  const [turn, setTurn] = useState(0)
  return (
    <div class={styles.form}>
      <Password onChanged={() => setTurn(turn + 1)} />
      <Sessions key={`sessions-${turn}`} />
      <Audit key={`audit-${turn}`} />
      <DataBlock />
    </div>
  )
}

function Password({ onChanged }: { onChanged: () => void }) {
  const app = useApp()
  const [current, setCurrent] = useState('')
  const [fresh, setFresh] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await accountOf(app.api).changePassword(current, fresh)
    setCurrent('')
    setFresh('')
    app.notices.tell(words.changed)
    onChanged()
  })
  return (
    <form class={styles.block} onSubmit={submit}>
      <h2>{words.password}</h2>
      {error?.fields.length === 0 && (
        <p role="alert" class={styles.problem}>
          {error.message}
        </p>
      )}
      <PasswordField
        label={words.current}
        autocomplete="current-password"
        value={current}
        onWrite={setCurrent}
        error={fieldError(error, 'current')}
      />
      <PasswordField
        label={words.next}
        autocomplete="new-password"
        hint={start.passwordHint}
        value={fresh}
        onWrite={setFresh}
        error={fieldError(error, 'new')}
      />
      <div>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? words.changing : words.change}
        </Button>
      </div>
    </form>
  )
}

function Sessions() {
  const app = useApp()
  const { items, problem, readAgain } = usePages('sessions', accountOf(app.api).sessions)
  const end = async (id: string): Promise<void> => {
    try {
      await accountOf(app.api).endSession(id)
      app.notices.tell(words.ended)
    } catch (thrown) {
      app.tellProblem(thrown)
    }
    readAgain()
  }
  const now = app.clock.now.value
  return (
    <section class={styles.block} aria-label={words.sessions}>
      <h2>{words.sessions}</h2>
      {problem !== null && <Failed message={problem} onRetry={readAgain} />}
      {items === null && problem === null && <Skeleton lines={[60, 50]} />}
      <ul class={styles.list}>
        {items?.map((one) => (
          <li key={one.id}>
            <p>
              <b>{one.device}</b>
              {one.current && ` · ${words.here}`}
              <small>
                {words.since(fullMoment(millis(one.created_at), now))},{' '}
                {words.seen(fullMoment(millis(one.seen_at), now))}
              </small>
            </p>
            {!one.current && (
              <Button size="small" onClick={() => void end(one.id)}>
                {words.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Audit() {
  const app = useApp()
  const { items, problem, more, readMore, readAgain } = usePages('audit', accountOf(app.api).audit)
  const now = app.clock.now.value
  return (
    <section class={styles.block} aria-label={words.audit}>
      <h2>{words.audit}</h2>
      {problem !== null && <Failed message={problem} onRetry={readAgain} />}
      {items?.length === 0 && <p class={styles.hint}>{words.nothing}</p>}
      <ul class={styles.list}>
        {items?.map((one) => (
          <li key={one.id}>
            <p>
              {one.title}
              {one.detail && <small class={styles.mistake}>{one.detail}</small>}
              <small>
                {[fullMoment(millis(one.at), now), one.device].filter(Boolean).join(', ')}
              </small>
            </p>
          </li>
        ))}
      </ul>
      {more && (
        <div>
          <Button onClick={readMore}>{settings.more}</Button>
        </div>
      )}
    </section>
  )
}

function Failed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <p role="alert" class={styles.problem}>
      {message} <Button onClick={onRetry}>{common.retry}</Button>
    </p>
  )
}
