import { useState } from 'preact/hooks'
import { accountOf } from '../api/account'
import { useApp } from '../state/context'
import { forgot as words, start } from '../words/start'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { Link } from '../ui/Link'
import { StartFrame } from './StartFrame'
import { fieldError, useSubmit } from './useSubmit'
import styles from './Form.module.css'

/** Ask for a letter; the answer is the same whether or not the address is known. */
export function Forgot() {
  const { api } = useApp()
  const [email, setEmail] = useState('')
  const [asked, setAsked] = useState(false)
  const { busy, error, submit } = useSubmit(async () => {
    await accountOf(api).forgetPassword(email.trim())
    setAsked(true)
  })
  return (
    <StartFrame title={words.title} hint={asked ? words.asked(email.trim()) : words.hint}>
      {!asked && (
        <form class={styles.form} onSubmit={submit}>
          {error?.fields.length === 0 && (
            <p role="alert" class={styles.error}>
              {error.message}
            </p>
          )}
          <Field
            label={start.email}
            type="email"
            autocomplete="username"
            autofocus
            value={email}
            onWrite={setEmail}
            error={fieldError(error, 'email')}
          />
          <Button type="submit" look="primary" size="wide" disabled={busy}>
            {busy ? words.busy : words.submit}
          </Button>
        </form>
      )}
      <p class={styles.aside}>
        <Link to={{ name: 'login', next: '' }}>{words.back}</Link>
      </p>
    </StartFrame>
  )
}
