import { useId, useRef, useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import { templatesOf } from '../api/templates'
import { CHANNELS } from '../api/types'
import { quoteOf } from '../domain/spans'
import { fieldError } from '../start/useSubmit'
import { useApp } from '../state/context'
import { channels as channelWords, intents as intentWords } from '../words/ru'
import { templates as words } from '../words/templates'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { Problems } from '../ui/Problems'
import { Switch } from '../ui/Switch'
import styles from './Settings.module.css'
import own from './Templates.module.css'
import type { ApiError } from '../api/problem'
import type { Template, TemplateWords, Templates } from '../api/templates'
import type { Finding, Intent } from '../api/types'

interface Props {
  /** Null for one that is new. */
  template: Template | null
  variables: Templates['variables']
  onKept: () => Promise<void>
  onEnd: () => void
}

const BLANK: TemplateWords = { title: '', text: '', channels: [], intents: [] }
const INTENTS = Object.keys(intentWords) as Intent[]

export function TemplateForm({ template, variables, onKept, onEnd }: Props) {
  const app = useApp()
  const [wish, setWish] = useState<TemplateWords>(() => (template ? wordsOf(template) : BLANK))
  const [known, setKnown] = useState(template)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const [warned, setWarned] = useState<readonly Finding[]>([])
  // A new template keeps its name however often it has to be sent.
  const request = useRef(crypto.randomUUID())
  const change = (part: Partial<TemplateWords>): void => {
    setWish((before) => ({ ...before, ...part }))
    setWarned([])
  }
  const save = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const api = templatesOf(app.api)
      const kept = known ? await api.change(wish, known) : await api.add(wish, request.current)
      setKnown(kept.template)
      setWarned(kept.findings)
      app.notices.tell(words.saved)
      await onKept()
      if (kept.findings.length === 0) onEnd()
    } catch (thrown) {
      setError(asApiError(thrown))
    } finally {
      setBusy(false)
    }
  }
  const findings = error?.findings ?? warned
  return (
    <form
      class={styles.block}
      aria-label={template?.title ?? words.fresh}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void save()
      }}
    >
      <Field
        label={words.name}
        value={wish.title}
        autofocus
        onWrite={(title) => change({ title })}
        error={fieldError(error, 'title')}
      />
      <TextField
        value={wish.text}
        variables={variables}
        error={fieldError(error, 'text')}
        onWrite={(text) => change({ text })}
      />
      <Problems message={error?.fields.length === 0 ? error.message : null} />
      {findings.length > 0 && (
        <div role="status" class={own.findings}>
          {!error && <p>{words.warned}</p>}
          <ul>
            {findings.map((one) => (
              <li key={`${one.rule}-${String(one.start)}`}>
                <q>{quoteOf(wish.text, one)}</q> {one.message}
              </li>
            ))}
          </ul>
        </div>
      )}
      <fieldset class={own.choices}>
        <legend class={styles.label}>{words.channels}</legend>
        {CHANNELS.map((name) => (
          <Switch
            key={name}
            label={channelWords[name]}
            on={wish.channels.includes(name)}
            onChange={() => change({ channels: toggled(wish.channels, name) })}
          />
        ))}
        <p class={styles.hint}>{words.allChannels}</p>
      </fieldset>
      <details class={styles.changes}>
        <summary>
          {words.intents}
          {wish.intents.length > 0 && ` · ${String(wish.intents.length)}`}
        </summary>
        <div class={own.choices}>
          {INTENTS.map((name) => (
            <Switch
              key={name}
              label={intentWords[name]}
              on={wish.intents.includes(name)}
              onChange={() => change({ intents: toggled(wish.intents, name) })}
            />
          ))}
        </div>
      </details>
      <footer class={styles.foot}>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? words.saving : words.save}
        </Button>
        <Button disabled={busy} onClick={onEnd}>
          {words.cancel}
        </Button>
      </footer>
    </form>
  )
}

interface TextProps {
  value: string
  variables: Templates['variables']
  error: string | undefined
  onWrite: (text: string) => void
}

/** The text, and its variables as buttons that put them in where the cursor is. */
function TextField({ value, variables, error, onWrite }: TextProps) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const insert = (name: string): void => {
    const { selectionStart = value.length, selectionEnd = value.length } = field.current ?? {}
    const put = `{${name}}`
    onWrite(value.slice(0, selectionStart) + put + value.slice(selectionEnd))
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(selectionStart + put.length, selectionStart + put.length)
    })
  }
  return (
    <div class={own.field}>
      <label for={id} class={styles.label}>
        {words.text}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={5}
        value={value}
        required
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-note`}
        onInput={(event) => onWrite(event.currentTarget.value)}
      />
      {error !== undefined && (
        <p id={`${id}-note`} class={styles.mistake}>
          {error}
        </p>
      )}
      <div role="group" aria-label={words.variables} class={own.variables}>
        {variables.map(({ name, says }) => (
          <button key={name} type="button" title={says} onClick={() => insert(name)}>
            {`{${name}}`}
          </button>
        ))}
      </div>
    </div>
  )
}

function toggled<Name>(names: readonly Name[], name: Name): Name[] {
  const rest = names.filter((one) => one !== name)
  return rest.length === names.length ? [...rest, name] : rest
}

function wordsOf({ title, text, channels, intents }: Template): TemplateWords {
  return { title, text, channels, intents }
}
