import { useState } from 'preact/hooks'
import { start as words } from '../words/start'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { PasswordField } from './PasswordField'
import { useSubmit } from './useSubmit'
import styles from './Form.module.css'

interface Props {
  email?: string
  onLogin: (email: string, password: string) => Promise<void>
}

export function LoginForm({ email: known = '', onLogin }: Props) {
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const { busy, error, submit } = useSubmit(() => onLogin(email.trim(), password))
  return (
    <form class={styles.form} onSubmit={submit}>
      {error && (
        <p role="alert" class={styles.error}>
          {error.message}
        </p>
      )}
      <Field
        label={words.email}
        type="email"
        autocomplete="username"
        autofocus={known === ''}
        value={email}
        onWrite={setEmail}
      />
      <PasswordField
        autocomplete="current-password"
        autofocus={known !== ''}
        value={password}
        onWrite={setPassword}
      />
      <Button type="submit" look="primary" size="wide" disabled={busy}>
        {busy ? words.loginBusy : words.login}
      </Button>
    </form>
  )
}
