import { fieldError } from '../start/useSubmit'
import { deadlines as words } from '../words/settings'
import { HoursSwitch } from './HoursSwitch'
import { SectionForm } from './SectionForm'
import { useSection } from './useSection'
import styles from './Settings.module.css'
import type { Sections } from '../api/settings'
import type { ApiError } from '../api/problem'

export function DeadlinesSection() {
  const state = useSection('deadlines')
  const { draft, error, write } = state
  return (
    <SectionForm name="deadlines" state={state}>
      {draft && (
        <>
          <HoursSwitch
            label={words.hours}
            hint={words.hoursHint}
            hours={draft.hours}
            error={error}
            onWrite={(hours) => write({ hours })}
          />
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
