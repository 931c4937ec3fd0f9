import { analytics as words } from '../words/analytics'
import { Block, Count, percent } from './Block'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'
import type { BlockWith, Opens } from './Block'

type Schemas = components['schemas']
type Interval = Schemas['IntervalAnswer']

/** What became of ratings behind an answer, beside those that had none: no proof of a cause. */
export function Effect({ asked, onOpen }: BlockWith<Schemas['RatingsAnswer']>) {
  return (
    <Block
      title={words.effect}
      asked={asked}
      isEmpty={({ effect }) => effect.after.change.count + effect.without.change.count === 0}
    >
      {({ effect }) => (
        <>
          <table class={styles.table}>
            <thead>
              <tr>
                <td />
                <th scope="col">{words.supplemented}</th>
                <th scope="col">{words.risen}</th>
                <th scope="col">{words.starsMoved}</th>
              </tr>
            </thead>
            <tbody>
              <Shift title={words.afterAnswer} of={effect.after} onOpen={onOpen} />
              <Shift title={words.withoutAnswer} of={effect.without} onOpen={onOpen} />
            </tbody>
          </table>
          <p class={styles.muted}>{effect.is_different ? words.differs : words.sameAsChance}</p>
        </>
      )}
    </Block>
  )
}

interface ShiftProps {
  title: string
  of: Schemas['ShiftAnswer']
  onOpen: Opens
}

function Shift({ title, of, onOpen }: ShiftProps) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        <Count of={{ value: of.change.count, list: of.list }} title={title} onOpen={onOpen} />
      </td>
      <td>
        <Between of={of.risen} tell={percent} />
      </td>
      <td>
        <Between of={of.change} tell={words.signed} />
      </td>
    </tr>
  )
}

/** A value, and within what it lies with 95 chances of 100. */
function Between({ of, tell }: { of: Interval; tell: (value: number) => string }) {
  const { value, low, high } = of
  if (value === null) return <span class={styles.muted}>{words.noData}</span>
  return (
    <>
      {tell(value)}
      {low !== null && high !== null && <small>{words.range(tell(low), tell(high))}</small>}
    </>
  )
}
