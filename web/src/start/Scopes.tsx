import { useEffect, useState } from 'preact/hooks'
import { accountOf } from '../api/account'
import { useApp } from '../state/context'
import { connect as words } from '../words/start'
import { Icon } from '../ui/Icon'
import styles from './Form.module.css'
import type { ScopeCheck } from '../api/types'

const EVERY_MS = 300

/** What WB said of each section of a token: it may open one channel and not another. */
export function Scopes({ checks }: { checks: readonly ScopeCheck[] }) {
  const named = Object.keys(words.scopes) as ScopeCheck['scope'][]
  return (
    <ul class={styles.checks} aria-label={words.checks} aria-live="polite">
      {named.map((scope) => (
        <Line key={scope} scope={scope} check={checks.find((one) => one.scope === scope)} />
      ))}
    </ul>
  )
}

/** The answers so far, while the token is being connected. */
export function Checking() {
  return <Scopes checks={useAnswersSoFar()} />
}

function Line({ scope, check }: { scope: ScopeCheck['scope']; check: ScopeCheck | undefined }) {
  if (!check)
    return (
      <li data-ok="asked" aria-atomic="true">
        <Icon name="sync" />
        <span class={styles.scope}>{words.scopes[scope]}</span>
        <span class={styles.verdict}>{words.asked}</span>
      </li>
    )
  return (
    <li data-ok={check.ok} aria-atomic="true">
      <Icon name={check.ok ? 'done' : 'close'} />
      <span class={styles.scope}>
        {words.scopes[scope]}
        {!check.ok && check.detail && <small>{check.detail}</small>}
      </span>
      <span class={styles.verdict}>{check.ok ? words.ok : words.refused}</span>
    </li>
  )
}

/** A reading that fails shows nothing new; the connecting itself tells what went wrong. */
function useAnswersSoFar(): readonly ScopeCheck[] {
  const { api } = useApp()
  const [checks, setChecks] = useState<readonly ScopeCheck[]>([])
  useEffect(() => {
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    // Asked again only after the answer, so that an older one never comes last.
    const plan = (): void => {
      if (!leaving.signal.aborted) timer = setTimeout(look, EVERY_MS)
    }
    const look = (): void => {
      const asked = accountOf(api)
        .scopeChecks(leaving.signal)
        .then((told) => setChecks(told.checks))
      void asked.catch(() => undefined).then(plan)
    }
    plan()
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [api])
  return checks
}
