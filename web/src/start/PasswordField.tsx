import { useState } from 'preact/hooks'
import { start as words } from '../words/start'
import { IconButton } from '../ui/Button'
import { Field } from '../ui/Field'

interface Props {
  label?: string
  value: string
  onWrite: (value: string) => void
  autocomplete: 'current-password' | 'new-password'
  autofocus?: boolean
  hint?: string
  error?: string | undefined
}

export function PasswordField({ label = words.password, ...props }: Props) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} type={shown ? 'text' : 'password'} {...props}>
      <IconButton
        icon={shown ? 'hide' : 'show'}
        label={shown ? words.hidePassword : words.showPassword}
        onClick={() => setShown(!shown)}
      />
    </Field>
  )
}
