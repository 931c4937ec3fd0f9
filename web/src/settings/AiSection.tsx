import { fieldError } from '../start/useSubmit'
import { ai as words } from '../words/settings'
import { NumberField } from '../ui/NumberField'
import { SelectField } from '../ui/SelectField'
import { Switch } from '../ui/Switch'
import { SectionForm } from './SectionForm'
import { useSection } from './useSection'

export function AiSection() {
  const state = useSection('ai')
  const { draft, error, write } = state
  return (
    <SectionForm name="ai" state={state}>
      {draft && (
        <>
          <Switch
            label={words.suggestions}
            hint={words.suggestionsHint}
            on={draft.suggestions}
            onChange={(suggestions) => write({ suggestions })}
          />
          <Switch
            label={words.model}
            hint={words.modelHint}
            on={draft.use_model}
            onChange={(use_model) => write({ use_model })}
          />
          <SelectField
            label={words.tone}
            value={draft.tone}
            choices={words.tones}
            onWrite={(tone) => write({ tone })}
            error={fieldError(error, 'tone')}
          />
          <NumberField
            label={words.limit}
            hint={words.limitHint}
            value={draft.daily_limit}
            onWrite={(daily_limit) => write({ daily_limit })}
            error={fieldError(error, 'daily_limit')}
          />
          <Switch
            label={words.learns}
            hint={words.learnsHint}
            on={draft.learns}
            onChange={(learns) => write({ learns })}
          />
        </>
      )}
    </SectionForm>
  )
}
