import { useState } from 'preact/hooks'
import { around as words } from '../words/around'
import { Button } from '../ui/Button'
import { StepCard } from './StepCard'
import styles from './Related.module.css'
import type { Step, Timeline } from '../api/types'
import type { InboxRoute } from '../route'

interface Props {
  timeline: Timeline
  route: InboxRoute
  now: number
  onUnlink: (step: Step) => void
}

const FEW = 4

/** This buyer's own words, guesses, and other people's, each under its own name. */
export function Related({ timeline, route, now, onUnlink }: Props) {
  const { steps } = timeline
  const of = (group: Step['group']): Step[] => steps.filter((step) => step.group === group)
  const exact = of('exact')
  const others = of('neighbour').reverse()
  const shared = { route, now, onUnlink }
  return (
    <>
      {steps.length === 1 && <p class={styles.hint}>{words.alone}</p>}
      {exact.length > 0 && (
        <Group
          title={words.own}
          hint={words.ownHint}
          steps={steps.filter(({ group }) => group === 'current' || group === 'exact')}
          {...shared}
        />
      )}
      <Group title={words.maybe} hint={words.maybeHint} steps={of('guess')} {...shared} />
      <Group
        title={words.others}
        hint={words.othersHint}
        steps={others}
        few={FEW}
        cut={timeline.is_cut}
        {...shared}
      />
    </>
  )
}

interface GroupProps extends Omit<Props, 'timeline'> {
  title: string
  hint: string
  steps: readonly Step[]
  /** How many are shown before anybody asks for more. */
  few?: number
  cut?: boolean
}

function Group({ title, hint, steps, few = steps.length, cut = false, ...shared }: GroupProps) {
  const [all, showAll] = useState(false)
  if (steps.length === 0) return null
  const shown = all ? steps : steps.slice(0, few)
  return (
    <section class={styles.group} aria-label={title}>
      <h4 class={styles.title}>{title}</h4>
      <p class={styles.hint}>{hint}</p>
      <ol>
        {shown.map((step) => (
          <li key={step.interaction_id}>
            <StepCard step={step} {...shared} />
          </li>
        ))}
      </ol>
      {shown.length < steps.length && (
        <Button size="small" look="quiet" onClick={() => showAll(true)}>
          {words.more(steps.length - shown.length)}
        </Button>
      )}
      {cut && shown.length === steps.length && <p class={styles.hint}>{words.cut}</p>}
    </section>
  )
}
