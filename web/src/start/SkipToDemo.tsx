import { useState } from 'preact/hooks'
import { accountOf } from '../api/account'
import { inboxRoute } from '../route'
import { useApp } from '../state/context'
import { Button } from '../ui/Button'
import { connect as words } from '../words/start'

/** Look at the product first: the inbox is filled with examples that go nowhere. */
export function SkipToDemo() {
  const app = useApp()
  const [busy, setBusy] = useState(false)
  const skip = async (): Promise<void> => {
    setBusy(true)
    const done = await app.attempt(async () => {
      await accountOf(app.api).seedDemo()
      return true
    })
    setBusy(false)
    if (done === null) return
    app.session.update({ demo: true })
    await app.inbox.load()
    app.router.push(inboxRoute())
  }
  return (
    <Button size="wide" disabled={busy} onClick={() => void skip()}>
      {busy ? words.seeding : words.skip}
    </Button>
  )
}
