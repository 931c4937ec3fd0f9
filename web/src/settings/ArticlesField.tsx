import { useState } from 'preact/hooks'
import { Field } from '../ui/Field'

interface Props {
  label: string
  hint?: string
  articles: readonly number[]
  error?: string | undefined
  onWrite: (articles: number[]) => void
}

/** Article numbers; what is typed is shown as it is until other numbers come from elsewhere. */
export function ArticlesField({ label, hint, articles, error, onWrite }: Props) {
  const [typed, setTyped] = useState('')
  const shown = numbersIn(typed).join() === articles.join() ? typed : articles.join(', ')
  return (
    <Field
      label={label}
      hint={hint}
      optional
      inputmode="numeric"
      value={shown}
      error={error}
      onWrite={(written) => {
        setTyped(written)
        onWrite(numbersIn(written))
      }}
    />
  )
}

function numbersIn(written: string): number[] {
  return written
    .split(/[\s,;]+/)
    .filter((part) => /^\d{1,12}$/.test(part))
    .map(Number)
}
