import { useId, useRef } from 'preact/hooks'
import { templates as words } from '../words/templateList'
import area from '../ui/TextArea.module.css'
import styles from './Settings.module.css'
import own from './Templates.module.css'
import type { Templates } from '../api/templates'

interface TextProps {
  value: string
  variables: Templates['variables']
  error: string | undefined
  onWrite: (text: string) => void
}

/** The text, and its variables as buttons that put them in where the cursor is. */
export function TemplateText({ value, variables, error, onWrite }: TextProps) {
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
        class={area.text}
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
