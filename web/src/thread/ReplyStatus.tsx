import { isFinal, isHindered, toneOf, undoLeft } from '../domain/reply'
import { useApp } from '../state/context'
import { attach } from '../words/files'
import { reply as words } from '../words/thread'
import { Button } from '../ui/Button'
import { Icon } from '../ui/Icon'
import styles from './ReplyStatus.module.css'
import type { Reply } from '../api/types'
import type { Tone } from '../domain/reply'
import type { IconName } from '../ui/Icon'

const ICONS: Record<Tone, IconName> = {
  neutral: 'done',
  progress: 'send',
  good: 'done',
  warning: 'failed',
  bad: 'failed',
}

interface Props {
  reply: Reply | null
  /** The service sends nothing just now. */
  paused: boolean
  onCancel: (reply: Reply) => void
  onRetry: (reply: Reply) => void
  onNext: () => void
}

/** How far the reply got, in the server's words; a region that is always there, so it is heard. */
export function ReplyStatus({ reply, paused, onCancel, onRetry, onNext }: Props) {
  const { now } = useApp().clock
  const shown = reply && reply.state !== 'cancelled' ? reply : null
  const left = shown?.state === 'approved' ? undoLeft(shown, now.value) : 0
  const held = shown?.state === 'approved' && left === 0 && paused && !shown.simulated
  const waits = held || (shown !== null && isHindered(shown, now.value))
  const tone = shown ? toneOf(shown.state, shown.wb_state) : 'neutral'
  return (
    <div class={styles.line} data-tone={tone} data-shown={shown !== null}>
      <div role="status" class={styles.status}>
        {shown && (
          <>
            <Icon name={ICONS[tone]} />
            <Words reply={shown} left={left} held={held} waits={waits} />
          </>
        )}
      </div>
      {shown && (left > 0 || (waits && shown.can_cancel)) && (
        <Button icon="close" onClick={() => onCancel(shown)}>
          {words.cancel}
        </Button>
      )}
      {shown?.can_retry && (
        <Button icon="sync" onClick={() => onRetry(shown)}>
          {words.retry}
        </Button>
      )}
      {shown && (!isFinal(shown.state) || tone === 'good') && (
        <Button look="quiet" onClick={onNext}>
          {words.next}
        </Button>
      )}
    </div>
  )
}

interface WordsProps {
  reply: Reply
  left: number
  held: boolean
  waits: boolean
}

/** The countdown is seen; heard is one sentence, which does not change every second. */
function Words({ reply, left, held, waits }: WordsProps) {
  if (left > 0) {
    return (
      <p>
        <span aria-hidden="true">{undoText(reply, left)}</span>
        <span class="visually-hidden">
          {reply.send_at || reply.simulated ? reply.title : words.undoHeard}
        </span>
        <Carried files={reply.files} />
      </p>
    )
  }
  return (
    <p>
      {reply.state !== 'approved' || reply.simulated
        ? reply.title
        : held
          ? words.held
          : waits
            ? words.short.approved
            : words.short.sending}
      {reply.reason && !reply.title.includes(reply.reason) && (
        <span class={styles.reason}>{words.reason(reply.reason)}</span>
      )}
      <Carried files={reply.files} />
    </p>
  )
}

function Carried({ files }: Pick<Reply, 'files'>) {
  if (files.length === 0) return null
  return <span class={styles.reason}>{attach.sent(files.map(({ name }) => name))}</span>
}

/** Seconds, then minutes; a day further off is the server's to name. */
function undoText({ title, kind, simulated }: Reply, left: number): string {
  if (simulated) return words.simulating
  if (left < 60) return kind === 'edit' ? words.undoEdit(left) : words.undo(left)
  return left < 3600 ? words.undoMinutes(Math.round(left / 60)) : title
}
