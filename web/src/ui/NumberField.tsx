import { Field } from './Field'

interface Props {
  label: string
  value: number
  onWrite: (value: number) => void
  hint?: string
  error?: string | undefined
}

/** A whole number; what is no number stays visible and is judged by the server. */
export function NumberField({ value, onWrite, ...rest }: Props) {
  return (
    <Field
      {...rest}
      short
      inputmode="numeric"
      value={Number.isNaN(value) ? '' : String(value)}
      onWrite={(written) => onWrite(written.trim() === '' ? Number.NaN : Number(written))}
    />
  )
}
