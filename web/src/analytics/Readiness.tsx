import { Block } from './Block'
import { useAsked } from './useAsked'
import { analytics as words } from '../words/analytics'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'

type Schemas = components['schemas']

/** Whether the shop can work by the inbox alone, check by check. */
export function Readiness() {
  const asked = useAsked<Schemas['ReadinessAnswer']>('/analytics/readiness', {})
  return (
    <Block title={words.readiness} asked={asked}>
      {({ decision, checks }) => (
        <>
          <p class={styles.decision} data-decision={decision}>
            {decision === 'go' ? words.go : words.noGo}
          </p>
          <ul class={styles.checks}>
            {checks.map((one) => (
              <li key={one.code} data-status={one.status}>
                <span>
                  <b>{words.status[one.status]}</b> · {one.title}
                  {one.blocker && one.status === 'fail' && <em> · {words.blocker}</em>}
                </span>
                <small>{one.details}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Block>
  )
}
