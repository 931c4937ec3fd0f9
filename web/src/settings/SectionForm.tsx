import { common } from '../words/ru'
import { settings as words } from '../words/settings'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { Problems } from '../ui/Problems'
import { Skeleton } from '../ui/Skeleton'
import { Changes } from './Changes'
import styles from './Settings.module.css'
import type { ComponentChildren } from 'preact'
import type { SectionName } from '../api/settings'
import type { SectionState } from './useSection'

interface Props<Name extends SectionName> {
  name: Name
  state: SectionState<Name>
  children: ComponentChildren
}

/** A section's fields between what is wrong with them and what can be done. */
export function SectionForm<Name extends SectionName>({ name, state, children }: Props<Name>) {
  const { draft, dirty, busy, error, raced } = state
  if (draft === null) {
    return error === null ? (
      <Skeleton lines={[40, 90, 60, 90, 50]} />
    ) : (
      <Empty icon="failed" tone="bad" title={common.failedTitle} hint={error.message}>
        <Button onClick={() => void state.reload()}>{common.retry}</Button>
      </Empty>
    )
  }
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void state.save()
      }}
    >
      {children}
      <Problems message={raced ? words.raced : (error?.message ?? null)} />
      {raced && <Button onClick={() => void state.reload()}>{words.reload}</Button>}
      <footer class={styles.foot}>
        <Button type="submit" look="primary" disabled={!dirty || busy || raced}>
          {busy ? words.saving : words.save}
        </Button>
        {dirty && (
          <Button disabled={busy} onClick={state.discard}>
            {words.discard}
          </Button>
        )}
        <Button look="quiet" disabled={busy || raced} onClick={() => void state.reset()}>
          {words.reset}
        </Button>
      </footer>
      <Changes name={name} of={state.saved} />
    </form>
  )
}
