import { intents } from '../words/ru'
import { meaning } from '../words/meaning'
import { Chip } from '../ui/Chip'
import { Icon } from '../ui/Icon'
import { DeadlineChip } from '../inbox/DeadlineChip'
import { Explained } from './Explained'
import { Tags } from './Tags'
import styles from './Meaning.module.css'
import type { Interaction, Quote, Row, Topic } from '../api/types'
import type { ChipTone } from '../ui/Chip'

const TONES: Record<Topic['sentiment'], ChipTone> = {
  positive: 'good',
  negative: 'bad',
  neutral: 'plain',
}

interface Props {
  row: Row
  /** Absent while the item is being read. */
  item?: Interaction | undefined
}

/** What an item is about and until when, each with its reason; what a person must see comes first. */
export function Meaning({ row, item }: Props) {
  const topics = item ? item.topics : []
  if (!row.deadline && !item) return null
  return (
    <>
      {item?.escalations.map((one) => (
        <p key={one.alarm} class={styles.alarm}>
          <Icon name="failed" size={16} />
          <span>
            <strong>
              {meaning.person}: {one.reason}
            </strong>{' '}
            <Quotes evidence={one.evidence} />
          </span>
        </p>
      ))}
      <div class={styles.strip}>
        {row.deadline && (
          <Explained reason={<DeadlineReason deadline={row.deadline} />}>
            <DeadlineChip deadline={row.deadline} />
          </Explained>
        )}
        {item && <IntentChip item={item} />}
        {topics
          .filter((topic) => item?.intent.label !== topic.label)
          .map((topic) => (
            <Explained key={topic.label} reason={<TopicReason topic={topic} />}>
              <Chip tone={TONES[topic.sentiment]}>{intents[topic.label]}</Chip>
            </Explained>
          ))}
        {item && <Tags key={row.id} item={item} />}
      </div>
    </>
  )
}

function DeadlineReason({ deadline }: { deadline: NonNullable<Row['deadline']> }) {
  return (
    <>
      {deadline.reason}
      {deadline.wb_reason && (
        <>
          <br />
          {deadline.wb_reason}
        </>
      )}
    </>
  )
}

/** The one thing that the seller must do something about. */
function IntentChip({ item: { intent, topics } }: { item: Interaction }) {
  const same = topics.find((topic) => topic.label === intent.label)
  const how = [
    meaning.methods[intent.method],
    meaning.sure(Math.round(intent.confidence * 100)),
    intent.nearest && meaning.nearest(intent.nearest),
  ].filter(Boolean)
  return (
    <Explained
      reason={
        <>
          {meaning.why}: <Quotes evidence={intent.evidence} fallback={meaning.noQuote} />
          <br />
          <span class={styles.how}>{how.join(', ')}</span>
        </>
      }
    >
      <Chip tone={same ? TONES[same.sentiment] : 'accent'}>{intents[intent.label]}</Chip>
    </Explained>
  )
}

function TopicReason({ topic }: { topic: Topic }) {
  return (
    <>
      {meaning.feelings[topic.sentiment]}: <Quotes evidence={topic.evidence} fallback="" />
    </>
  )
}

function Quotes({ evidence, fallback = '' }: { evidence: readonly Quote[]; fallback?: string }) {
  if (evidence.length === 0) return <>{fallback}</>
  return (
    <>
      {evidence.map((quote, at) => (
        <q key={at} class={styles.quote}>
          {quote.text}
        </q>
      ))}
    </>
  )
}
