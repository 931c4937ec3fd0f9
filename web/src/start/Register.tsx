import { useState } from 'preact/hooks'
import { useApp } from '../state/context'
import { start as words } from '../words/start'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { Link } from '../ui/Link'
import { PasswordField } from './PasswordField'
import { StartFrame } from './StartFrame'
import { fieldError, useSubmit } from './useSubmit'
import styles from './Form.module.css'

interface Props {
  next: string
}

export function Register({ next }: Props) {
  const { session, router } = useApp()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await session.register(email.trim(), password, name.trim())
    router.replace({ name: 'connect' })
  })
  return (
    <StartFrame title={words.registerTitle} hint={words.pitch}>
      <form class={styles.form} onSubmit={submit}>
        {error && (
          <p role="alert" class={styles.error}>
            {error.message}
          </p>
        )}
        <Field
          label={words.name}
          autocomplete="organization"
          autofocus
          value={name}
          onWrite={setName}
          error={fieldError(error, 'name')}
        />
        <Field
          label={words.email}
          type="email"
          autocomplete="username"
          value={email}
          onWrite={setEmail}
          error={fieldError(error, 'email')}
        />
        <PasswordField
          autocomplete="new-password"
          hint={words.passwordHint}
          value={password}
          onWrite={setPassword}
          error={fieldError(error, 'password')}
        />
        <Button type="submit" look="primary" size="wide" disabled={busy}>
          {busy ? words.registerBusy : words.register}
        </Button>
      </form>
      <p class={styles.aside}>
        {words.terms} <a href="/privacy/">{words.termsLink}</a>
      </p>
      <p class={styles.aside}>
        {words.haveAccount} <Link to={{ name: 'login', next }}>{words.login}</Link>
      </p>
    </StartFrame>
  )
}
