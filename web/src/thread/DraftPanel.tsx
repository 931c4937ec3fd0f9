import { useEffect, useId, useState } from 'preact/hooks'
import { draft as words } from '../words/thread'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Icon } from '../ui/Icon'
import { DraftFacts } from './DraftFacts'
import { DraftWishes } from './DraftWishes'
import styles from './DraftPanel.module.css'
import type { Draft } from '../api/types'
import type { DraftPhase } from '../state/opened'

/** More letters than some five lines hold. */
const LONG = 320

interface Props {
  draft: Draft | null
  phase: DraftPhase
  /** Whether the composer holds this draft already, changed or not. */
  inserted: boolean
  /** Whether the composer holds anything. */
  typed: boolean
  onInsert: (draft: Draft) => void
  /** `wish`: what shall be otherwise in another draft. */
  onAsk: (again: boolean, wish?: string) => void
  /** A draft stands before the seller's eyes. */
  onSeen: (draft: Draft) => void
}

/** The suggestion and who made it; it becomes an answer only by the seller's hand. */
export function DraftPanel({ draft, phase, inserted, typed, onInsert, onAsk, onSeen }: Props) {
  const [whole, setWhole] = useState(false)
  const long = draft !== null && draft.text.length > LONG
  const making = phase.kind === 'making'
  // Beside words of the seller's own a phone has no room for it, unless it is asked for.
  const [peeked, peek] = useState(false)
  const body = useId()
  const suggested = draft !== null && !inserted
  const folded = suggested && typed && !peeked
  useEffect(() => {
    if (draft && !(folded && isNarrow())) onSeen(draft)
  }, [draft, folded, onSeen])
  return (
    <section
      class={styles.panel}
      aria-label={words.title}
      aria-busy={making}
      data-folded={folded}
      data-failed={phase.kind === 'failed'}
    >
      <header class={styles.head}>
        <span class={styles.title}>
          <Icon name="draft" size={16} />
          {words.title}
        </span>
        {draft && (
          <Chip tone={draft.method === 'llm' ? 'accent' : 'plain'}>
            {draft.method === 'llm' ? words.llm(draft.model) : words.template}
          </Chip>
        )}
        {suggested && typed && (
          <span class={styles.peek}>
            <Button
              look="quiet"
              size="small"
              aria-label={peeked ? words.foldLabel : words.peekLabel}
              aria-expanded={peeked}
              aria-controls={body}
              onClick={() => peek(!peeked)}
            >
              {peeked ? words.fold : words.peek}
            </Button>
          </span>
        )}
        <span class={styles.actions}>
          <Button
            look="quiet"
            size="small"
            icon="sync"
            disabled={making}
            onClick={() => onAsk(draft !== null)}
          >
            {draft ? words.refresh : words.make}
          </Button>
        </span>
      </header>
      {making && <p class={styles.making}>{words.making}</p>}
      {phase.kind === 'failed' && <p class={styles.failed}>{phase.message}</p>}
      {!draft && phase.kind === 'idle' && <p class={styles.none}>{words.none}</p>}
      {suggested && (
        <div id={body} class={styles.body}>
          <p class={styles.text} data-old={making} data-whole={whole || !long}>
            {draft.text}
          </p>
          <DraftFacts draft={draft} />
          {draft.findings.map((finding) => (
            <p key={`${finding.rule}-${finding.start}`} class={styles.warning}>
              {finding.message}
            </p>
          ))}
          <div class={styles.row}>
            <Button disabled={making} onClick={() => onInsert(draft)}>
              {typed ? words.replace : words.insert}
            </Button>
            {long && (
              <Button look="quiet" onClick={() => setWhole(!whole)}>
                {whole ? words.less : words.more}
              </Button>
            )}
          </div>
          <DraftWishes disabled={making} onWish={(wish) => onAsk(true, wish)} />
        </div>
      )}
    </section>
  )
}

/** Whether a draft folds here, as its styles decide. */
function isNarrow(): boolean {
  return window.matchMedia('(max-width: 767px)').matches
}
