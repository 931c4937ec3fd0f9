import { longDay, millis } from '../domain/dates'
import { intents } from '../words/ru'
import { around as words } from '../words/around'
import { Chip } from '../ui/Chip'
import { Fact } from './Block'
import styles from './FactsBlock.module.css'
import type { Fit, FitShares, ProductFacts, TopicShare } from '../api/types'

interface Props {
  facts: ProductFacts
  /** The size that the open interaction is about. */
  size: string
}

const FITS = ['smaller', 'ok', 'bigger'] as const satisfies readonly Fit[]

/** What the product's newest reviews say together, each figure with its number of voices. */
export function FactsBlock({ facts, size }: Props) {
  const { rating } = facts
  if (facts.reviews === 0) return <p class={styles.note}>{words.noReviews}</p>
  const own = facts.sizes.find((one) => one.size === size && size !== '')
  const others = facts.sizes.filter((one) => one !== own)
  return (
    <>
      {rating && (
        <Fact name={words.rating}>
          {words.mean(rating.mean, rating.rated)}
          {rating.recent !== null && rating.earlier !== null && (
            <span class={styles.soft}>{words.ratingMoved(rating.recent, rating.earlier)}</span>
          )}
        </Fact>
      )}
      <Fact name={words.fit}>
        <FitLine fit={facts.fit} />
        {own && <FitLine fit={own} />}
      </Fact>
      {others.length > 0 && (
        <details class={styles.more}>
          <summary>{words.bySize}</summary>
          {others.map((one) => (
            <FitLine key={one.size} fit={one} />
          ))}
        </details>
      )}
      <Topics topics={facts.topics} recent={facts.recent} />
      <p class={styles.note}>
        {words.basis(facts, facts.since === null ? null : longDay(millis(facts.since)))}
      </p>
    </>
  )
}

function FitLine({ fit }: { fit: FitShares }) {
  const { shares } = fit
  const name = fit.size === null ? '' : `${words.size(fit.size)}: `
  if (shares === null) {
    return <p>{name + (fit.n === 0 ? words.noFits : words.fewFits(fit.n))}</p>
  }
  const told = FITS.map((one) => words.fitShare(words.fits[one], shares[one] ?? 0)).join(', ')
  return (
    <p>
      {name}
      <strong>{fit.tendency ? words.fitTendency(fit.tendency) : words.noTendency}</strong>
      <span class={styles.soft}>
        {told}
        {'\u00a0· '}
        {words.fitCount(fit.n)}
      </span>
    </p>
  )
}

function Topics({ topics, recent }: { topics: readonly TopicShare[]; recent: number }) {
  const heard = topics.filter((topic) => topic.now > 0 || topic.change === 'down')
  if (heard.length === 0) return <p class={styles.note}>{words.noTopics}</p>
  return (
    <div>
      <p class={styles.title}>{words.topics}</p>
      <ul class={styles.topics}>
        {heard.map((topic) => (
          <li key={topic.topic}>
            {intents[topic.topic]}{' '}
            <span class={styles.count}>{words.topicCount(topic, recent)}</span>{' '}
            {topic.change && topic.change !== 'same' && (
              <Chip tone={topic.change === 'up' ? 'warning' : 'good'}>
                {words.changes[topic.change]}
              </Chip>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
