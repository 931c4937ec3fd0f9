import { fullMoment, millis } from '../domain/dates'
import { context as words } from '../words/context'
import { reply as replyWords } from '../words/thread'
import { Block } from './Block'
import styles from './History.module.css'
import type { Reply } from '../api/types'

interface Props {
  reply: Reply
  now: number
}

/** Every step of the reply, the newest last. */
export function History({ reply, now }: Props) {
  return (
    <Block title={words.history}>
      {reply.edit_reason && <p class={styles.reason}>{replyWords.why(reply.edit_reason)}</p>}
      <ol class={styles.history}>
        {reply.history.map((step) => (
          <li key={`${step.state}-${step.at}`}>
            <span>{step.title}</span>
            <time dateTime={step.at}>{fullMoment(millis(step.at), now)}</time>
          </li>
        ))}
      </ol>
    </Block>
  )
}
