import { useApp } from '../state/context'
import { forgot, start as words } from '../words/start'
import { Link } from '../ui/Link'
import { LoginForm } from './LoginForm'
import { StartFrame } from './StartFrame'
import styles from './Form.module.css'

interface Props {
  next: string
}

export function Login({ next }: Props) {
  const { session } = useApp()
  return (
    <StartFrame title={words.loginTitle} hint={words.pitch}>
      <LoginForm onLogin={session.login} />
      <p class={styles.aside}>
        <Link to={{ name: 'forgot' }}>{forgot.link}</Link>
      </p>
      <p class={styles.aside}>
        {words.noAccount} <Link to={{ name: 'register', next }}>{words.register}</Link>
      </p>
    </StartFrame>
  )
}
