import { useState } from 'preact/hooks'
import { fromMoscowInput, moscowInput, tomorrowMorning } from '../domain/dates'
import { useApp } from '../state/context'
import { later as words } from '../words/thread'
import { Button } from '../ui/Button'
import { Menu } from '../ui/Menu'
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
  const [moment, setMoment] = useState('')
  const now = clock.now.peek()
  const own = fromMoscowInput(moment)
  const fits = own !== null && own > now && own < now + LATEST
  return (
    <Menu icon="snoozed" label={words.title} side="above" compact disabled={disabled}>
      {(closing) => (
        <>
          <button type="button" {...closing} onClick={() => onChoose(inAnHour(now))}>
            {words.hour}
          </button>
          <button type="button" {...closing} onClick={() => onChoose(tomorrowMorning(now))}>
            {words.tomorrow}
          </button>
          <label class={styles.own}>
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
        </>
      )}
    </Menu>
  )
}

function inAnHour(now: number): string {
  return new Date(now + HOUR).toISOString()
}
