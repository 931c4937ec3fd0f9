import { useId } from 'preact/hooks'
import styles from './Field.module.css'

interface Props<Value extends string> {
  label: string
  value: Value
  choices: readonly (readonly [Value, string])[]
  onWrite: (value: Value) => void
  error?: string | undefined
}

/** One of a few named values. */
export function SelectField<Value extends string>({
  label,
  value,
  choices,
  onWrite,
  error,
}: Props<Value>) {
  const id = useId()
  return (
    <div class={styles.field}>
      <label for={id}>{label}</label>
      <div class={styles.box}>
        <select
          id={id}
          value={value}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-note`}
          onChange={(event) => onWrite(event.currentTarget.value as Value)}
        >
          {choices.map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </div>
      {error !== undefined && (
        <p id={`${id}-note`} class={styles.error}>
          {error}
        </p>
      )}
    </div>
  )
}
