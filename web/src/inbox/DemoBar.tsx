import { useState } from 'preact/hooks'
import { useApp } from '../state/context'
import { inboxRoute } from '../route'
import { Button } from '../ui/Button'
import { Link } from '../ui/Link'
import { demo as words } from '../words/demo'
import styles from './OfflineBar.module.css'

/** Says that what is seen are examples; one click clears them. */
export function DemoBar() {
  const app = useApp()
  const [busy, setBusy] = useState(false)
  if (app.session.me.value?.demo !== true) return null
  const clear = async (): Promise<void> => {
    setBusy(true)
    const done = await app.attempt(async () => {
      // The list has this one call of the account's, and does not fetch the others for it.
      await app.api.send('DELETE', '/demo')
      return true
    })
    setBusy(false)
    if (done === null) return
    app.session.update({ demo: false })
    app.router.replace(inboxRoute())
    await app.inbox.load()
    app.notices.tell(words.cleared)
  }
  return (
    <div class={styles.bar} role="status">
      <p>{words.shown}</p>
      <Link to={{ name: 'connect' }}>{words.connect}</Link>
      <Button size="small" disabled={busy} onClick={() => void clear()}>
        {busy ? words.clearing : words.clear}
      </Button>
    </div>
  )
}
