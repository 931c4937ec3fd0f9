import { search } from '../words/search'
import { Button } from '../ui/Button'
import { Popover } from '../ui/Popover'
import styles from './SearchHelp.module.css'

interface Props {
  onAdd: (example: string) => void
}

/** What may be typed besides words; a tap adds an example to the query. */
export function SearchHelp({ onAdd }: Props) {
  return (
    <Popover
      label={search.helpTitle}
      opener={(opening) => (
        <button
          type="button"
          class={styles.open}
          {...opening}
          aria-label={search.help}
          title={search.help}
        >
          ?
        </button>
      )}
    >
      {(id) => (
        <div class={styles.help}>
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
        </div>
      )}
    </Popover>
  )
}
