import { useState } from 'preact/hooks'
import { accountOf } from '../api/account'
import { useApp } from '../state/context'
import { reset as words, start } from '../words/start'
import { Button } from '../ui/Button'
import { Link } from '../ui/Link'
import { PasswordField } from './PasswordField'
import { StartFrame } from './StartFrame'
import { fieldError, useSubmit } from './useSubmit'
import styles from './Form.module.css'

/** Set a new password by the right of a letter's link. */
export function Reset() {
  const app = useApp()
  const [token] = useState(takeToken)
  const [password, setPassword] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await accountOf(app.api).resetPassword(token, password)
    app.session.leave()
    app.notices.tell(words.done)
    app.router.replace({ name: 'login', next: '' })
  })
  const dead = token === '' ? words.noToken : fieldError(error, 'token')
  return (
    <StartFrame title={words.title} hint={dead ?? words.hint}>
      {dead === undefined && (
        <form class={styles.form} onSubmit={submit}>
          {error?.fields.length === 0 && (
            <p role="alert" class={styles.error}>
              {error.message}
            </p>
          )}
          <PasswordField
            autocomplete="new-password"
            autofocus
            hint={start.passwordHint}
            value={password}
            onWrite={setPassword}
            error={fieldError(error, 'new')}
          />
          <Button type="submit" look="primary" size="wide" disabled={busy}>
            {busy ? words.busy : words.submit}
          </Button>
        </form>
      )}
      <p class={styles.aside}>
        {dead === undefined ? (
          <Link to={{ name: 'login', next: '' }}>{words.back}</Link>
        ) : (
          <Link to={{ name: 'forgot' }}>{words.again}</Link>
        )}
      </p>
    </StartFrame>
  )
}

/** Take the token out of the address, so that no history and no screenshot keeps it. */
function takeToken(): string {
  const token = window.location.hash.slice(1)
  if (token) history.replaceState(history.state, '', window.location.pathname)
  return token
}
