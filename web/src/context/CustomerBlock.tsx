import { CHANNELS } from '../api/types'
import { groupDigits } from '../words/plural'
import { customer as words } from '../words/customer'
import { Chip } from '../ui/Chip'
import { Block, Fact } from './Block'
import styles from './CustomerBlock.module.css'
import type { Customer } from '../api/types'
import type { ComponentChildren } from 'preact'

interface Props {
  customer: Customer | null
}

/** What is known of the buyer; most of them nobody knows, and the panel says so. */
export function CustomerBlock({ customer }: Props) {
  return (
    <Block title={words.title}>
      {customer ? <Known customer={customer} /> : <p class={styles.note}>{words.anonymous}</p>}
    </Block>
  )
}

function Known({ customer }: { customer: Customer }) {
  const { rating, trend, complaints, spent } = customer
  return (
    <>
      <Fact name={words.contacts}>
        <Contacts counts={customer.contacts} />
      </Fact>
      <Fact name={words.orders}>{orUnknown(customer.orders)}</Fact>
      <Fact name={words.rating}>{orUnknown(rating && words.mean(rating.mean, rating.rated))}</Fact>
      <Fact name={words.mood}>{orUnknown(trend && mood(trend, rating !== null))}</Fact>
      <Fact name={words.complaints}>
        {orUnknown(complaints === 0 ? words.noComplaints : complaints)}
        {customer.complains_often && (
          <>
            {' '}
            <Chip tone="warning">{words.often}</Chip>
          </>
        )}
      </Fact>
      <Fact name={words.spent}>
        {spent.length === 0 ? orUnknown(null) : spent.map(sum).join(', ')}
      </Fact>
      <p class={styles.note}>{words.basis[customer.basis]}</p>
      {customer.is_partial && <p class={styles.note}>{words.partial}</p>}
    </>
  )
}

/** A channel without a count is one where nobody can know. */
function Contacts({ counts }: { counts: Customer['contacts'] }) {
  return (
    <ul class={styles.contacts}>
      {CHANNELS.map((channel) => (
        <li key={channel}>
          {words.channels[channel]}: {orUnknown(counts[channel])}
        </li>
      ))}
    </ul>
  )
}

function mood(trend: NonNullable<Customer['trend']>, rated: boolean): string {
  return trend === 'neutral' ? words.oneOpinion(rated) : words.moods[trend]
}

function orUnknown(value: ComponentChildren): ComponentChildren {
  return value ?? <span class={styles.unknown}>{words.unknown}</span>
}

function sum({ amount, currency, orders }: Customer['spent'][number]): string {
  return `${price(amount, currency)} · ${words.over(orders)}`
}

/** WB's word for the money, if it is none of the world's. */
function price(amount: number, currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${groupDigits(amount)} ${currency}`
  const form = { style: 'currency', currency, maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat('ru', form).format(amount)
}
