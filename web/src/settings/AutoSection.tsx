import { useEffect, useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import { settingsOf } from '../api/settings'
import { fieldError } from '../start/useSubmit'
import { useApp } from '../state/context'
import { automatic as words } from '../words/automatic'
import { Button } from '../ui/Button'
import { NumberField } from '../ui/NumberField'
import { Switch } from '../ui/Switch'
import { ArticlesField } from './ArticlesField'
import { AutoJournal } from './AutoJournal'
import { AutoReport } from './AutoReport'
import { AutoTopics } from './AutoTopics'
import { AutoTrial } from './AutoTrial'
import { HoursSwitch } from './HoursSwitch'
import { SectionForm } from './SectionForm'
import styles from './Settings.module.css'
import { useSection } from './useSection'
import type { AutoPreset, Sections } from '../api/settings'
import type { SectionState } from './useSection'

export function AutoSection() {
  const state = useSection('auto_response')
  const { draft } = state
  return (
    <div class={styles.form}>
      <SectionForm name="auto_response" state={state}>
        {draft && (
          <>
            <Switches draft={draft} state={state} />
            <Presets onTake={(rules) => state.write(rules)} />
            <Rules draft={draft} state={state} />
            <AutoTopics section={draft} error={state.error} onWrite={state.write} />
          </>
        )}
      </SectionForm>
      {draft && <AutoTrial rules={draft} />}
      {draft && <AutoReport rules={draft} onSeen={() => void state.renew()} />}
      <AutoJournal />
    </div>
  )
}

interface PartProps {
  draft: Sections['auto_response']
  state: SectionState<'auto_response'>
}

function Switches({ draft, state }: PartProps) {
  const { api, notices } = useApp()
  const mistake = fieldError(state.error, 'enabled')
  const stop = async (): Promise<void> => {
    try {
      await settingsOf(api).stopAutomatic()
      notices.tell(words.stopped)
      await state.reload()
    } catch (thrown) {
      notices.tell(asApiError(thrown).message)
    }
  }
  return (
    <div class={styles.block}>
      <Switch
        label={words.on}
        hint={words.onHint}
        on={draft.enabled}
        onChange={(enabled) => state.write({ enabled })}
      />
      {mistake !== undefined && (
        <p role="alert" class={styles.mistake}>
          {mistake}
        </p>
      )}
      <Switch
        label={words.sandbox}
        hint={words.sandboxHint}
        on={draft.sandbox}
        onChange={(sandbox) => state.write({ sandbox })}
      />
      <p class={styles.hint}>{words.delay(draft.delay_seconds)}</p>
      {state.saved?.enabled === true && (
        <div>
          <Button onClick={() => void stop()}>{words.stop}</Button>
        </div>
      )}
    </div>
  )
}

function Presets({ onTake }: { onTake: (rules: Partial<Sections['auto_response']>) => void }) {
  const { api } = useApp()
  const [presets, setPresets] = useState<readonly AutoPreset[]>([])
  useEffect(() => {
    settingsOf(api)
      .autoPresets()
      .then(
        ({ items }) => setPresets(items),
        () => setPresets([]),
      )
  }, [api])
  if (presets.length === 0) return null
  return (
    <section class={styles.block} aria-label={words.presets}>
      <h2>{words.presets}</h2>
      <ul class={styles.list}>
        {presets.map(({ name, title, says, ...rules }) => (
          <li key={name}>
            <span>
              {title}
              <small>{says}</small>
            </span>
            <Button
              size="small"
              aria-label={`${words.usePreset}: ${title}`}
              onClick={() =>
                onTake({
                  rating_from: rules.rating_from,
                  confidence: rules.confidence,
                  scenarios: rules.scenarios,
                  per_day: rules.per_day,
                  sample: rules.sample,
                })
              }
            >
              {words.usePreset}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Rules({ draft, state: { error, write } }: PartProps) {
  return (
    <>
      <NumberField
        label={words.rating}
        hint={words.ratingHint}
        value={draft.rating_from}
        onWrite={(rating_from) => write({ rating_from })}
        error={fieldError(error, 'rating_from')}
      />
      <NumberField
        label={words.confidence}
        hint={words.confidenceHint}
        value={draft.confidence}
        onWrite={(confidence) => write({ confidence })}
        error={fieldError(error, 'confidence')}
      />
      <NumberField
        label={words.perDay}
        value={draft.per_day}
        onWrite={(per_day) => write({ per_day })}
        error={fieldError(error, 'per_day')}
      />
      <NumberField
        label={words.sample}
        hint={words.sampleHint}
        value={draft.sample}
        onWrite={(sample) => write({ sample })}
        error={fieldError(error, 'sample')}
      />
      <ArticlesField
        label={words.only}
        hint={words.onlyHint}
        articles={draft.only}
        error={fieldError(error, 'only')}
        onWrite={(only) => write({ only })}
      />
      <ArticlesField
        label={words.never}
        articles={draft.never}
        error={fieldError(error, 'never')}
        onWrite={(never) => write({ never })}
      />
      <HoursSwitch
        label={words.hours}
        hint={words.hoursHint}
        hours={draft.hours}
        error={error}
        onWrite={(hours) => write({ hours })}
      />
      <Switch
        label={words.promo}
        hint={words.promoHint}
        on={draft.promo}
        onChange={(promo) => write({ promo })}
      />
    </>
  )
}
