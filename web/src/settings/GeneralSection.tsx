import { fieldError } from '../start/useSubmit'
import { general as words } from '../words/settings'
import { NumberField } from '../ui/NumberField'
import { Switch } from '../ui/Switch'
import { SectionForm } from './SectionForm'
import { useSection } from './useSection'

export function GeneralSection() {
  const state = useSection('general')
  const { draft, error, write } = state
  return (
    <SectionForm name="general" state={state}>
      {draft && (
        <>
          <NumberField
            label={words.undo}
            hint={words.undoHint}
            value={draft.undo_seconds}
            onWrite={(undo_seconds) => write({ undo_seconds })}
            error={fieldError(error, 'undo_seconds')}
          />
          <NumberField
            label={words.autoUndo}
            hint={words.autoUndoHint}
            value={draft.auto_undo_seconds}
            onWrite={(auto_undo_seconds) => write({ auto_undo_seconds })}
            error={fieldError(error, 'auto_undo_seconds')}
          />
          <NumberField
            label={words.pending}
            hint={words.pendingHint}
            value={draft.reply_pending_minutes}
            onWrite={(reply_pending_minutes) => write({ reply_pending_minutes })}
            error={fieldError(error, 'reply_pending_minutes')}
          />
          <Switch
            label={words.names}
            hint={words.namesHint}
            on={draft.store_buyer_names}
            onChange={(store_buyer_names) => write({ store_buyer_names })}
          />
        </>
      )}
    </SectionForm>
  )
}
