import { useId } from 'preact/hooks'
import { fullMoment, clockTime, dayKey } from '../domain/dates'
import { composing as words } from '../words/composing'
import { Button } from '../ui/Button'
import styles from './Elsewhere.module.css'
import type { Clash, Elsewhere as Words } from '../autosave/autosave'

interface Props {
  taken: Words | null
  clash: Clash | null
  now: number
  onChoose: (mine: boolean) => void
}

/** What another device has to do with the words below, which stay in sight under it. */
export function Elsewhere({ taken, clash, now, onChoose }: Props) {
  const id = useId()
  if (clash) {
    return (
      <section class={styles.clash} role="alert" aria-labelledby={id}>
        <h3 id={id}>{words.clashTitle}</h3>
        <p>{words.clashHint(moment(clash.at, now), clash.device)}</p>
        <blockquote>{clash.text}</blockquote>
        <div class={styles.choices}>
          <Button size="small" onClick={() => onChoose(true)}>
            {words.keepMine}
          </Button>
          <Button size="small" onClick={() => onChoose(false)}>
            {words.takeTheirs}
          </Button>
        </div>
      </section>
    )
  }
  if (!taken) return null
  return (
    <p class={styles.taken} role="status">
      {words.taken(moment(taken.at, now), taken.device)}
    </p>
  )
}

/** The time alone today, with the day before that. */
function moment(at: number, now: number): string {
  return dayKey(at) === dayKey(now) ? clockTime(at) : fullMoment(at, now)
}
