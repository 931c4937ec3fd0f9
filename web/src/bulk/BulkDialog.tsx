import { useApp } from '../state/context'
import { bulk as words } from '../words/bulk'
import { common } from '../words/ru'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Dialog } from '../ui/Dialog'
import { Empty } from '../ui/Empty'
import { Stars } from '../ui/Stars'
import { fullMoment, millis } from '../domain/dates'
import { showHidden } from '../domain/hidden'
import styles from './BulkDialog.module.css'
import type { BulkLine } from '../api/types'
import type { BulkWork, Look } from './work'

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
  return (
    <>
      {fitting.length === 0 && (
        <Empty icon="search" title={words.nothing} hint={words.nothingHint} />
      )}
      {fitting.length > 0 && (
        <div class={styles.lead}>
          <p>
            <strong>{words.will[look.action](ready.length)}</strong>
            {look.until && `, ${fullMoment(millis(look.until), clock.now.peek())}`}
          </p>
          {look.action === 'send' && shared > 0 && <Chip>{words.publicCount(shared)}</Chip>}
          {look.removed.size > 0 && <Chip>{words.removed(look.removed.size)}</Chip>}
          {look.cut && <Chip tone="warning">{words.cut(look.total)}</Chip>}
        </div>
      )}
      <Skipped lines={look.lines.filter((line) => line.left_out !== null)} />
      <ul class={styles.lines}>
        {fitting.map((line) => (
          <Line
            key={line.id}
            line={line}
            sends={look.action === 'send'}
            removed={look.removed.has(line.id)}
            onRemove={work.setRemoved}
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

interface LineProps {
  line: BulkLine
  sends: boolean
  removed: boolean
  onRemove: (id: string, on: boolean) => void
}

function Line({ line, sends, removed, onRemove }: LineProps) {
  const { row, draft } = line
  if (!row) return null
  const open = draft?.asks.some(({ covered }) => !covered) ?? false
  return (
    <li class={styles.line} data-removed={removed}>
      <div class={styles.who}>
        {row.rating !== null && <Stars rating={row.rating} />}
        <span class={styles.name}>
          {showHidden(`${row.buyer || common.buyer} · ${row.product.name}`)}
        </span>
        <Button look="quiet" size="small" onClick={() => onRemove(line.id, !removed)}>
          {removed ? words.putBack : words.remove}
          <span class="visually-hidden">{`: ${row.buyer || common.buyer}, ${row.preview}`}</span>
        </Button>
      </div>
      <p class={styles.said}>{showHidden(row.preview)}</p>
      {sends && draft && (
        <>
          <p class={styles.text}>{draft.text}</p>
          <p class={styles.marks}>
            <Chip>{row.channel === 'chat' ? words.private : words.public}</Chip>
            {open && <Chip tone="warning">{words.unanswered}</Chip>}
          </p>
        </>
      )}
    </li>
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
            <h3>{`${why} — ${same.length}`}</h3>
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
