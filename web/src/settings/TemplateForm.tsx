import { useRef, useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import { templatesOf } from '../api/templates'
import { CHANNELS } from '../api/types'
import { quoteOf } from '../domain/spans'
import { fieldError } from '../start/useSubmit'
import { useApp } from '../state/context'
import { channels as channelWords, intents as intentWords } from '../words/ru'
import { templates as words } from '../words/templateList'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { Problems } from '../ui/Problems'
import { Switch } from '../ui/Switch'
import { TemplateClash } from './TemplateClash'
import { TemplateText } from './TemplateText'
import styles from './Settings.module.css'
import own from './Templates.module.css'
import type { ApiError } from '../api/problem'
import type { Template, TemplateWords, Templates } from '../api/templates'
import type { Finding, Intent } from '../api/types'

interface Props {
  /** Null for one that is new. */
  template: Template | null
  variables: Templates['variables']
  onKept: (template: Template) => void
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
  /** What another window has made of it; nothing is saved before the seller has chosen. */
  const [newer, setNewer] = useState<Template | null>(null)
  // A new template keeps its name however often it has to be sent.
  const request = useRef(crypto.randomUUID())
  const change = (part: Partial<TemplateWords>): void => {
    setWish((before) => ({ ...before, ...part }))
    setWarned([])
  }
  const api = templatesOf(app.api)
  const save = async (over: Template | null = known): Promise<void> => {
    setBusy(true)
    setError(null)
    setNewer(null)
    try {
      const kept = over ? await api.change(wish, over) : await api.add(wish, request.current)
      setKnown(kept.template)
      setWarned(kept.findings)
      app.notices.tell(words.saved)
      onKept(kept.template)
      if (kept.findings.length === 0) onEnd()
    } catch (thrown) {
      const failed = asApiError(thrown)
      setError(failed)
      if (failed.status === 409 || failed.status === 404) await lookAgain()
    } finally {
      setBusy(false)
    }
  }
  /** Somebody else was here first: see what is there now, or that nothing is. */
  const lookAgain = async (): Promise<void> => {
    const found = await app.attempt(() => api.list())
    if (!found) return
    const there = found.items.find(({ id }) => id === known?.id) ?? null
    setNewer(there)
    if (there) setError(null)
    else setKnown(null)
  }
  const gone = error?.status === 404
  const findings = error?.findings ?? warned
  return (
    <form
      class={styles.block}
      aria-label={template?.title ?? words.fresh}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy && !newer) void save()
      }}
    >
      <Field
        label={words.name}
        value={wish.title}
        autofocus
        onWrite={(title) => change({ title })}
        error={fieldError(error, 'title')}
      />
      <TemplateText
        value={wish.text}
        variables={variables}
        error={fieldError(error, 'text')}
        onWrite={(text) => change({ text })}
      />
      {newer && (
        <TemplateClash
          newer={newer}
          busy={busy}
          onKeep={() => void save(newer)}
          onTake={() => {
            setKnown(newer)
            setNewer(null)
            change(wordsOf(newer))
          }}
        />
      )}
      <Problems message={gone ? words.gone : error?.fields.length === 0 ? error.message : null} />
      <Remarks text={wish.text} findings={findings} kept={!error} />
      <Channels chosen={wish.channels} onChange={(channels) => change({ channels })} />
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
        <Button type="submit" look="primary" disabled={busy || newer !== null}>
          {busy ? words.saving : words.save}
        </Button>
        <Button disabled={busy} onClick={onEnd}>
          {words.cancel}
        </Button>
      </footer>
    </form>
  )
}

interface RemarksProps {
  text: string
  findings: readonly Finding[]
  /** Whether the template was saved all the same. */
  kept: boolean
}

/** What the guardrails say of a reply made from it. */
function Remarks({ text, findings, kept }: RemarksProps) {
  if (findings.length === 0) return null
  return (
    <div role="status" class={own.findings}>
      {kept && <p>{words.warned}</p>}
      <ul>
        {findings.map((one) => (
          <li key={`${one.rule}-${String(one.start)}`}>
            <q>{quoteOf(text, one)}</q> {one.message}
          </li>
        ))}
      </ul>
    </div>
  )
}

interface ChannelsProps {
  chosen: Template['channels']
  onChange: (chosen: Template['channels']) => void
}

function Channels({ chosen, onChange }: ChannelsProps) {
  return (
    <fieldset class={own.choices}>
      <legend class={styles.label}>{words.channels}</legend>
      {CHANNELS.map((name) => (
        <Switch
          key={name}
          label={channelWords[name]}
          on={chosen.includes(name)}
          onChange={() => onChange(toggled(chosen, name))}
        />
      ))}
      <p class={styles.hint}>{words.allChannels}</p>
    </fieldset>
  )
}

function toggled<Name>(names: readonly Name[], name: Name): Name[] {
  const rest = names.filter((one) => one !== name)
  return rest.length === names.length ? [...rest, name] : rest
}

function wordsOf({ title, text, channels, intents }: Template): TemplateWords {
  return { title, text, channels, intents }
}
