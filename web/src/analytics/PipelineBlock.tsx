import { clockTime } from '../domain/dates'
import { analytics as words } from '../words/analytics'
import { Block } from './Block'
import { useAsked } from './useAsked'
import styles from './Analytics.module.css'
import type { components } from '../api/schema'

type Schemas = components['schemas']
type Pipeline = Schemas['PipelineAnswer']
type State = Schemas['State']

interface Part {
  name: string
  title: string
  state: State
  details: string
}

/** How each part of the service does, by what it has noted of itself. */
export function Service() {
  const asked = useAsked<Pipeline>('/pipeline', {})
  return (
    <Block title={words.service} asked={asked} place="wide">
      {(found) => (
        <>
          <p class={styles.muted}>{verdictOf(found)}</p>
          <div class={styles.parts}>
            <Parts kind={words.functions} parts={functionsOf(found)} />
            <Parts kind={words.queues} parts={queuesOf(found)} />
            <Parts kind={words.jobs} parts={jobsOf(found)} />
          </div>
        </>
      )}
    </Block>
  )
}

function Parts({ kind, parts }: { kind: string; parts: Part[] }) {
  return (
    <section aria-label={kind}>
      <h3>{kind}</h3>
      <ul class={styles.checks}>
        {parts.map(({ name, title, state, details }) => (
          <li key={name} data-status={state === 'bad' ? 'fail' : 'pass'}>
            <span>
              <b>{words.states[state]}</b> · {title}
            </span>
            {details && <small>{details}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function verdictOf({ functions, queues, jobs }: Pipeline): string {
  const bad = [...functions, ...queues, ...jobs].filter(({ state }) => state === 'bad')
  return bad.length === 0 ? words.allWorks : words.someStand
}

function functionsOf({ functions }: Pipeline): Part[] {
  return functions.map(({ name, title, state, ok_at, tries, error_share }) => ({
    name,
    title,
    state,
    details:
      ok_at === null
        ? ''
        : words.worked(clockTime(Date.parse(ok_at)), tries, Math.round(error_share * tries)),
  }))
}

function queuesOf({ queues }: Pipeline): Part[] {
  return queues.map(({ name, title, state, depth, oldest_at, paused }) => ({
    name,
    title,
    state,
    details: paused
      ? words.paused
      : words.waiting(depth, oldest_at === null ? null : clockTime(Date.parse(oldest_at))),
  }))
}

function jobsOf({ jobs }: Pipeline): Part[] {
  return jobs.map(({ name, title, state, ticked_at }) => ({
    name,
    title,
    state,
    details: ticked_at === null ? '' : words.ticked(clockTime(Date.parse(ticked_at))),
  }))
}
