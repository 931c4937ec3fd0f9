import { fieldError } from '../start/useSubmit'
import { deadlines as words } from '../words/settings'
import { Switch } from '../ui/Switch'
import { HoursFields } from './HoursFields'
import { SectionForm } from './SectionForm'
import { useSection } from './useSection'
import styles from './Settings.module.css'
import type { Hours, Sections } from '../api/settings'
import type { ApiError } from '../api/problem'

const DAY: Hours = {
  opens: '09:00',
  closes: '21:00',
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  rests_on_holidays: false,
  days_off: [],
}

export function DeadlinesSection() {
  const state = useSection('deadlines')
  const { draft, error, write } = state
  return (
    <SectionForm name="deadlines" state={state}>
      {draft && (
        <>
          <Switch
            label={words.hours}
            hint={words.hoursHint}
            on={draft.hours !== null}
            onChange={(on) => write({ hours: on ? DAY : null })}
          />
          {draft.hours && (
            <HoursFields
              hours={draft.hours}
              error={error}
              onWrite={(change) => draft.hours && write({ hours: { ...draft.hours, ...change } })}
            />
          )}
          <Table section={draft} error={error} onWrite={(rows) => write({ rows })} />
        </>
      )}
    </SectionForm>
  )
}

interface TableProps {
  section: Sections['deadlines']
  error: ApiError | null
  onWrite: (rows: Sections['deadlines']['rows']) => void
}

function Table({ section: { rows, titles }, error, onWrite }: TableProps) {
  return (
    <div class={styles.wide}>
      <p class={styles.hint}>{words.hint}</p>
      <table class={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.row}</th>
            <th scope="col">{words.target}</th>
            <th scope="col">{words.limit}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(rows).map(([name, row]) => {
            const title = titles[name] ?? name
            const problem =
              fieldError(error, `rows.${name}`) ??
              fieldError(error, `rows.${name}.target_minutes`) ??
              fieldError(error, `rows.${name}.limit_minutes`)
            const cell = (field: 'target_minutes' | 'limit_minutes', label: string) => (
              <td>
                <input
                  inputMode="numeric"
                  value={Number.isNaN(row[field]) ? '' : String(row[field])}
                  aria-label={`${title}: ${label}`}
                  aria-invalid={problem !== undefined}
                  onInput={({ currentTarget: { value } }) => {
                    const minutes = value.trim() === '' ? Number.NaN : Number(value)
                    onWrite({ ...rows, [name]: { ...row, [field]: minutes } })
                  }}
                />
              </td>
            )
            return (
              <tr key={name}>
                <th scope="row">
                  {title}
                  {problem !== undefined && <small class={styles.mistake}>{problem}</small>}
                </th>
                {cell('target_minutes', words.target)}
                {cell('limit_minutes', words.limit)}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
