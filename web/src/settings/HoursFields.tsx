import { useState } from 'preact/hooks'
import { fieldError } from '../start/useSubmit'
import { deadlines as words } from '../words/settings'
import { Field } from '../ui/Field'
import { Switch } from '../ui/Switch'
import styles from './Settings.module.css'
import type { ApiError } from '../api/problem'
import type { Hours } from '../api/settings'

interface Props {
  hours: Hours
  error: ApiError | null
  onWrite: (change: Partial<Hours>) => void
}

export function HoursFields({ hours, error, onWrite }: Props) {
  const days = hours.days_off ?? []
  const [typed, setTyped] = useState('')
  // What is typed is shown as it is, until the days are others than those typed.
  const dates = datesIn(typed).join() === days.join() ? typed : days.join(', ')
  const wrongDay = error?.fields.find(({ field }) => field.startsWith('hours.days_off'))?.message
  const weekdays = fieldError(error, 'hours.weekdays')
  return (
    <fieldset class={styles.hours}>
      <legend class="visually-hidden">{words.hours}</legend>
      <Field
        label={words.opens}
        value={hours.opens}
        onWrite={(opens) => onWrite({ opens })}
        error={fieldError(error, 'hours.opens')}
      />
      <Field
        label={words.closes}
        value={hours.closes}
        onWrite={(closes) => onWrite({ closes })}
        error={fieldError(error, 'hours.closes')}
      />
      <div class={styles.wide} role="group" aria-label={words.weekdays}>
        <p class={styles.label}>{words.weekdays}</p>
        <div class={styles.days}>
          {words.days.map((name, day) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={hours.weekdays.includes(day)}
                onChange={() => onWrite({ weekdays: toggled(hours.weekdays, day) })}
              />
              {name}
            </label>
          ))}
        </div>
        {weekdays !== undefined && <p class={styles.mistake}>{weekdays}</p>}
      </div>
      <Switch
        label={words.holidays}
        on={hours.rests_on_holidays}
        onChange={(rests_on_holidays) => onWrite({ rests_on_holidays })}
      />
      <div class={styles.wide}>
        <Field
          label={words.daysOff}
          hint={words.daysOffHint}
          optional
          value={dates}
          onWrite={(written) => {
            setTyped(written)
            onWrite({ days_off: datesIn(written) })
          }}
          error={wrongDay}
        />
      </div>
    </fieldset>
  )
}

function datesIn(written: string): string[] {
  return written.split(/[\s,;]+/).filter(Boolean)
}

function toggled(days: readonly number[], day: number): number[] {
  const rest = days.filter((one) => one !== day)
  return rest.length === days.length ? [...days, day].sort() : rest
}
