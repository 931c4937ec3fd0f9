import { useState } from 'preact/hooks'
import { settingsOf } from '../api/settings'
import { fullMoment, millis } from '../domain/dates'
import { useApp } from '../state/context'
import { common } from '../words/ru'
import { settings as words } from '../words/settings'
import { Button } from '../ui/Button'
import { usePages } from './usePages'
import styles from './Settings.module.css'
import type { SectionName } from '../api/settings'

interface Props {
  name: SectionName
  /** Another value is another history. */
  of: unknown
}

/** What was changed in a section, read only when somebody asks. */
export function Changes({ name, of }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <details class={styles.changes} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.changes}</summary>
      {open && <Listed name={name} of={of} />}
    </details>
  )
}

function Listed({ name, of }: Props) {
  const { api, clock } = useApp()
  const { items, problem, more, readMore, readAgain } = usePages(of, (cursor) =>
    settingsOf(api).settingsHistory(name, cursor),
  )
  const now = clock.now.value
  return (
    <>
      {problem !== null && (
        <p role="alert" class={styles.problem}>
          {problem} <Button onClick={readAgain}>{common.retry}</Button>
        </p>
      )}
      {items?.length === 0 && <p class={styles.hint}>{words.noChanges}</p>}
      <ul>
        {items?.map((change) => (
          <li key={change.id}>
            <p class={styles.hint}>
              {fullMoment(millis(change.at), now)}, {change.device}
            </p>
            {change.fields.map((field) => (
              <p key={field.field}>
                {field.title}: {sayChange(field.before, field.after)}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {more && <Button onClick={readMore}>{words.more}</Button>}
    </>
  )
}

/** Short values are shown, long ones only said to differ. */
function sayChange(before: string, after: string): string {
  const [old, fresh] = [plain(before), plain(after)]
  return old === null || fresh === null ? words.differs : `${old} → ${fresh}`
}

function plain(value: string): string | null {
  if (value === 'true') return words.yes
  if (value === 'false') return words.no
  if (/^-?\d+$/.test(value)) return value
  return value.startsWith('"') ? `«${String(JSON.parse(value))}»` : null
}
