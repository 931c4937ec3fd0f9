import { common } from '../words/ru'
import { Button } from '../ui/Button'
import { Skeleton } from '../ui/Skeleton'
import { Block } from './Block'
import styles from './Waiting.module.css'
import type { Loaded } from './around'
import type { ComponentChildren } from 'preact'

interface Props<Value> {
  title: string
  state: Loaded<Value>
  onRetry: () => void
  children: (value: Value) => ComponentChildren
}

/** A part of the panel that is asked for on its own: it may be on its way, or have failed. */
export function Waiting<Value>({ title, state, onRetry, children }: Props<Value>) {
  return (
    <Block title={title}>
      {(state.kind === 'none' || state.kind === 'loading') && <Skeleton lines={[70, 90]} />}
      {state.kind === 'failed' && (
        <div class={styles.failed} role="alert">
          <p>{state.error.message}</p>
          <Button size="small" onClick={onRetry}>
            {common.retry}
          </Button>
        </div>
      )}
      {state.kind === 'ready' && children(state.value)}
    </Block>
  )
}
