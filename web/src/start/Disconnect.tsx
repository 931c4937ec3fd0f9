import { useState } from 'preact/hooks'
import { accountOf } from '../api/account'
import { useApp } from '../state/context'
import { connect as words } from '../words/start'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import styles from './Form.module.css'

/** Forget the token: asked twice, as nothing arrives and nothing goes out after it. */
export function Disconnect() {
  const app = useApp()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const remove = async (): Promise<void> => {
    setBusy(true)
    const done = await app.attempt(async () => {
      await accountOf(app.api).disconnect()
      return true
    })
    setBusy(false)
    setAsking(false)
    if (done === null) return
    app.session.update({
      cabinet: { connected: false, sid: null, trade_mark: null, token: null },
    })
    app.notices.tell(words.removed)
  }
  return (
    <div class={styles.remove}>
      <Button onClick={() => setAsking(true)}>{words.remove}</Button>
      {asking && (
        <Dialog title={words.removeTitle} onClose={() => setAsking(false)}>
          <div class={styles.form}>
            <p>{words.removeHint}</p>
            <div>
              <Button look="primary" disabled={busy} onClick={() => void remove()}>
                {busy ? words.removing : words.remove}
              </Button>{' '}
              <Button onClick={() => setAsking(false)}>{words.keep}</Button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  )
}
