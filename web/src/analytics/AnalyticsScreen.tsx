import { useEffect, useState } from 'preact/hooks'
import { clockTime } from '../domain/dates'
import { useApp } from '../state/context'
import { product } from '../words/ru'
import { Help } from '../ui/Help'
import { Page } from '../ui/Page'
import { Readiness } from './Readiness'
import { Effect } from './EffectBlock'
import { Money } from './MoneyBlock'
import { Service } from './PipelineBlock'
import { Ratings, Topics } from './ShopBlocks'
import { Volume } from './VolumeBlock'
import { Classes, Waits } from './WaitsBlock'
import { Alerts, Deadlines, Goals, History, Quality } from './WorkBlocks'
import { Counted } from './Counted'
import { useAsked } from './useAsked'
import { analytics as words } from '../words/analytics'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'
import type { BlockOf } from './Block'
import type { Asked, Reading } from './useAsked'

type Schemas = components['schemas']

const PERIODS = [7, 30, 90] as const

/** How the shop answers; every number opens the list that it counts. */
export function AnalyticsScreen() {
  const [days, setDays] = useState<number>(30)
  const [isFull, setFull] = useState(false)
  const [open, setOpen] = useState<{ title: string; list: string; days: number } | null>(null)
  const goals = useAsked<Schemas['GoalsAnswer']>('/analytics/goals', { days })
  const deadlines = useAsked<Schemas['ComplianceAnswer']>('/analytics/deadlines', { days })
  const history = useAsked<Schemas['QualityHistoryAnswer']>('/analytics/history', { days })
  const onOpen = (title: string, list: string) => setOpen({ title, list, days })
  useEffect(() => {
    document.title = `${words.title} — ${product.name}`
  }, [])
  return (
    <Page of="analytics">
      <header class={styles.head}>
        <div class={styles.name}>
          <h1>{words.title}</h1>
          <Freshness of={goals[0]} />
        </div>
        <Help of="analytics" />
        <div role="group" aria-label={words.period} class={styles.switch}>
          {PERIODS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === days}
              onClick={() => setDays(one)}
            >
              {words.days(one)}
            </button>
          ))}
        </div>
        <div role="group" aria-label={words.mode} class={styles.switch}>
          <button type="button" aria-pressed={!isFull} onClick={() => setFull(false)}>
            {words.ops}
          </button>
          <button type="button" aria-pressed={isFull} onClick={() => setFull(true)}>
            {words.full}
          </button>
        </div>
      </header>
      <div class={styles.grid}>
        <Alerts onOpen={(title, list, of) => setOpen({ title, list, days: of })} />
        <Readiness />
        <Goals asked={goals} onOpen={onOpen} />
        <div class={styles.column}>
          <Quality days={days} onOpen={onOpen} />
          <Deadlines asked={deadlines} onOpen={onOpen} />
        </div>
        <History asked={history} />
        {isFull && <Full days={days} deadlines={deadlines} history={history} onOpen={onOpen} />}
      </div>
      {open && <Counted {...open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

interface FullProps extends BlockOf {
  deadlines: Reading<Schemas['ComplianceAnswer']>
  history: Reading<Schemas['QualityHistoryAnswer']>
}

/** What is looked at now and then, below what every day needs. */
function Full({ days, deadlines, history, onOpen }: FullProps) {
  const waits = useAsked<Schemas['ResponseTimeAnswer']>('/analytics/response-time', { days })
  const ratings = useAsked<Schemas['RatingsAnswer']>('/analytics/ratings', { days })
  return (
    <>
      <Waits asked={waits} onOpen={onOpen} />
      <Classes asked={deadlines} waits={waits} onOpen={onOpen} />
      <Volume asked={history} />
      <Effect asked={ratings} onOpen={onOpen} />
      <Ratings asked={ratings} onOpen={onOpen} />
      <Topics days={days} onOpen={onOpen} />
      <Money days={days} onOpen={onOpen} />
      <Service />
    </>
  )
}

function Freshness({ of: asked }: { of: Asked<Schemas['GoalsAnswer']> }) {
  const { session } = useApp()
  if (asked.kind !== 'ready') return null
  const at = asked.answer.period.counted_at
  if (at !== null) return <p>{words.asOf(clockTime(Date.parse(at)))}</p>
  return <p>{session.me.value?.demo ? words.ofExamples : words.neverCounted}</p>
}
