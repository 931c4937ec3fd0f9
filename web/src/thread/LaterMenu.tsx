import { useId, useState } from 'preact/hooks'
import { fromMoscowInput, moscowInput, tomorrowMorning } from '../domain/dates'
import { useApp } from '../state/context'
import { later as words } from '../words/thread'
import { Button } from '../ui/Button'
import styles from './LaterMenu.module.css'

const HOUR = 60 * 60 * 1000
const LATEST = 30 * 24 * HOUR

interface Props {
  disabled: boolean
  onChoose: (sendAt: string) => void
}

/** When to send, for whoever does not want it to be now. */
export function LaterMenu({ disabled, onChoose }: Props) {
  const { clock } = useApp()
  const id = useId()
  const [moment, setMoment] = useState('')
  const now = clock.now.peek()
  const own = fromMoscowInput(moment)
  const fits = own !== null && own > now && own < now + LATEST
  const closing = { popovertarget: id, popovertargetaction: 'hide' } as const
  return (
    <div class={styles.later}>
      <Button icon="snoozed" popovertarget={id} disabled={disabled}>
        {words.title}
      </Button>
      <div id={id} popover="auto" class={styles.menu}>
        <button type="button" {...closing} onClick={() => onChoose(inAnHour(now))}>
          {words.hour}
        </button>
        <button type="button" {...closing} onClick={() => onChoose(tomorrowMorning(now))}>
          {words.tomorrow}
        </button>
        <label>
          {words.own}
          <input
            type="datetime-local"
            value={moment}
            min={moscowInput(now)}
            max={moscowInput(now + LATEST)}
            onInput={(event) => setMoment(event.currentTarget.value)}
          />
        </label>
        <Button
          size="small"
          disabled={!fits}
          {...closing}
          onClick={() => own !== null && onChoose(new Date(own).toISOString())}
        >
          {words.choose}
        </Button>
      </div>
    </div>
  )
}

function inAnHour(now: number): string {
  return new Date(now + HOUR).toISOString()
}
