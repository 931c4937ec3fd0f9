import { fieldError } from '../start/useSubmit'
import { profile as words } from '../words/settings'
import { Field } from '../ui/Field'
import { SectionForm } from './SectionForm'
import { useSection } from './useSection'
import styles from './Settings.module.css'

export function ProfileSection() {
  const state = useSection('profile')
  const { draft, error, write } = state
  return (
    <SectionForm name="profile" state={state}>
      {draft && (
        <>
          <p class={styles.hint}>{words.email(draft.email)}</p>
          <Field
            label={words.name}
            value={draft.name}
            onWrite={(name) => write({ name })}
            error={fieldError(error, 'name')}
          />
          <Field
            label={words.signature}
            hint={words.signatureHint}
            optional
            value={draft.signature}
            onWrite={(signature) => write({ signature })}
            error={fieldError(error, 'signature')}
          />
        </>
      )}
    </SectionForm>
  )
}
