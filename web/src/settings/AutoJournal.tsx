import { useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import { settingsOf } from '../api/settings'
import { fullMoment, millis } from '../domain/dates'
import { inboxRoute } from '../route'
import { useApp } from '../state/context'
import { automatic as words } from '../words/automatic'
import { common } from '../words/ru'
import { settings } from '../words/settings'
import { Button } from '../ui/Button'
import { Link } from '../ui/Link'
import { Stars } from '../ui/Stars'
import styles from './Settings.module.css'
import { usePages } from './usePages'
import type { JournalEntry } from '../api/settings'

/** What the system answered, or left to a person, and why. */
export function AutoJournal() {
  const { api } = useApp()
  const { items, problem, more, readMore, readAgain } = usePages('journal', (cursor) =>
    settingsOf(api).autoJournal(cursor),
  )
  return (
    <section class={styles.block} aria-label={words.journal}>
      <h2>{words.journal}</h2>
      {problem !== null && (
        <p role="alert" class={styles.problem}>
          {problem} <Button onClick={readAgain}>{common.retry}</Button>
        </p>
      )}
      {items?.length === 0 && <p class={styles.hint}>{words.noEntries}</p>}
      <ol class={styles.cases}>
        {items?.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {more && <Button onClick={readMore}>{settings.more}</Button>}
    </section>
  )
}

function Entry({ entry: given }: { entry: JournalEntry }) {
  const { api, clock, notices } = useApp()
  const [entry, setEntry] = useState(given)
  const mark = async (feedback: 'up' | 'down'): Promise<void> => {
    try {
      const wish = entry.feedback === feedback ? 'none' : feedback
      setEntry(await settingsOf(api).markAutomatic(entry.id, wish))
    } catch (thrown) {
      notices.tell(asApiError(thrown).message)
    }
  }
  return (
    <li>
      <p class={styles.hint}>
        {fullMoment(millis(entry.at), clock.now.value)} · {entry.title} · {entry.intent_title}
      </p>
      <p>
        <Stars rating={entry.rating} /> {entry.text}
      </p>
      {entry.reasons.map(({ code, title }) => (
        <p key={code} class={styles.hint}>
          {title}
        </p>
      ))}
      {entry.checks.length > 0 && <p class={styles.hint}>{words.checked(entry.checks)}</p>}
      <div class={styles.days}>
        <Button
          size="small"
          aria-pressed={entry.feedback === 'up'}
          aria-label={words.up}
          onClick={() => void mark('up')}
        >
          👍
        </Button>
        <Button
          size="small"
          aria-pressed={entry.feedback === 'down'}
          aria-label={words.down}
          onClick={() => void mark('down')}
        >
          👎
        </Button>
        <Link to={inboxRoute({ view: 'all', id: entry.interaction })}>{words.open}</Link>
      </div>
    </li>
  )
}
