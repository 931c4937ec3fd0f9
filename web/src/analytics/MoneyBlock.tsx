import { useState } from 'preact/hooks'
import { Button } from '../ui/Button'
import { NumberField } from '../ui/NumberField'
import { money as roubles } from '../words/plural'
import { analytics as words } from '../words/analytics'
import { Block, Count, Share, percent } from './Block'
import { useAsked } from './useAsked'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'
import type { BlockOf } from './Block'
import type { Table } from './table'

type Schemas = components['schemas']
type Revenue = Schemas['RevenueAnswer']
type Range = Schemas['RangeAnswer']

const ORDER_VALUE = 2000
const MOST = 10_000_000

/** Estimates as ranges, with all that they rest on beside them. */
export function Money({ days, onOpen }: BlockOf) {
  const [order, setOrder] = useState(ORDER_VALUE)
  const asked = useAsked<Revenue>('/analytics/revenue', { days, order_value: order })
  return (
    <Block
      title={words.money}
      asked={asked}
      isEmpty={({ negative, conversion }) => negative.value === 0 && conversion === null}
      table={moneyTable}
      place="wide"
    >
      {(found) => (
        <div class={styles.halves}>
          <dl class={styles.facts}>
            <dt>{words.badReviews}</dt>
            <dd>
              <Count of={found.negative} title={words.badReviews} onOpen={onOpen} />
            </dd>
            <dt>{words.badUnanswered}</dt>
            <dd>
              <Count of={found.unanswered} title={words.badUnanswered} onOpen={onOpen} />
            </dd>
            <dt>{words.badFast}</dt>
            <dd>
              <Count of={found.fast} title={words.badFast} onOpen={onOpen} />
            </dd>
            {sums(found).map(([title, range]) => (
              <Estimate key={title} title={title} range={range} />
            ))}
            <dt>{words.conversion}</dt>
            <dd>
              {found.conversion === null ? (
                <span class={styles.muted}>{words.noData}</span>
              ) : (
                <Share of={found.conversion} title={words.conversion} onOpen={onOpen} />
              )}
            </dd>
          </dl>
          <div>
            <Assumptions of={found.assumptions} />
            <OrderValue value={order} onChoose={setOrder} />
            <p class={styles.muted}>{found.note}</p>
          </div>
        </div>
      )}
    </Block>
  )
}

function sums(found: Revenue): [string, Range][] {
  return [
    [words.atRisk, found.at_risk],
    [words.atRiskMonthly, found.at_risk_monthly],
    [words.riskOfOne, found.risk_per_review],
    [words.saved, found.saved],
    [words.couldBeSaved, found.could_be_saved],
    [words.savingOfOne, found.saving_per_review],
  ]
}

function Estimate({ title, range }: { title: string; range: Range }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{words.range(whole(range.low), whole(range.high))}</dd>
    </>
  )
}

function Assumptions({ of }: { of: Schemas['AssumptionsAnswer'][] }) {
  const rows: [string, (one: Schemas['AssumptionsAnswer']) => string][] = [
    [words.orderValue, (one) => whole(one.order_value)],
    [words.drop, (one) => percent(one.drop)],
    [words.kept, (one) => percent(one.save)],
    [words.repeat, (one) => words.times(one.repeat)],
  ]
  return (
    <table class={styles.table}>
      <caption>{words.assumptions}</caption>
      <thead>
        <tr>
          <td />
          {words.views.map((view) => (
            <th key={view} scope="col">
              {view}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([title, tell]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            {of.map((one, place) => (
              <td key={words.views[place]}>{tell(one)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function OrderValue({ value, onChoose }: { value: number; onChoose: (value: number) => void }) {
  const [written, write] = useState(value)
  const fits = Number.isInteger(written) && written >= 1 && written <= MOST
  return (
    <form
      class={styles.order}
      onSubmit={(event) => {
        event.preventDefault()
        if (fits) onChoose(written)
      }}
    >
      <NumberField
        label={words.ownOrderValue}
        value={written}
        onWrite={write}
        error={fits ? undefined : words.wrongOrderValue}
      />
      <Button type="submit">{words.recount}</Button>
    </form>
  )
}

function moneyTable(found: Revenue): Table {
  const rows = sums(found).map(([title, { low, middle, high }]) => [title, low, middle, high])
  return [[words.money, ...words.views], ...rows]
}

function whole(value: number): string {
  return roubles(Math.round(value))
}
