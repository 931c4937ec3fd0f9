import { Fragment } from 'preact'
import { channels } from '../words/ru'
import { groupDigits } from '../words/plural'
import { analytics as words } from '../words/analytics'
import { Block, Count, Share } from './Block'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'
import type { Channel } from '../api/types'
import type { BlockWith, Opens } from './Block'
import type { Table } from './table'
import type { Reading } from './useAsked'

type Schemas = components['schemas']
type Waited = Schemas['ResponseTimeAnswer']
type Wait = Schemas['WaitAnswer']

/** How long buyers waited: in all, by groups, by channel. */
export function Waits({ asked, onOpen }: BlockWith<Waited>) {
  return (
    <Block
      title={words.waits}
      asked={asked}
      isEmpty={({ whole }) => whole.replies.value === 0}
      table={waitsTable}
    >
      {({ whole, by_channel, groups }) => (
        <>
          <dl class={styles.bars}>
            {Object.entries(groups).map(([name, count]) => (
              <Fragment key={name}>
                <dt>{words.groups[name] ?? name}</dt>
                <dd>
                  <meter
                    min={0}
                    max={whole.replies.value}
                    value={count}
                    aria-label={words.groups[name] ?? name}
                  />
                  {groupDigits(count)}
                </dd>
              </Fragment>
            ))}
          </dl>
          <WaitTable
            rows={[[words.every, whole], ...Object.entries(by_channel).map(nameChannel)]}
            onOpen={onOpen}
          />
        </>
      )}
    </Block>
  )
}

function nameChannel([name, wait]: [string, Wait]): [string, Wait] {
  return [channels[name as Channel], wait]
}

function WaitTable({ rows, onOpen }: { rows: [string, Wait][]; onOpen: Opens }) {
  return (
    <table class={styles.table}>
      <thead>
        <tr>
          <td />
          <th scope="col">{words.median}</th>
          <th scope="col">{words.p90}</th>
          <th scope="col">{words.replies}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([title, { replies, median, p90 }]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{median === null ? '—' : words.minutes(median)}</td>
            <td>{p90 === null ? '—' : words.minutes(p90)}</td>
            <td>
              <Count of={replies} title={`${words.waits}: ${title}`} onOpen={onOpen} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function waitsTable({ whole, by_channel, by_hour, by_rule, rule_words }: Waited): Table {
  const rows: [string, Wait][] = [
    [words.every, whole],
    ...Object.entries(by_channel).map(nameChannel),
    ...Object.entries(by_rule).map(([rule, wait]): [string, Wait] => [
      rule_words[rule] ?? rule,
      wait,
    ]),
    ...Object.entries(by_hour).map(([hour, wait]): [string, Wait] => [words.atHour(hour), wait]),
  ]
  return [
    [words.waits, words.medianMinutes, words.p90Minutes, words.replies],
    ...rows.map(([title, { replies, median, p90 }]) => [
      title,
      median ?? '',
      p90 ?? '',
      replies.value,
    ]),
  ]
}

interface ClassesProps extends BlockWith<Schemas['ComplianceAnswer']> {
  waits: Reading<Waited>
}

/** How many answers came in time, by what the buyer wrote about. */
export function Classes({ asked, waits, onOpen }: ClassesProps) {
  const [waited] = waits
  const medians = waited.kind === 'ready' ? waited.answer.by_rule : {}
  return (
    <Block
      title={words.classes}
      asked={asked}
      isEmpty={({ rules }) => rules.every(({ in_limit }) => in_limit.denominator.value === 0)}
      place="tall"
    >
      {({ rules }) => (
        <table class={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.topic}</th>
              <th scope="col">{words.inLimit}</th>
              <th scope="col">{words.median}</th>
            </tr>
          </thead>
          <tbody>
            {rules
              .filter(({ in_limit }) => in_limit.denominator.value > 0)
              .map(({ name, title, in_limit }) => (
                <tr key={name}>
                  <th scope="row">{title}</th>
                  <td>
                    <Share of={in_limit} title={title} onOpen={onOpen} />
                  </td>
                  <td>{tellMedian(medians[name])}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </Block>
  )
}

function tellMedian(wait: Wait | undefined): string {
  const median = wait?.median ?? null
  return median === null ? '—' : words.minutes(median)
}
