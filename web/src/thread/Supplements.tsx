import { useLayoutEffect, useRef } from 'preact/hooks'
import { clockTime, longDay, millis } from '../domain/dates'
import { showHidden } from '../domain/hidden'
import { isContinued } from '../domain/links'
import { useApp } from '../state/context'
import { parts as words } from '../words/review'
import { thread } from '../words/thread'
import { Link } from '../ui/Link'
import styles from './Supplements.module.css'
import type { Interaction, Link as Linked } from '../api/types'

interface Props {
  item: Interaction
  side: 'before' | 'after'
}

/** The other parts of a review that its buyer has added to, in the order they were written. */
export function Supplements({ item, side }: Props) {
  const parts = item.links
    .filter(isContinued)
    .filter(({ occurred_at: at }) => (side === 'before') === at <= item.row.occurred_at)
    .sort((one, other) => one.occurred_at.localeCompare(other.occurred_at))
  return parts.map((part) => <Part key={part.id} part={part} side={side} />)
}

function Part({ part, side }: { part: Linked; side: Props['side'] }) {
  const { router } = useApp()
  const card = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    // What came before pushes the open part down: that one is what is to be read.
    if (side === 'before')
      card.current?.parentElement
        ?.querySelector('[data-open]')
        ?.scrollIntoView({ block: 'nearest' })
  }, [side])
  const at = millis(part.occurred_at)
  return (
    <article ref={card} class={styles.part} data-side={side}>
      <header class={styles.head}>
        <strong>{words.title}</strong>
        <time dateTime={part.occurred_at}>
          {longDay(at)}, {clockTime(at)}
        </time>
      </header>
      <p class={styles.text}>{showHidden(part.preview) || thread.ratingOnly}</p>
      <Link to={{ ...router.inbox(), view: 'all', id: part.id, panel: false }} class={styles.open}>
        {words.open}
      </Link>
    </article>
  )
}
