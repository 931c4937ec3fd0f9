import { useId } from 'preact/hooks'
import styles from './Switch.module.css'

interface Props {
  label: string
  hint?: string
  on: boolean
  onChange: (on: boolean) => void
}

/** A choice between yes and no. */
export function Switch({ label, hint, on, onChange }: Props) {
  const id = useId()
  return (
    <div class={styles.switch}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} class={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}
