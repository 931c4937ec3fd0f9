import { useEffect, useState } from 'preact/hooks'
import { useApp } from '../state/context'
import { asApiError } from '../api/problem'
import type { ApiError } from '../api/problem'

export type Asked<Answer> =
  { kind: 'loading' } | { kind: 'failed'; error: ApiError } | { kind: 'ready'; answer: Answer }

/** Ask for one block of numbers; the blocks fail and arrive each by itself. */
export function useAsked<Answer>(
  path: string,
  query: Record<string, string | number>,
): [Asked<Answer>, () => void] {
  const { api } = useApp()
  const [asked, setAsked] = useState<Asked<Answer>>({ kind: 'loading' })
  const [tries, again] = useState(0)
  const key = JSON.stringify(query)
  useEffect(() => {
    const leaving = new AbortController()
    setAsked({ kind: 'loading' })
    api
      .analytics<Answer>(path, JSON.parse(key) as Record<string, string | number>, leaving.signal)
      .then(
        (answer) => setAsked({ kind: 'ready', answer }),
        (thrown: unknown) => {
          const error = asApiError(thrown)
          if (error.kind !== 'aborted') setAsked({ kind: 'failed', error })
        },
      )
    return () => leaving.abort()
  }, [api, path, key, tries])
  return [asked, () => again(tries + 1)]
}
