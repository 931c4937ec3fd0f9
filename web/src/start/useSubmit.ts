import { useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import type { ApiError } from '../api/problem'

interface Submit {
  busy: boolean
  error: ApiError | null
  submit: (event: Event) => void
}

/** One form's submission: busy while it lasts, an error when it fails; what was typed stays. */
export function useSubmit(act: () => Promise<void>): Submit {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const run = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await act()
    } catch (thrown) {
      setError(asApiError(thrown))
    }
    setBusy(false)
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    if (!busy) void run()
  }
  return { busy, error, submit }
}

/** What the server says of one field. */
export function fieldError(error: ApiError | null, name: string): string | undefined {
  return error?.fields.find(({ field }) => field === name)?.message
}
