import { useMemo } from 'preact/hooks'
import { Button } from '../ui/Button'
import { Skeleton } from '../ui/Skeleton'
import { Chart } from './Chart'
import { useAsked } from './useAsked'
import { analytics as words } from '../words/analytics'
import styles from './Analytics.module.css'
import type { ComponentChildren } from 'preact'
import type { components } from '../api/schema'
import type { Asked } from './useAsked'

type Schemas = components['schemas']
export type Tally = Schemas['NumberAnswer']
export type Opens = (title: string, list: string) => void

interface Props {
  days: number
  onOpen: Opens
}

export function percent(value: number): string {
  return `${(value * 100).toFixed(1).replace('.0', '').replace('.', ',')} %`
}

function roubles(value: number): string {
  return `${Math.round(value).toLocaleString('ru-RU')} ₽`
}

interface BlockProps<Answer> {
  title: string
  asked: [Asked<Answer>, () => void]
  isEmpty?: (answer: Answer) => boolean
  children: (answer: Answer) => ComponentChildren
}

/** One block: it waits, fails, is empty or shows its numbers, whatever the others do. */
function Block<Answer>({ title, asked: [asked, again], isEmpty, children }: BlockProps<Answer>) {
  return (
    <section class={styles.block} aria-label={title}>
      <h2>{title}</h2>
      {asked.kind === 'loading' && <Skeleton lines={[80, 60, 70]} />}
      {asked.kind === 'failed' && (
        <p role="alert">
          {words.failed}: {asked.error.message} <Button onClick={again}>{words.retry}</Button>
        </p>
      )}
      {asked.kind === 'ready' &&
        (isEmpty?.(asked.answer) ? (
          <p class={styles.muted}>{words.nothing}</p>
        ) : (
          children(asked.answer)
        ))}
    </section>
  )
}

/** A number that opens what it counts. */
function Count({ of, title, onOpen }: { of: Tally; title: string; onOpen: Opens }) {
  if (!of.list || of.value === 0) return <span>{of.value}</span>
  return (
    <button type="button" class={styles.count} onClick={() => onOpen(title, of.list)}>
      {of.value}
    </button>
  )
}

interface ShareProps {
  of: Schemas['ShareAnswer']
  title: string
  onOpen: Opens
}

function Share({ of, title, onOpen }: ShareProps) {
  if (of.denominator.value === 0) return <span class={styles.muted}>{words.noData}</span>
  return (
    <span>
      <strong>{percent(of.value)}</strong>{' '}
      <small>
        <Count of={of.numerator} title={title} onOpen={onOpen} /> /{' '}
        <Count of={of.denominator} title={title} onOpen={onOpen} />
      </small>
    </span>
  )
}

export function Alerts() {
  const asked = useAsked<Schemas['AlertsAnswer']>('/analytics/alerts', {})
  return (
    <Block title={words.alerts} asked={asked}>
      {({ alerts }) =>
        alerts.length === 0 ? (
          <p class={styles.muted}>{words.calm}</p>
        ) : (
          <ul class={styles.alerts}>
            {alerts.map((one) => (
              <li key={`${one.code}${one.subject}`} data-level={one.level}>
                <strong>{one.title}</strong> {one.message} <small>{one.todo}</small>
              </li>
            ))}
          </ul>
        )
      }
    </Block>
  )
}

export function Goals({ days, onOpen }: Props) {
  const asked = useAsked<Schemas['GoalsAnswer']>('/analytics/goals', { days })
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

export function Quality({ days, onOpen }: Props) {
  const asked = useAsked<Schemas['QualityAnswer']>('/analytics/quality', { days })
  return (
    <Block
      title={words.quality}
      asked={asked}
      isEmpty={({ totals }) => totals.total.value + totals.automatic.value === 0}
    >
      {({ totals }) => (
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
      )}
    </Block>
  )
}

export function History({ days }: { days: number }) {
  const asked = useAsked<Schemas['QualityHistoryAnswer']>('/analytics/history', { days })
  return (
    <Block
      title={words.history}
      asked={asked}
      isEmpty={({ points }) => points.every((one) => one.total + one.automatic === 0)}
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

export function Deadlines({ days, onOpen }: Props) {
  const asked = useAsked<Schemas['ComplianceAnswer']>('/analytics/deadlines', { days })
  return (
    <Block title={words.deadlines} asked={asked}>
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

export function Waits({ days, onOpen }: Props) {
  const asked = useAsked<Schemas['ResponseTimeAnswer']>('/analytics/response-time', { days })
  return (
    <Block title={words.waits} asked={asked} isEmpty={({ whole }) => whole.replies.value === 0}>
      {({ whole, groups }) => (
        <dl class={styles.facts}>
          <dt>{words.median}</dt>
          <dd>
            <strong>{words.minutes(whole.median ?? 0)}</strong>{' '}
            <Count of={whole.replies} title={words.waits} onOpen={onOpen} />
          </dd>
          <dt>{words.p90}</dt>
          <dd>{words.minutes(whole.p90 ?? 0)}</dd>
          {Object.entries(groups).map(([name, count]) => (
            <>
              <dt key={name}>{words.groups[name] ?? name}</dt>
              <dd>{count}</dd>
            </>
          ))}
        </dl>
      )}
    </Block>
  )
}

export function Ratings({ days, onOpen }: Props) {
  const asked = useAsked<Schemas['RatingsAnswer']>('/analytics/ratings', { days })
  return (
    <Block title={words.ratings} asked={asked} isEmpty={({ whole }) => whole.total === 0}>
      {({ whole }) => (
        <dl class={styles.facts}>
          {Object.entries(whole.stars).map(([stars, count]) => (
            <>
              <dt key={stars}>{stars} ★</dt>
              <dd>
                <Count of={count} title={`${stars} ★`} onOpen={onOpen} />
              </dd>
            </>
          ))}
          <dt>{whole.average !== null && words.average(whole.average)}</dt>
          <dd />
        </dl>
      )}
    </Block>
  )
}

export function Money({ days }: { days: number }) {
  const asked = useAsked<Schemas['RevenueAnswer']>('/analytics/revenue', { days })
  return (
    <Block title={words.money} asked={asked} isEmpty={({ negative }) => negative.value === 0}>
      {(found) => (
        <>
          <dl class={styles.facts}>
            <dt>{words.atRisk}</dt>
            <dd>{words.range(roubles(found.at_risk.low), roubles(found.at_risk.high))}</dd>
            <dt>{words.saved}</dt>
            <dd>{words.range(roubles(found.saved.low), roubles(found.saved.high))}</dd>
          </dl>
          <p class={styles.muted}>{found.note}</p>
        </>
      )}
    </Block>
  )
}
