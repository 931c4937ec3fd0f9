import { useCallback, useEffect, useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import { templatesOf } from '../api/templates'
import { useApp } from '../state/context'
import { channels as channelWords, common, intents as intentWords } from '../words/ru'
import { templates as words } from '../words/templateList'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { Skeleton } from '../ui/Skeleton'
import { TemplateForm } from './TemplateForm'
import styles from './Settings.module.css'
import own from './Templates.module.css'
import type { ApiError } from '../api/problem'
import type { Template, Templates } from '../api/templates'

/** The seller's own reply templates; one at a time is being written. */
export function TemplatesSection() {
  const app = useApp()
  const [known, setKnown] = useState<Templates | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  /** The template being written: one of the list, a new one, or none. */
  const [writing, write] = useState<Template | 'new' | null>(null)
  const load = useCallback(async () => {
    try {
      setKnown(await templatesOf(app.api).list())
      setError(null)
    } catch (thrown) {
      setError(asApiError(thrown))
    }
  }, [app])
  useEffect(() => void load(), [load])
  if (known === null) {
    return error === null ? (
      <Skeleton lines={[70, 40, 90, 40, 90]} />
    ) : (
      <Empty icon="failed" tone="bad" title={common.failedTitle} hint={error.message}>
        <Button onClick={() => void load()}>{common.retry}</Button>
      </Empty>
    )
  }
  const { most, variables } = known
  /** What is known to have changed shows at once, also where the list cannot be read again. */
  const change = (edit: (items: readonly Template[]) => Template[]): void => {
    setKnown((now) => now && { ...now, items: edit(now.items) })
    void load()
  }
  const remove = async ({ id }: Template): Promise<void> => {
    const gone = await app.attempt(async () => {
      await templatesOf(app.api).remove(id)
      return true
    })
    if (gone) app.notices.tell(words.removed)
    change((items) => items.filter((one) => !gone || one.id !== id))
  }
  const form = writing && (
    <TemplateForm
      key={writing === 'new' ? '' : writing.id}
      template={writing === 'new' ? null : writing}
      variables={variables}
      onKept={(kept) => change((items) => [...items.filter(({ id }) => id !== kept.id), kept])}
      onEnd={() => write(null)}
    />
  )
  const items = withWritten(known.items, writing)
  return (
    <div class={styles.form}>
      <p class={styles.hint}>{words.hint}</p>
      {error && (
        <p class={own.stale} role="alert">
          {words.stale + error.message}
          <Button size="small" onClick={() => void load()}>
            {common.retry}
          </Button>
        </p>
      )}
      {writing === 'new' ? (
        form
      ) : (
        <div class={own.top}>
          <Button icon="pencil" disabled={items.length >= most} onClick={() => write('new')}>
            {words.add}
          </Button>
          <span class={styles.hint}>{words.count(items.length, most)}</span>
        </div>
      )}
      <ul class={own.list}>
        {items.map((template) => (
          <li key={template.id}>
            {writing !== 'new' && writing?.id === template.id ? (
              form
            ) : (
              <Line
                template={template}
                onEdit={() => write(template)}
                onRemove={() => void remove(template)}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What is being written keeps its place although another window has taken it away. */
function withWritten(
  items: readonly Template[],
  writing: Template | 'new' | null,
): readonly Template[] {
  if (writing === null || writing === 'new') return items
  return items.some(({ id }) => id === writing.id) ? items : [...items, writing]
}

interface LineProps {
  template: Template
  onEdit: () => void
  onRemove: () => void
}

/** One template as it stands; taking it away is asked for twice. */
function Line({ template, onEdit, onRemove }: LineProps) {
  const [sure, setSure] = useState(false)
  const { title, text, channels, intents } = template
  const where = [
    ...channels.map((one) => channelWords[one]),
    ...intents.map((one) => intentWords[one]),
  ]
  return (
    <article class={styles.block}>
      <h2>{title}</h2>
      <p class={own.text}>{text}</p>
      <p class={styles.hint}>{where.length > 0 ? where.join(' · ') : words.forAll}</p>
      <div class={styles.foot}>
        {sure ? (
          <>
            <span>{words.removeSure}</span>
            <Button size="small" onClick={onRemove}>
              {words.remove}
            </Button>
            <Button size="small" look="quiet" onClick={() => setSure(false)}>
              {words.cancel}
            </Button>
          </>
        ) : (
          <>
            <Button size="small" onClick={onEdit}>
              {words.edit}
            </Button>
            <Button size="small" look="quiet" onClick={() => setSure(true)}>
              {words.remove}
            </Button>
          </>
        )}
      </div>
    </article>
  )
}
