import { millis, shortMoment } from '../domain/dates'
import { channel } from '../words/ru'
import { around as words } from '../words/around'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Icon } from '../ui/Icon'
import { Link } from '../ui/Link'
import styles from './StepCard.module.css'
import type { Step } from '../api/types'
import type { InboxRoute } from '../route'

interface Props {
  step: Step
  route: InboxRoute
  now: number
  onUnlink: (step: Step) => void
}

/** One interaction of the timeline: what was said, why it stands here, and what can be done. */
export function StepCard({ step, route, now, onUnlink }: Props) {
  const to = { ...route, view: 'all' as const, id: step.interaction_id, panel: false }
  const told = step.subject || channel[step.channel]
  return (
    <article class={styles.step} data-group={step.group}>
      {step.is_current ? (
        <p class={styles.head} aria-current="true">
          <Icon name={step.channel} size={16} />
          <span class={styles.subject}>{told}</span>
        </p>
      ) : (
        <Link to={to} class={styles.head}>
          <Icon name={step.channel} size={16} />
          <span class={styles.subject}>{told}</span>
        </Link>
      )}
      <p class={styles.facts}>
        <time dateTime={step.occurred_at}>{shortMoment(millis(step.occurred_at), now)}</time>
        {step.is_current && <Chip tone="accent">{words.current}</Chip>}
        {step.is_other_buyer && <Chip>{words.otherBuyer}</Chip>}
        {step.group === 'guess' && (
          <Chip tone={step.confidence >= SURE ? 'good' : 'warning'}>
            {words.sure(step.confidence)}
          </Chip>
        )}
        {step.needs_response && !step.is_current && <Chip tone="warning">{words.waits}</Chip>}
      </p>
      {!step.is_current && !step.is_other_buyer && (
        <p class={styles.why}>{step.reasons.map((reason) => reason.words).join(', ')}</p>
      )}
      {!step.is_current && <Said label={words.answer} text={step.last_reply_text} />}
      {!step.is_current && <Said label={words.draft} text={step.last_draft_text} />}
      {!step.is_current && (
        <p class={styles.actions}>
          <a href={step.wb_url} target="_blank" rel="noopener noreferrer">
            {words.inPortal}
          </a>
          {step.can_unlink && (
            <Button
              size="small"
              look="quiet"
              aria-label={words.unlinkOf(told)}
              onClick={() => onUnlink(step)}
            >
              {words.unlink}
            </Button>
          )}
        </p>
      )}
    </article>
  )
}

const SURE = 0.85

function Said({ label, text }: { label: string; text: string | null }) {
  if (!text) return null
  return (
    <details class={styles.said}>
      <summary>
        {label} <span>{text}</span>
      </summary>
      <p>{text}</p>
    </details>
  )
}
