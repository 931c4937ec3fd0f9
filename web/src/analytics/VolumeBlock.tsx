import { Fragment } from 'preact'
import { CHANNELS } from '../api/types'
import { groupDigits } from '../words/plural'
import { analytics as words } from '../words/analytics'
import { Block } from './Block'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'
import type { Channel } from '../api/types'
import type { Table } from './table'
import type { Reading } from './useAsked'

type Answer = components['schemas']['QualityHistoryAnswer']

/** How much came in, by channel. */
export function Volume({ asked }: { asked: Reading<Answer> }) {
  return (
    <Block
      title={words.volume}
      asked={asked}
      isEmpty={(answer) => CHANNELS.every((channel) => sum(answer, channel) === 0)}
      table={volumeTable}
    >
      {(answer) => {
        const most = Math.max(...CHANNELS.map((channel) => sum(answer, channel)))
        return (
          <dl class={styles.bars}>
            {CHANNELS.map((channel) => (
              <Fragment key={channel}>
                <dt>{words.arrived[channel]}</dt>
                <dd>
                  <meter
                    min={0}
                    max={most}
                    value={sum(answer, channel)}
                    aria-label={words.arrived[channel]}
                  />
                  {groupDigits(sum(answer, channel))}
                </dd>
              </Fragment>
            ))}
          </dl>
        )
      }}
    </Block>
  )
}

function sum({ points }: Answer, channel: Channel): number {
  return points.reduce((total, { seen }) => total + (seen[channel] ?? 0), 0)
}

function volumeTable({ points }: Answer): Table {
  const head = [words.date, ...CHANNELS.map((channel) => words.arrived[channel])]
  return [
    head,
    ...points.map((one) => [one.date, ...CHANNELS.map((channel) => one.seen[channel] ?? 0)]),
  ]
}
