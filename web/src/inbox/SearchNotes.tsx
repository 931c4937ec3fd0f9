import { withoutPart } from '../domain/marks'
import { search } from '../words/search'
import { Icon } from '../ui/Icon'
import styles from './SearchNotes.module.css'
import type { SearchReading } from '../api/types'

interface Props {
  query: string
  reading: SearchReading
  onSearch: (query: string) => void
}

/** How the query was understood: each condition can be taken away, each doubt is told. */
export function SearchNotes({ query, reading, onSearch }: Props) {
  const { operators, hints, is_ready: isReady } = reading
  if (operators.length === 0 && hints.length === 0 && isReady) return null
  return (
    <div class={styles.notes}>
      {operators.length > 0 && (
        <ul class={styles.chips} aria-label={search.understood}>
          {operators.map((part) => (
            <li key={part.start}>
              <button
                type="button"
                class={styles.chip}
                aria-label={search.remove(part.label)}
                onClick={() => onSearch(withoutPart(query, part))}
              >
                <span>{part.label}</span>
                <Icon name="close" size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div role="status">
        {hints.map((hint) => (
          <p key={hint.start} class={styles.hint}>
            {hint.message}
          </p>
        ))}
        {!isReady && <p class={styles.hint}>{search.notReady}</p>}
      </div>
    </div>
  )
}
