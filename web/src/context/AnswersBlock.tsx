import { millis, shortMoment } from '../domain/dates'
import { around as words } from '../words/around'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Icon } from '../ui/Icon'
import styles from './AnswersBlock.module.css'
import type { EarlierAnswer } from '../api/types'

interface Props {
  answers: readonly EarlierAnswer[]
  now: number
  onUse: (text: string) => void
}

/** What other buyers of the product were answered to like words. */
export function AnswersBlock({ answers, now, onUse }: Props) {
  if (answers.length === 0) return <p class={styles.note}>{words.noAnswers}</p>
  return (
    <>
      <p class={styles.note}>{words.answersHint}</p>
      <ul class={styles.answers}>
        {answers.map((answer) => (
          <li key={answer.interaction_id}>
            <p class={styles.asked}>
              <Icon name={answer.channel} size={14} /> {words.asked} {answer.asked}
            </p>
            <blockquote class={styles.text}>{answer.text}</blockquote>
            <p class={styles.foot}>
              <time dateTime={answer.occurred_at}>
                {shortMoment(millis(answer.occurred_at), now)}
              </time>
              {answer.is_same_intent && <Chip>{words.sameTopic}</Chip>}
              <Button size="small" look="quiet" onClick={() => onUse(answer.text)}>
                {words.use}
              </Button>
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
