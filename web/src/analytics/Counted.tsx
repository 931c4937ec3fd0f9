import { useEffect, useState } from 'preact/hooks'
import { inboxRoute } from '../route'
import { useApp } from '../state/context'
import { asApiError } from '../api/problem'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Link } from '../ui/Link'
import { Skeleton } from '../ui/Skeleton'
import { analytics as words } from '../words/analytics'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'

type Page = components['schemas']['CountedAnswer']

interface Props {
  title: string
  list: string
  days: number
  onClose: () => void
}

/** What a number counts, the newest first, a page at a time. */
export function Counted({ title, list, days, onClose }: Props) {
  const { api } = useApp()
  const [rows, setRows] = useState<Page['items']>([])
  const [cursor, setCursor] = useState<string | null>('')
  const [wanted, want] = useState('')
  const [problem, setProblem] = useState('')
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const leaving = new AbortController()
    const query = { list, days, ...(wanted ? { cursor: wanted } : {}) }
    api.analytics<Page>('/analytics/items', query, leaving.signal).then(
      ({ items, next_cursor }) => {
        setRows((before) => (wanted ? [...before, ...items] : items))
        setCursor(next_cursor)
        setProblem('')
      },
      (thrown: unknown) => {
        const error = asApiError(thrown)
        if (error.kind !== 'aborted') setProblem(error.message)
      },
    )
    return () => leaving.abort()
  }, [api, list, days, wanted, tries])
  const again = (): void => {
    setProblem('')
    setTries(tries + 1)
  }
  const isLoading = cursor === wanted && problem === ''
  return (
    <Dialog title={`${words.counted}: ${title}`} onClose={onClose}>
      <ul class={styles.items}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link to={inboxRoute({ view: 'all', id: row.id })}>
              <strong>{row.buyer}</strong> {row.preview || row.product.name}
            </Link>
          </li>
        ))}
        {rows.length === 0 && cursor === null && <li>{words.empty}</li>}
      </ul>
      {isLoading && <Skeleton lines={[80, 70, 90]} />}
      {rows.length > 0 && (
        <a class={styles.save} href={`/api/analytics/export.csv?${fileOf(list, days)}`} download>
          {words.saveList}
        </a>
      )}
      {problem && (
        <p role="alert">
          {problem} <Button onClick={again}>{words.retry}</Button>
        </p>
      )}
      {cursor !== null && cursor !== wanted && (
        <Button onClick={() => want(cursor)}>{words.more}</Button>
      )}
    </Dialog>
  )
}

function fileOf(list: string, days: number): string {
  return new URLSearchParams({ what: list, days: String(days) }).toString()
}
