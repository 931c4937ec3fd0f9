import { millis, longDay, clockTime } from '../domain/dates'
import { common } from '../words/ru'
import { reply as replyWords, thread } from '../words/thread'
import { Chip } from '../ui/Chip'
import { Stars } from '../ui/Stars'
import { Photos } from './Photos'
import { VideoLink } from './VideoLink'
import styles from './PublicItem.module.css'
import type { Interaction, Source } from '../api/types'

interface Props {
  item: Interaction
}

/** A review or a question as the document it is, and the answer under it. */
export function PublicItem({ item }: Props) {
  const { row, source } = item
  const variant = [row.product.size, row.product.color].filter(Boolean).join(', ')
  const at = millis(row.occurred_at)
  return (
    <>
      <article class={styles.card}>
        <header class={styles.head}>
          {row.rating !== null && <Stars rating={row.rating} size={17} />}
          <strong>{source.buyer || common.buyer}</strong>
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
      <p class={styles.text}>{text}</p>
    </div>
  )
}

/** What WB shows, or what is on its way there; the desk below says how far it got. */
function Answer({ item: { source, reply } }: Props) {
  const shown = source.answer?.text
  const text = shown ?? (reply && reply.state !== 'cancelled' ? reply.text : undefined)
  if (text === undefined) return null
  const state = source.answer?.state
  const at = source.answer?.created_at
  return (
    <article class={styles.answer}>
      <header class={styles.head}>
        <strong>{thread.answer}</strong>
        {state === 'wbRu' && <Chip tone="good">{replyWords.published}</Chip>}
        {state === 'reviewRequired' && <Chip tone="accent">{replyWords.onModeration}</Chip>}
        {state === 'rejected' && <Chip tone="bad">{replyWords.rejected}</Chip>}
        {at && (
          <time dateTime={at} class={styles.when}>
            {longDay(millis(at))}
          </time>
        )}
      </header>
      <p class={styles.text}>{text}</p>
    </article>
  )
}
