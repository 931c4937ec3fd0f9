import { useState } from 'preact/hooks'
import { fieldError } from '../start/useSubmit'
import { deadlines as words } from '../words/settings'
import { Field } from '../ui/Field'
import { Switch } from '../ui/Switch'
import styles from './Settings.module.css'
import type { ApiError } from '../api/problem'
import type { Hours } from '../api/settings'

const DAY: Hours = {
  opens: '09:00',
  closes: '21:00',
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  rests_on_holidays: false,
  days_off: [],
}

interface SwitchProps {
  label: string
  hint: string
  hours: Hours | null
  error: ApiError | null
  onWrite: (hours: Hours | null) => void
}

/** Working hours that may be left out: no hours means the whole day. */
export function HoursSwitch({ label, hint, hours, error, onWrite }: SwitchProps) {
  return (
    <>
      <Switch
        label={label}
        hint={hint}
        on={hours !== null}
        onChange={(on) => onWrite(on ? DAY : null)}
      />
      {hours && (
        <HoursFields
          hours={hours}
          error={error}
          onWrite={(change) => onWrite({ ...hours, ...change })}
        />
      )}
    </>
  )
}

interface Props {
  hours: Hours
  error: ApiError | null
  onWrite: (change: Partial<Hours>) => void
}

function HoursFields({ hours, error, onWrite }: Props) {
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
