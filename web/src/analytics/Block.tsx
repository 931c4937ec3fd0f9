import { Button } from '../ui/Button'
import { Skeleton } from '../ui/Skeleton'
import { groupDigits } from '../words/plural'
import { analytics as words } from '../words/analytics'
import { saveTable } from './table'
import { isUncounted } from './useAsked'
import styles from './Analytics.module.css'
import type { ComponentChildren } from 'preact'
import type { components } from '../api/schema'
import type { Table } from './table'
import type { Reading } from './useAsked'

type Schemas = components['schemas']
export type Tally = Schemas['NumberAnswer']
export type Opens = (title: string, list: string) => void

export interface BlockOf {
  days: number
  onOpen: Opens
}

/** A block of numbers that are asked for above it. */
export interface BlockWith<Answer> {
  asked: Reading<Answer>
  onOpen: Opens
}

/**
 * Where it stands among the others: `wide` has a row of its own, `tall` stands beside several once
 * it has something to show, and `last` fills the row where those before it stand in pairs.
 */
type Place = 'wide' | 'tall' | 'last'

interface BlockProps<Answer> {
  title: string
  asked: Reading<Answer>
  isEmpty?: (answer: Answer) => boolean
  /** The same numbers as a file. */
  table?: (answer: Answer) => Table
  place?: Place
  children: (answer: Answer) => ComponentChildren
}

/** One block: it waits, fails, is empty or shows its numbers, whatever the others do. */
export function Block<Answer>(props: BlockProps<Answer>) {
  const { title, isEmpty, table, place, children } = props
  const [asked, again] = props.asked
  const answer = asked.kind === 'ready' ? asked.answer : null
  const uncounted = answer !== null && isUncounted(answer)
  const shown = answer !== null && !uncounted && !isEmpty?.(answer) ? answer : null
  const isLow = place === 'tall' && shown === null && asked.kind !== 'loading'
  const span = place && !isLow ? styles[place] : ''
  return (
    <section class={`${styles.block} ${span}`} aria-label={title}>
      <header class={styles.blockHead}>
        <h2>{title}</h2>
        {table && shown !== null && (
          <button
            type="button"
            class={styles.count}
            aria-label={words.save(title)}
            onClick={() => saveTable(title, table(shown))}
          >
            {words.csv}
          </button>
        )}
      </header>
      {asked.kind === 'loading' && <Skeleton lines={[80, 60, 70]} />}
      {asked.kind === 'failed' && (
        <p role="alert">
          {words.failed}: {asked.error.message} <Button onClick={again}>{words.retry}</Button>
        </p>
      )}
      {asked.kind === 'ready' && shown === null && (
        <p class={styles.muted}>{uncounted ? words.uncounted : words.nothing}</p>
      )}
      {shown !== null && children(shown)}
    </section>
  )
}

/** The sign stands apart, and no line is broken there. */
export function percent(value: number): string {
  return `${(value * 100).toFixed(1).replace('.0', '').replace('.', ',')}\u00a0%`
}

interface CountProps {
  of: Tally
  title: string
  onOpen: Opens
}

/** A number that opens what it counts. */
export function Count({ of, title, onOpen }: CountProps) {
  if (!of.list || of.value === 0) return <span>{groupDigits(of.value)}</span>
  return (
    <button type="button" class={styles.count} onClick={() => onOpen(title, of.list)}>
      {groupDigits(of.value)}
    </button>
  )
}

interface ShareProps {
  of: Schemas['ShareAnswer']
  title: string
  onOpen: Opens
}

export function Share({ of, title, onOpen }: ShareProps) {
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
