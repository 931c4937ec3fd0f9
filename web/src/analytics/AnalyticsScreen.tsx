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

const PERIODS = [7, 30, 90] as const

/** How the shop answers; every number opens the list that it counts. */
export function AnalyticsScreen() {
  const [days, setDays] = useState<number>(30)
  const [isFull, setFull] = useState(false)
  const [open, setOpen] = useState<{ title: string; list: string; days: number } | null>(null)
  const onOpen = (title: string, list: string) => setOpen({ title, list, days })
  useEffect(() => {
    document.title = `${words.title} — ${product.name}`
  }, [])
  return (
    <Page of="analytics">
      <header class={styles.head}>
        <div class={styles.name}>
          <h1>{words.title}</h1>
          <Freshness days={days} />
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
        <Goals days={days} onOpen={onOpen} />
        <div class={styles.column}>
          <Quality days={days} onOpen={onOpen} />
          <Deadlines days={days} onOpen={onOpen} />
        </div>
        <History days={days} />
        {isFull && (
          <>
            <div class={styles.column}>
              <Waits days={days} onOpen={onOpen} />
              <Volume days={days} />
              <Effect days={days} onOpen={onOpen} />
            </div>
            <Classes days={days} onOpen={onOpen} />
            <Ratings days={days} onOpen={onOpen} />
            <Topics days={days} onOpen={onOpen} />
            <Money days={days} onOpen={onOpen} />
            <Service />
          </>
        )}
      </div>
      {open && <Counted {...open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function Freshness({ days }: { days: number }) {
  const { session } = useApp()
  const [asked] = useAsked<components['schemas']['GoalsAnswer']>('/analytics/goals', { days })
  if (asked.kind !== 'ready') return null
  const at = asked.answer.period.counted_at
  if (at !== null) return <p>{words.asOf(clockTime(Date.parse(at)))}</p>
  return <p>{session.me.value?.demo ? words.ofExamples : words.neverCounted}</p>
}
