import { inboxRoute } from '../route'
import { Dialog } from '../ui/Dialog'
import { Link } from '../ui/Link'
import { Skeleton } from '../ui/Skeleton'
import { useAsked } from './useAsked'
import { analytics as words } from '../words/analytics'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'

interface Props {
  title: string
  list: string
  days: number
  onClose: () => void
}

/** What a number counts, the newest first. */
export function Counted({ title, list, days, onClose }: Props) {
  const [asked] = useAsked<components['schemas']['CountedAnswer']>('/analytics/items', {
    list,
    days,
  })
  return (
    <Dialog title={`${words.counted}: ${title}`} onClose={onClose}>
      {asked.kind === 'loading' && <Skeleton lines={[80, 70, 90]} />}
      {asked.kind === 'failed' && <p role="alert">{asked.error.message}</p>}
      {asked.kind === 'ready' && (
        <ul class={styles.items}>
          {asked.answer.items.map((row) => (
            <li key={row.id}>
              <Link to={inboxRoute({ view: 'all', id: row.id })}>
                <strong>{row.buyer}</strong> {row.preview || row.product.name}
              </Link>
            </li>
          ))}
          {asked.answer.items.length === 0 && <li>{words.empty}</li>}
        </ul>
      )}
    </Dialog>
  )
}
