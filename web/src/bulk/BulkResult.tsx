import { useState } from 'preact/hooks'
import { useApp } from '../state/context'
import { bulk as words } from '../words/bulk'
import { common } from '../words/ru'
import { Button, IconButton } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Link } from '../ui/Link'
import { inboxRoute } from '../route'
import styles from './BulkBar.module.css'
import type { BulkDeed, BulkProblem } from '../api/types'
import type { Route } from '../route'
import type { BulkWork } from './work'

interface Props {
  work: BulkWork
}

/** How far the deed is, what came of it, and the one way to take it back. */
export function BulkResult({ work }: Props) {
  const { clock, router } = useApp()
  // Whoever follows one of its links has left the dialog.
  const [shownAt, show] = useState<Route | null>(null)
  const route = router.route.value
  const deed = work.deed.value
  if (!deed) return null
  // The clock's tick draws the seconds anew; what counts here is the browser's own time.
  const ticked = clock.now.value
  const left = Math.ceil((work.undoUntil.value - Date.now()) / 1000)
  const done = deed.total - deed.waiting
  const stoppable = deed.can_undo && (!deed.is_over || left > 0)
  return (
    <section class={styles.bar} aria-label={words.resultBar} data-tick={ticked % 2}>
      <div class={styles.line}>
        <p class={styles.count} role="status">
          {summary(deed, left)}
        </p>
        {deed.problems.length > 0 && (
          <Button look="quiet" size="small" onClick={() => show(route)}>
            {words.show}
          </Button>
        )}
        {stoppable && (
          <Button size="small" onClick={() => void work.undo()}>
            {deed.is_over ? words.undo : words.stop}
            {deed.is_over && left < 60 && (
              <span aria-hidden="true">{` · ${common.seconds(left)}`}</span>
            )}
          </Button>
        )}
        {deed.is_over && <IconButton icon="close" label={common.close} onClick={work.dismiss} />}
      </div>
      {!deed.is_over && <progress class={styles.progress} value={done} max={deed.total} />}
      {shownAt === route && (
        <Dialog title={words.result} onClose={() => show(null)}>
          <Problems work={work} problems={deed.problems} />
        </Dialog>
      )}
    </section>
  )
}

function summary(deed: BulkDeed, left: number): string {
  const { action, total, waiting } = deed
  if (!deed.is_over) return words.going[action](total - waiting, total)
  if (deed.is_undone) {
    return join(words.undone(deed.undone), deed.too_late > 0 && words.tooLate(deed.too_late))
  }
  const soon = action === 'send' && left > 0
  const said = soon ? words.soon(deed.done) : words.done[action](deed.done)
  return join(said, deed.left_out > 0 && words.skipped(deed.left_out))
}

const join = (...parts: (string | false)[]): string => parts.filter(Boolean).join(', ')

function Problems({ work, problems }: Props & { problems: readonly BulkProblem[] }) {
  const { inbox } = useApp()
  const reasons = [...new Set(problems.map(({ why }) => why))]
  return reasons.map((why) => (
    <section key={why} class={styles.reason}>
      <h3>{why}</h3>
      <ul>
        {problems
          .filter((problem) => problem.why === why)
          .map(({ id }) => {
            const row = work.known.get(id)?.row ?? inbox.rowOf(id)
            return (
              <li key={id}>
                <Link to={inboxRoute({ view: 'all', id })}>
                  {row ? `${row.buyer || common.buyer}, ${row.product.name}` : words.goneItem}
                </Link>
              </li>
            )
          })}
      </ul>
    </section>
  ))
}
