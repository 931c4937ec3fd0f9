import { useEffect, useState } from 'preact/hooks'
import { useApp } from '../state/context'
import { asApiError } from '../api/problem'
import type { ApiError } from '../api/problem'

export type Asked<Answer> =
  { kind: 'loading' } | { kind: 'failed'; error: ApiError } | { kind: 'ready'; answer: Answer }

/** Where nothing was counted yet, it is looked again after so long; examples are never counted. */
const AGAIN_MS = 60_000

/** Whether nobody has counted anything of the shop so far: no number means zero then. */
export function isUncounted(answer: unknown): boolean {
  return (answer as { period?: { counted_at?: string | null } }).period?.counted_at === null
}

/** What is known of some numbers, and asking for them once more. */
export type Reading<Answer> = [Asked<Answer>, () => void]

/** Ask for numbers; blocks that show the same ones are given one reading by whoever holds them. */
export function useAsked<Answer>(
  path: string,
  query: Record<string, string | number>,
): Reading<Answer> {
  const { api, session } = useApp()
  const [asked, setAsked] = useState<Asked<Answer>>({ kind: 'loading' })
  const [tries, again] = useState(0)
  const key = JSON.stringify(query)
  useEffect(() => {
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const waits = (before: Asked<Answer>): boolean =>
      before.kind === 'ready' && isUncounted(before.answer)
    // What is looked at once more meanwhile stays in sight.
    setAsked((before) => (waits(before) ? before : { kind: 'loading' }))
    api
      .analytics<Answer>(path, JSON.parse(key) as Record<string, string | number>, leaving.signal)
      .then(
        (answer) => {
          setAsked({ kind: 'ready', answer })
          const demo = session.me.value?.demo === true
          if (isUncounted(answer) && !demo) timer = setTimeout(() => again(tries + 1), AGAIN_MS)
        },
        (thrown: unknown) => {
          const error = asApiError(thrown)
          if (error.kind !== 'aborted') setAsked({ kind: 'failed', error })
        },
      )
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [api, session, path, key, tries])
  return [asked, () => again(tries + 1)]
}
