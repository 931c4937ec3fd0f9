import { useApp } from '../state/context'
import { bulk as words } from '../words/bulk'
import { groupDigits } from '../words/plural'
import { common } from '../words/ru'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Dialog } from '../ui/Dialog'
import { Empty } from '../ui/Empty'
import { fullMoment, millis } from '../domain/dates'
import { showHidden } from '../domain/hidden'
import { PreviewLine } from './PreviewLine'
import { leavesOpen } from './lines'
import styles from './BulkDialog.module.css'
import type { BulkLine } from '../api/types'
import type { Look } from './look'
import type { BulkWork } from './work'

interface Props {
  work: BulkWork
  look: Look
}

/** Every text that would go out, and everything that would not, with its reason. */
export function BulkDialog({ work, look }: Props) {
  return (
    <Dialog title={words.title[look.action]} size="large" onClose={work.leave}>
      <Body work={work} look={look} />
    </Dialog>
  )
}

function Body({ work, look }: Props) {
  const { clock } = useApp()
  if (look.kind === 'failed') {
    return (
      <Empty icon="failed" tone="bad" title={common.failedTitle} hint={look.error?.message ?? ''}>
        <Button onClick={work.again}>{common.retry}</Button>
      </Empty>
    )
  }
  if (look.kind === 'reading') {
    return (
      <div role="status" class={styles.reading}>
        <p>{words.checking(look.lines.length, look.total)}</p>
        <progress {...(look.total > 0 ? { value: look.lines.length, max: look.total } : {})} />
      </div>
    )
  }
  const ready = work.ready.value
  const shared = ready.filter(({ row }) => row?.channel !== 'chat').length
  const fitting = look.lines.filter((line) => line.left_out === null)
  const open = fitting.filter((line) => leavesOpen(line) && look.removed.has(line.id)).length
  return (
    <>
      {fitting.length === 0 && (
        <Empty icon="search" title={words.nothing} hint={words.nothingHint} />
      )}
      {fitting.length > 0 && (
        <div class={styles.lead}>
          <p>
            <strong>{words.will[look.action](ready.length)}</strong>
            {look.tags.length > 0 && `: ${look.tags.join(', ')}`}
            {look.until && `, ${fullMoment(millis(look.until), clock.now.peek())}`}
          </p>
          {look.action === 'send' && shared > 0 && <Chip>{words.publicCount(shared)}</Chip>}
          {look.removed.size > 0 && <Chip>{words.removed(look.removed.size)}</Chip>}
          {look.cut && <Chip tone="warning">{words.cut(look.total)}</Chip>}
        </div>
      )}
      {open > 0 && (
        <p class={styles.open} role="note">
          {words.openLeft(open)}
        </p>
      )}
      <Skipped lines={look.lines.filter((line) => line.left_out !== null)} />
      <ul class={styles.lines}>
        {fitting.map((line) => (
          <PreviewLine
            key={line.id}
            work={work}
            line={line}
            sends={look.action === 'send'}
            removed={look.removed.has(line.id)}
          />
        ))}
      </ul>
      <div class={styles.foot}>
        {look.action === 'send' && fitting.length > 0 && <p>{words.each}</p>}
        <Button onClick={work.leave}>{words.cancel}</Button>
        {fitting.length > 0 && (
          <Button
            look="primary"
            disabled={ready.length === 0 || work.applying.value}
            onClick={() => void work.apply()}
          >
            {words.submit[look.action](ready.length)}
          </Button>
        )}
      </div>
    </>
  )
}

/** What stays behind, by reason. */
function Skipped({ lines }: { lines: readonly BulkLine[] }) {
  if (lines.length === 0) return null
  const reasons = [...new Set(lines.map(({ why }) => why ?? ''))]
  return (
    <details class={styles.skipped}>
      <summary>{words.leftOut(lines.length)}</summary>
      {reasons.map((why) => {
        const same = lines.filter((line) => line.why === why)
        return (
          <section key={why}>
            <h3>{`${why} — ${groupDigits(same.length)}`}</h3>
            <ul>
              {same.map(({ id, row }) => (
                <li key={id}>
                  {row
                    ? showHidden(
                        `${row.buyer || common.buyer} · ${row.product.name}: ${row.preview}`,
                      )
                    : words.goneItem}
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </details>
  )
}
