import { fieldError } from '../start/useSubmit'
import { promo as words } from '../words/automatic'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { NumberField } from '../ui/NumberField'
import { Switch } from '../ui/Switch'
import { ArticlesField } from './ArticlesField'
import { SectionForm } from './SectionForm'
import styles from './Settings.module.css'
import { useSection } from './useSection'
import type { ApiError } from '../api/problem'
import type { PromoCode } from '../api/settings'

const MOST = 10
const BLANK: PromoCode = {
  code: '',
  percent: 10,
  starts_on: '',
  ends_on: '',
  channels: ['review'],
  articles: [],
  active: true,
}

export function PromoSection() {
  const state = useSection('promo')
  const { draft, saved, error, write } = state
  return (
    <SectionForm name="promo" state={state}>
      {draft && (
        <>
          <p class={styles.hint}>{words.hint}</p>
          {draft.codes.map((code, number) => (
            <Code
              key={number}
              number={number}
              code={code}
              offer={saved?.codes[number]?.code === code.code ? saved.offers[number] : undefined}
              error={error}
              onWrite={(change) =>
                write({
                  codes: draft.codes.map((one, at) =>
                    at === number ? { ...one, ...change } : one,
                  ),
                })
              }
              onRemove={() => write({ codes: draft.codes.filter((_, at) => at !== number) })}
            />
          ))}
          {fieldError(error, 'codes') !== undefined && (
            <p class={styles.mistake}>{fieldError(error, 'codes')}</p>
          )}
          <div>
            <Button
              disabled={draft.codes.length >= MOST}
              onClick={() => write({ codes: [...draft.codes, BLANK] })}
            >
              {words.add}
            </Button>
          </div>
          {draft.codes.length >= MOST && <p class={styles.hint}>{words.most}</p>}
        </>
      )}
    </SectionForm>
  )
}

interface CodeProps {
  number: number
  code: PromoCode
  offer: string | undefined
  error: ApiError | null
  onWrite: (change: Partial<PromoCode>) => void
  onRemove: () => void
}

function Code({ number, code, offer, error, onWrite, onRemove }: CodeProps) {
  const wrong = (field: string) => fieldError(error, `codes.${String(number)}.${field}`)
  const toggle = (channel: PromoCode['channels'][number]): void => {
    const rest = code.channels.filter((one) => one !== channel)
    onWrite({ channels: rest.length === code.channels.length ? [...rest, channel] : rest })
  }
  return (
    <fieldset class={styles.block}>
      <legend class={styles.label}>{words.title(number + 1)}</legend>
      <Field
        label={words.code}
        short
        value={code.code}
        onWrite={(written) => onWrite({ code: written.toUpperCase() })}
        error={wrong('code')}
      />
      <NumberField
        label={words.percent}
        value={code.percent}
        onWrite={(percent) => onWrite({ percent })}
        error={wrong('percent')}
      />
      <Field
        label={words.starts}
        type="date"
        short
        value={code.starts_on}
        onWrite={(starts_on) => onWrite({ starts_on })}
        error={wrong('starts_on')}
      />
      <Field
        label={words.ends}
        type="date"
        short
        hint={words.dates}
        value={code.ends_on}
        onWrite={(ends_on) => onWrite({ ends_on })}
        error={wrong('ends_on')}
      />
      <Switch
        label={words.review}
        on={code.channels.includes('review')}
        onChange={() => toggle('review')}
      />
      <Switch
        label={words.chat}
        on={code.channels.includes('chat')}
        onChange={() => toggle('chat')}
      />
      {wrong('channels') !== undefined && <p class={styles.mistake}>{wrong('channels')}</p>}
      <ArticlesField
        label={words.articles}
        hint={words.articlesHint}
        articles={code.articles}
        error={wrong('articles')}
        onWrite={(articles) => onWrite({ articles })}
      />
      <Switch label={words.active} on={code.active} onChange={(active) => onWrite({ active })} />
      {offer !== undefined && (
        <p class={styles.hint}>
          {words.offer}: {offer}
        </p>
      )}
      <div>
        <Button size="small" onClick={onRemove}>
          {words.remove}
        </Button>
      </div>
    </fieldset>
  )
}
