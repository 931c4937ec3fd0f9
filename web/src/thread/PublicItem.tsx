import { showHidden } from '../domain/hidden'
import { millis, longDay, clockTime } from '../domain/dates'
import { common } from '../words/ru'
import { isContinued } from '../domain/links'
import { isFinal } from '../domain/reply'
import { useApp } from '../state/context'
import { edit as editWords, reply as replyWords, thread } from '../words/thread'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Stars } from '../ui/Stars'
import { lazy } from '../ui/lazy'
import { Photos } from './Photos'
import styles from './PublicItem.module.css'
import type { Interaction, PublishedAnswer, ReplyState, Source } from '../api/types'

/** Hardly any review is of several parts or has a video. */
const Supplements = lazy(async () => (await import('./Supplements')).Supplements)
const VideoLink = lazy(async () => (await import('./VideoLink')).VideoLink, { extra: true })

interface Props {
  item: Interaction
}

/** A review or a question as the document it is, and the answer under it. */
export function PublicItem({ item }: Props) {
  const { row, source } = item
  const variant = [row.product.size, row.product.color].filter(Boolean).join(', ')
  const at = millis(row.occurred_at)
  const hasParts = item.links.some(isContinued)
  return (
    <>
      {hasParts && <Supplements item={item} side="before" />}
      <article class={styles.card} data-open>
        <header class={styles.head}>
          {row.rating !== null && <Stars rating={row.rating} size={17} />}
          <strong>{showHidden(source.buyer) || common.buyer}</strong>
          <time dateTime={row.occurred_at} class={styles.when}>
            {longDay(at)}, {clockTime(at)}
          </time>
        </header>
        <Field name={thread.pros} text={source.pros} tone="good" />
        <Field name={thread.cons} text={source.cons} tone="bad" />
        {source.text ? (
          <Field
            name={source.pros || source.cons ? thread.comment : ''}
            text={source.text}
            tone="plain"
          />
        ) : (
          isBare(source) && <p class={styles.none}>{thread.ratingOnly}</p>
        )}
        {source.tags.length > 0 && (
          <div class={styles.tags}>
            <span class={styles.name}>{thread.tags}</span>
            {source.tags.map((tag) => (
              <Chip key={tag}>{tag}</Chip>
            ))}
          </div>
        )}
        <Photos photos={source.photos} />
        {source.video && <VideoLink video={source.video} />}
        {(variant || source.size_fit) && (
          <p class={styles.variant}>
            {variant && `${thread.variant}: ${variant}`}
            {variant && source.size_fit && ' · '}
            {source.size_fit && `${thread.fit}: ${thread.fits[source.size_fit] ?? source.size_fit}`}
          </p>
        )}
      </article>
      {hasParts && <Supplements item={item} side="after" />}
      <Answer item={item} />
    </>
  )
}

/** Stars and nothing else. */
function isBare({ pros, cons, tags, photos, video }: Source): boolean {
  return !pros && !cons && tags.length === 0 && photos.length === 0 && video === null
}

function Field({ name, text, tone }: { name: string; text: string; tone: string }) {
  if (!text) return null
  return (
    <div class={styles.field} data-tone={tone}>
      {name && <h3 class={styles.name}>{name}</h3>}
      <p class={styles.text}>{showHidden(text)}</p>
    </div>
  )
}

const NEVER_SENT: ReplyState[] = ['cancelled', 'answered_elsewhere']

/** What WB shows, or what is on its way there; the desk below says how far it got. */
function Answer({ item }: Props) {
  const { source, reply } = item
  const shown = source.answer?.text
  const text = shown ?? (reply && !NEVER_SENT.includes(reply.state) ? reply.text : undefined)
  if (text === undefined) return null
  const state = source.answer?.state
  return (
    <article class={styles.answer}>
      <header class={styles.head}>
        <strong>{thread.answers[source.answer?.by ?? 'inbox']}</strong>
        {state === 'wbRu' && <Chip tone="good">{replyWords.published}</Chip>}
        {state === 'reviewRequired' && <Chip tone="accent">{replyWords.onModeration}</Chip>}
        {state === 'rejected' && <Chip tone="bad">{replyWords.rejected}</Chip>}
        {!shown && reply?.simulated && <Chip>{replyWords.example}</Chip>}
        {source.answer?.at && <AnswerTime at={source.answer.at} kind={source.answer.at_kind} />}
      </header>
      <p class={styles.text}>{text}</p>
      <EditedText item={item} />
      <EditBudget item={item} />
    </article>
  )
}

/** WB does not date the answer to a review: what is said then is when a sync noticed it. */
function AnswerTime({ at, kind }: { at: string; kind: PublishedAnswer['at_kind'] }) {
  const moment = millis(at)
  const words = `${longDay(moment)}, ${clockTime(moment)}`
  return (
    <time dateTime={at} class={styles.when}>
      {kind === 'noticed' ? thread.noticed(words) : words}
    </time>
  )
}

/** What an edit would put in the answer's place, until WB shows it there. */
function EditedText({ item: { source, reply } }: Props) {
  if (reply?.kind !== 'edit' || reply.text === source.answer?.text) return null
  if (['cancelled', 'answered_elsewhere'].includes(reply.state)) return null
  const failed = reply.state === 'failed' || reply.state === 'attention'
  return (
    <Field name={failed ? editWords.notShown : editWords.onItsWay} text={reply.text} tone="plain" />
  )
}

/** The one edit and what is left of it; on its way, the edit itself says how far it got. */
function EditBudget({ item }: Props) {
  const { editing } = useApp()
  const { edit, reply } = item
  if (!edit || (reply && !isFinal(reply.state))) return null
  return (
    <footer class={styles.edit}>
      <span>{edit.title}</span>
      {edit.allowed && (
        <Button size="small" onClick={() => editing.begin(item)}>
          {editWords.begin}
        </Button>
      )}
    </footer>
  )
}
