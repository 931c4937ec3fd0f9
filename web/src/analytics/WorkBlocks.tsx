import { useMemo } from 'preact/hooks'
import { AlertLine } from './AlertLine'
import { Block, Count, Share, percent } from './Block'
import { Chart } from './Chart'
import { useAsked } from './useAsked'
import { analytics as words } from '../words/analytics'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'
import type { Alert } from './AlertLine'
import type { BlockOf, BlockWith } from './Block'
import type { Table } from './table'
import type { Reading } from './useAsked'

type Schemas = components['schemas']

const MONTH = 30

interface AlertsProps {
  /** `days` is the period of which an alert speaks. */
  onOpen: (title: string, list: string, days: number) => void
}

export function Alerts({ onOpen }: AlertsProps) {
  const asked = useAsked<Schemas['AlertsAnswer']>('/analytics/alerts', {})
  return (
    <Block title={words.alerts} asked={asked}>
      {({ alerts }) =>
        alerts.length === 0 ? (
          <p class={styles.muted}>{words.calm}</p>
        ) : (
          <ul class={styles.alerts}>
            {alerts.map((one) => (
              <li key={`${one.code}${one.subject}`}>
                <AlertLine
                  alert={one}
                  onCount={() => onOpen(one.title, one.opens.list ?? '', daysOf(one))}
                />
              </li>
            ))}
          </ul>
        )
      }
    </Block>
  )
}

function daysOf({ opens }: Alert): number {
  return Number(opens.days) || MONTH
}

export function Goals({ asked, onOpen }: BlockWith<Schemas['GoalsAnswer']>) {
  return (
    <Block title={words.goals} asked={asked}>
      {({ goals }) => (
        <ul class={styles.goals}>
          {goals.map((one) => (
            <li key={one.code} data-verdict={one.verdict} title={one.explains}>
              <span>{one.title}</span>
              <Share of={one.share} title={one.title} onOpen={onOpen} />
              <small>
                {words.target(percent(one.target), one.at_most)} · {words.verdict[one.verdict]}
              </small>
              {one.misses && one.verdict === 'missed' && (
                <button
                  type="button"
                  class={styles.count}
                  onClick={() => onOpen(one.title, one.misses)}
                >
                  {words.misses}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Block>
  )
}

export function Quality({ days, onOpen }: BlockOf) {
  const asked = useAsked<Schemas['QualityAnswer']>('/analytics/quality', { days, compare: 'true' })
  return (
    <Block
      title={words.quality}
      asked={asked}
      isEmpty={({ totals }) => totals.total.value + totals.automatic.value === 0}
    >
      {({ totals, before, differs }) => (
        <>
          <dl class={styles.facts}>
            <dt>{words.accepted}</dt>
            <dd>
              <Share of={totals.accepted} title={words.accepted} onOpen={onOpen} />
            </dd>
            <dt>{words.edited}</dt>
            <dd>
              <Share of={totals.edited} title={words.edited} onOpen={onOpen} />
            </dd>
            <dt>{words.manual}</dt>
            <dd>
              <Share of={totals.manual} title={words.manual} onOpen={onOpen} />
            </dd>
            <dt>{words.automatic}</dt>
            <dd>
              <Count of={totals.automatic} title={words.automatic} onOpen={onOpen} />
            </dd>
          </dl>
          {before !== null && before.total.value > 0 && (
            <p class={styles.muted}>
              {words.before(days, percent(before.accepted.value))}{' '}
              {differs ? words.differs : words.sameAsChance}
            </p>
          )}
        </>
      )}
    </Block>
  )
}

export function History({ asked }: { asked: Reading<Schemas['QualityHistoryAnswer']> }) {
  return (
    <Block
      title={words.history}
      asked={asked}
      isEmpty={({ points }) => points.every((one) => one.total + one.automatic === 0)}
      table={historyTable}
      place="wide"
    >
      {({ points }) => <HistoryChart points={points} />}
    </Block>
  )
}

function HistoryChart({ points }: { points: Schemas['QualityPoint'][] }) {
  const at = useMemo(() => points.map(({ date }) => Date.parse(date) / 1000), [points])
  const lines = useMemo(
    () => [
      { name: words.accepted, color: '--success', values: points.map((one) => one.accepted) },
      { name: words.edited, color: '--warning', values: points.map((one) => one.edited) },
      { name: words.manual, color: '--accent', values: points.map((one) => one.manual) },
      { name: words.automatic, color: '--star', values: points.map((one) => one.automatic) },
    ],
    [points],
  )
  return <Chart label={words.history} at={at} lines={lines} />
}

export function Deadlines({ asked, onOpen }: BlockWith<Schemas['ComplianceAnswer']>) {
  return (
    <Block title={words.deadlines} asked={asked} table={deadlinesTable}>
      {({ channels }) => (
        <table class={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.channel}</th>
              <th scope="col">{words.inTarget}</th>
              <th scope="col">{words.inLimit}</th>
            </tr>
          </thead>
          <tbody>
            {channels.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.title}</th>
                <td>
                  <Share of={row.in_target} title={row.title} onOpen={onOpen} />
                </td>
                <td>
                  <Share of={row.in_limit} title={row.title} onOpen={onOpen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Block>
  )
}

function historyTable({ points }: Schemas['QualityHistoryAnswer']): Table {
  const head = [words.date, words.accepted, words.edited, words.manual, words.automatic]
  return [
    head,
    ...points.map((one) => [one.date, one.accepted, one.edited, one.manual, one.automatic]),
  ]
}

function deadlinesTable({ channels }: Schemas['ComplianceAnswer']): Table {
  const head = [words.channel, words.inTarget, words.inLimit, words.answered]
  return [
    head,
    ...channels.map((row) => [
      row.title,
      row.in_target.numerator.value,
      row.in_limit.numerator.value,
      row.in_limit.denominator.value,
    ]),
  ]
}
