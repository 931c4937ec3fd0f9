import { fullMoment, millis } from '../domain/dates'
import { context as words, reply as replyWords } from '../words/thread'
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
      <ol class={styles.history}>
        {reply.history.map((step) => (
          <li key={`${step.state}-${step.at}`}>
            <span>{replyWords.steps[step.state]}</span>
            <time dateTime={step.at}>{fullMoment(millis(step.at), now)}</time>
            <Detail code={step.detail} />
          </li>
        ))}
      </ol>
    </Block>
  )
}

/** A sentence is shown as it is, a code only when there are words for it. */
function Detail({ code }: { code: string }) {
  const words = /^[\w-]*$/.test(code) ? replyWords.details[code] : code
  return words ? <p>{words}</p> : null
}
