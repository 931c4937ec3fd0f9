import { useEffect, useId, useRef } from 'preact/hooks'
import styles from './Field.module.css'
import type { ComponentChildren } from 'preact'

interface Props {
  label: string
  value: string
  onWrite: (value: string) => void
  type?: 'text' | 'email' | 'password' | 'date'
  autocomplete?: string
  autofocus?: boolean
  spellcheck?: boolean
  inputmode?: 'text' | 'numeric'
  /** What is written is short, and so is the field. */
  short?: boolean
  /** May stay empty. */
  optional?: boolean
  error?: string | undefined
  hint?: string | undefined
  /** Something beside the input that belongs to it. */
  children?: ComponentChildren
}

/** A labelled input whose error and hint are read out with it. */
export function Field({
  label,
  value,
  onWrite,
  type = 'text',
  autocomplete = 'off',
  autofocus = false,
  spellcheck = false,
  inputmode = 'text',
  short = false,
  optional = false,
  error,
  hint,
  children,
}: Props) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (autofocus) input.current?.focus()
  }, [autofocus])
  const note = error ?? hint
  return (
    <div class={styles.field}>
      <label for={id}>{label}</label>
      <div class={styles.box} data-short={short}>
        <input
          ref={input}
          id={id}
          // The typings want one kind of input at a time.
          {...({ type } as { type: 'text' })}
          value={value}
          autocomplete={autocomplete}
          spellcheck={spellcheck}
          inputMode={inputmode}
          required={!optional}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          onInput={(event) => onWrite(event.currentTarget.value)}
        />
        {children}
      </div>
      {note !== undefined && (
        <p id={`${id}-note`} class={error === undefined ? styles.hint : styles.error}>
          {note}
        </p>
      )}
    </div>
  )
}
