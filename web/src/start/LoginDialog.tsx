import { useApp } from '../state/context'
import { start as words } from '../words/start'
import { Dialog } from '../ui/Dialog'
import { LoginForm } from './LoginForm'
import styles from './Form.module.css'

/** The session is over; the screen behind and the typed words wait for its owner. */
export function LoginDialog() {
  const { session } = useApp()
  return (
    <Dialog title={words.expiredTitle}>
      <p class={styles.note}>{words.expiredHint}</p>
      <LoginForm email={session.me.value?.seller.email ?? ''} onLogin={session.login} />
    </Dialog>
  )
}
