import { Fragment } from 'preact'
import { showHidden } from '../domain/hidden'
import { inboxRoute } from '../route'
import { Link } from '../ui/Link'
import { Block, Count } from './Block'
import { useAsked } from './useAsked'
import { intents } from '../words/ru'
import { analytics as words } from '../words/analytics'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'
import type { BlockOf, BlockWith, Opens } from './Block'
import type { Table } from './table'

type Schemas = components['schemas']
type Topic = Schemas['TopicCountAnswer']

const MOST_PRODUCTS = 10

export function Ratings({ asked, onOpen }: BlockWith<Schemas['RatingsAnswer']>) {
  return (
    <>
      <Block
        title={words.ratings}
        asked={asked}
        isEmpty={({ whole }) => whole.total === 0}
        place="last"
      >
        {({ whole }) => <Stars of={whole} onOpen={onOpen} />}
      </Block>
      <Block
        title={words.products}
        asked={asked}
        isEmpty={({ products }) => products.length === 0}
        table={productsTable}
        place="wide"
      >
        {({ products }) => <Products of={products} onOpen={onOpen} />}
      </Block>
    </>
  )
}

function Stars({ of, onOpen }: { of: Schemas['StarsAnswer']; onOpen: Opens }) {
  return (
    <>
      {of.average !== null && <p>{words.average(of.average)}</p>}
      <dl class={styles.bars}>
        {['5', '4', '3', '2', '1'].map((stars) => {
          const count = of.stars[stars]
          if (!count) return null
          return (
            <Fragment key={stars}>
              <dt>{stars} ★</dt>
              <dd>
                <meter min={0} max={of.total} value={count.value} aria-label={`${stars} ★`} />
                <Count of={count} title={`${stars} ★`} onOpen={onOpen} />
              </dd>
            </Fragment>
          )
        })}
      </dl>
    </>
  )
}

interface ProductsProps {
  of: Schemas['ProductRatingAnswer'][]
  onOpen: Opens
}

function Products({ of, onOpen }: ProductsProps) {
  return (
    <table class={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.product}</th>
          <th scope="col">{words.mean}</th>
          <th scope="col">{words.reviews}</th>
          <th scope="col">{words.complaints}</th>
        </tr>
      </thead>
      <tbody>
        {of.slice(0, MOST_PRODUCTS).map(({ nm_id, name, rating, complaints }) => (
          <tr key={nm_id}>
            <th scope="row">
              <Link to={inboxRoute({ view: 'all', q: words.ofProduct(nm_id) })}>
                {name === '' ? words.articleOf(nm_id) : name}
              </Link>
              {name && <small class={styles.muted}>{words.articleOf(nm_id)}</small>}
            </th>
            <td>{rating.average === null ? '—' : words.figure(rating.average)}</td>
            <td>
              <Count
                of={{ value: rating.total, list: `nm/${nm_id}/rating/*` }}
                title={words.reviewsOf(nm_id)}
                onOpen={onOpen}
              />
            </td>
            <td>
              <Count
                of={{ value: complaints, list: `nm/${nm_id}/topic/*/negative` }}
                title={words.complaintsOf(nm_id)}
                onOpen={onOpen}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function productsTable({ products }: Schemas['RatingsAnswer']): Table {
  const head = [words.article, words.product, words.mean, words.reviews, words.complaints]
  return [
    head,
    ...products.map(({ nm_id, name, rating, complaints }) => [
      nm_id,
      name,
      rating.average ?? '',
      rating.total,
      complaints,
    ]),
  ]
}

export function Topics({ days, onOpen }: BlockOf) {
  const asked = useAsked<Schemas['TopicsAnswer']>('/analytics/topics', { days, quotes: 'true' })
  return (
    <Block
      title={words.topics}
      asked={asked}
      isEmpty={({ topics }) => topics.length === 0}
      table={topicsTable}
      place="wide"
    >
      {({ topics }) => (
        <ul class={styles.topics}>
          {topics.map((one) => (
            <TopicLine key={one.topic} of={one} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </Block>
  )
}

function TopicLine({ of, onOpen }: { of: Topic; onOpen: Opens }) {
  const title = titleOf(of)
  return (
    <li>
      <strong>{title}</strong>
      <span>
        {words.complained} <Count of={of.negative} title={title} onOpen={onOpen} />
      </span>
      <span>
        {words.praised} <Count of={of.positive} title={title} onOpen={onOpen} />
      </span>
      {of.quotes.map((quote) => (
        <blockquote key={quote.interaction}>
          <Link to={inboxRoute({ view: 'all', id: quote.interaction })}>
            «{showHidden(quote.text)}»
          </Link>
        </blockquote>
      ))}
    </li>
  )
}

function titleOf({ topic }: Topic): string {
  return topic in intents ? intents[topic as keyof typeof intents] : topic
}

function topicsTable({ topics }: Schemas['TopicsAnswer']): Table {
  const head = [words.topic, words.complained, words.neutral, words.praised]
  return [
    head,
    ...topics.map((one) => [
      titleOf(one),
      one.negative.value,
      one.neutral.value,
      one.positive.value,
    ]),
  ]
}
