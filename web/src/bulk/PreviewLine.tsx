import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { showHidden } from '../domain/hidden'
import { bulk as words } from '../words/bulk'
import { common } from '../words/ru'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Stars } from '../ui/Stars'
import { leavesOpen } from './lines'
import area from '../ui/TextArea.module.css'
import styles from './BulkDialog.module.css'
import type { BulkLine } from '../api/types'
import type { BulkWork } from './work'
import type { Edit } from './edits'

interface Props {
  work: BulkWork
  line: BulkLine
  sends: boolean
  removed: boolean
}

/** One item, whether it is meant, and the text that would go out, to be changed in its place. */
export function PreviewLine({ work, line, sends, removed }: Props) {
  const { row, draft } = line
  if (!row) return null
  const buyer = row.buyer || common.buyer
  return (
    <li class={styles.line} data-removed={removed}>
      <div class={styles.who}>
        <label class={styles.take}>
          <input
            type="checkbox"
            checked={!removed}
            aria-label={words.meant(buyer, row.preview)}
            onChange={(event) => work.setRemoved(line.id, !event.currentTarget.checked)}
          />
        </label>
        {row.rating !== null && <Stars rating={row.rating} />}
        <span class={styles.name}>{showHidden(`${buyer} · ${row.product.name}`)}</span>
      </div>
      <p class={styles.said}>{showHidden(row.preview)}</p>
      {sends && draft && (
        <>
          <Text work={work} id={line.id} name={buyer} draft={draft.text} />
          <p class={styles.marks}>
            <Chip>{row.channel === 'chat' ? words.private : words.public}</Chip>
            {leavesOpen(line) && !work.edits.made.value.has(line.id) && (
              <Chip tone="warning">{words.unanswered}</Chip>
            )}
          </p>
        </>
      )}
    </li>
  )
}

interface TextProps {
  work: BulkWork
  id: string
  name: string
  draft: string
}

function Text({ work, id, name, draft }: TextProps) {
  const note = useId()
  const [open, setOpen] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const way = useRef<HTMLParagraphElement>(null)
  const wasOpen = useRef(false)
  // The button that was pressed is gone: the focus goes on to what came in its place.
  useEffect(() => {
    if (open) field.current?.focus()
    else if (wasOpen.current) way.current?.querySelector('button')?.focus()
    wasOpen.current = open
  }, [open])
  const edit = work.edits.made.value.get(id)
  const text = edit?.text ?? draft
  if (!open) {
    return (
      <>
        <p class={styles.text}>{text}</p>
        <p ref={way} class={styles.row}>
          <Button look="quiet" size="small" icon="pencil" onClick={() => setOpen(true)}>
            {words.change}
            <span class="visually-hidden">{`: ${name}`}</span>
          </Button>
        </p>
        <State work={work} id={id} edit={edit} />
      </>
    )
  }
  return (
    <>
      <textarea
        ref={field}
        class={area.text}
        rows={4}
        maxLength={5000}
        value={text}
        aria-label={words.textOf(name)}
        aria-describedby={note}
        aria-invalid={(edit?.findings.length ?? 0) > 0}
        onInput={(event) => work.write(id, event.currentTarget.value)}
      />
      <div id={note}>
        <State work={work} id={id} edit={edit} />
      </div>
      <p class={styles.row}>
        <Button size="small" onClick={() => setOpen(false)}>
          {words.changed}
        </Button>
        <Button
          look="quiet"
          size="small"
          onClick={() => {
            work.edits.drop(id)
            setOpen(false)
          }}
        >
          {words.asDrafted}
        </Button>
      </p>
    </>
  )
}

interface StateProps {
  work: BulkWork
  id: string
  edit: Edit | undefined
}

/** Why changed words do not go out yet. */
function State({ work, id, edit }: StateProps) {
  return (
    <div aria-live="polite" class={styles.state}>
      {edit?.kind === 'checking' && words.beingChecked}
      {edit?.kind === 'checked' && edit.text.trim() === '' && words.emptyText}
      {edit?.kind === 'failed' && (
        <>
          {words.uncheckable}{' '}
          <Button size="small" onClick={() => work.edits.checkAgain(id)}>
            {common.retry}
          </Button>
        </>
      )}
      {edit?.findings.map((one) => (
        <p key={`${one.rule}-${String(one.start)}`}>{one.message}</p>
      ))}
    </div>
  )
}
