import { useCallback, useEffect, useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import { templatesOf } from '../api/templates'
import { useApp } from '../state/context'
import { channels as channelWords, common, intents as intentWords } from '../words/ru'
import { templates as words } from '../words/templates'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { Skeleton } from '../ui/Skeleton'
import { TemplateForm } from './TemplateForm'
import styles from './Settings.module.css'
import own from './Templates.module.css'
import type { ApiError } from '../api/problem'
import type { Template, Templates } from '../api/templates'

type State =
  { kind: 'loading' } | { kind: 'failed'; error: ApiError } | { kind: 'ready'; known: Templates }

/** The seller's own reply templates; one at a time is being written. */
export function TemplatesSection() {
  const app = useApp()
  const [state, setState] = useState<State>({ kind: 'loading' })
  /** The template being written: one of the list, a new one, or none. */
  const [writing, write] = useState<Template | 'new' | null>(null)
  const load = useCallback(async () => {
    try {
      setState({ kind: 'ready', known: await templatesOf(app.api).list() })
    } catch (thrown) {
      setState({ kind: 'failed', error: asApiError(thrown) })
    }
  }, [app])
  useEffect(() => void load(), [load])
  if (state.kind === 'loading') return <Skeleton lines={[70, 40, 90, 40, 90]} />
  if (state.kind === 'failed') {
    return (
      <Empty icon="failed" tone="bad" title={state.error.message}>
        <Button onClick={() => void load()}>{common.retry}</Button>
      </Empty>
    )
  }
  const { items, most, variables } = state.known
  const remove = async (template: Template): Promise<void> => {
    const gone = await app.attempt(async () => {
      await templatesOf(app.api).remove(template.id)
      return true
    })
    if (gone) app.notices.tell(words.removed)
    await load()
  }
  const form = writing && (
    <TemplateForm
      key={writing === 'new' ? '' : writing.id}
      template={writing === 'new' ? null : writing}
      variables={variables}
      onKept={load}
      onEnd={() => write(null)}
    />
  )
  return (
    <div class={styles.form}>
      <p class={styles.hint}>{words.hint}</p>
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
