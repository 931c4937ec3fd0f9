import { useEffect, useId, useRef } from 'preact/hooks'
import { finalText, measureLength } from '../domain/limits'
import { rewriteText } from '../domain/spans'
import { useApp } from '../state/context'
import { editing as words } from '../words/editing'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Field } from '../ui/Field'
import { Problems } from '../ui/Problems'
import { Findings } from './Findings'
import area from '../ui/TextArea.module.css'
import styles from './EditDialog.module.css'
import type { Edit } from '../state/editing'

/** What is to be changed, why, and that it can be done but once. */
export function EditDialog({ edit }: { edit: Edit }) {
  const app = useApp()
  const { editing } = app
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const { item, text, reason, phase } = edit
  const length = measureLength(text, item.can.limits)
  const busy = phase.kind === 'sending'
  const refused = phase.kind === 'refused' ? phase : null
  const changed = finalText(text) !== finalText(item.source.answer?.text ?? '')
  const ready = length.fits && changed && reason.trim() !== '' && !busy && item.edit?.allowed
  return (
    <Dialog title={words.title} size="large" {...(busy ? {} : { onClose: editing.end })}>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) void app.work.sendEdit(refused?.passable ?? false)
        }}
      >
        <p class={styles.budget} data-spent={!item.edit?.allowed}>
          <strong>{item.edit?.title}</strong>
          {item.edit?.allowed && <span>{words.once}</span>}
        </p>
        <label for={id}>{words.text}</label>
        <textarea
          ref={field}
          id={id}
          class={area.text}
          rows={6}
          value={text}
          readOnly={busy}
          aria-invalid={refused !== null || length.level === 'bad'}
          aria-describedby={`${id}-length ${id}-problems`}
          onInput={(event) => editing.write({ text: event.currentTarget.value })}
        />
        <p id={`${id}-length`} class={styles.length} data-level={length.level}>
          {changed ? length.text : words.unchanged}
        </p>
        <Field
          label={words.reason}
          value={reason}
          spellcheck
          hint={words.reasonHint}
          onWrite={(value) => editing.write({ reason: value })}
        />
        <Problems id={`${id}-problems`} message={phase.kind === 'failed' ? phase.message : null}>
          {refused && (
            <Findings
              text={text}
              {...refused}
              onRewrite={({ rewrite }) => {
                if (rewrite) editing.write({ text: rewriteText(text, rewrite) })
              }}
            />
          )}
        </Problems>
        <footer class={styles.foot}>
          <Button disabled={busy} onClick={editing.end}>
            {words.leave}
          </Button>
          <Button type="submit" look="primary" icon="send" disabled={!ready}>
            {busy ? words.sending : refused?.passable ? words.anyway : words.send}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
