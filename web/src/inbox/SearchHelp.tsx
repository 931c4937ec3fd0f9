import { useId } from 'preact/hooks'
import { search } from '../words/search'
import { Button } from '../ui/Button'
import styles from './SearchHelp.module.css'

interface Props {
  onAdd: (example: string) => void
}

/** What may be typed besides words; a tap adds an example to the query. */
export function SearchHelp({ onAdd }: Props) {
  const id = useId()
  return (
    <div class={styles.root}>
      <button
        type="button"
        class={styles.open}
        popovertarget={id}
        aria-label={search.help}
        title={search.help}
      >
        ?
      </button>
      <section id={id} popover="auto" class={styles.help} aria-label={search.helpTitle}>
        <p>{search.helpLead}</p>
        <ul>
          {search.operators.map(([example, says]) => (
            <li key={example}>
              <Button
                size="small"
                popovertarget={id}
                popovertargetaction="hide"
                aria-label={search.add(example)}
                onClick={() => onAdd(example)}
              >
                {example}
              </Button>
              <span>{says}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
