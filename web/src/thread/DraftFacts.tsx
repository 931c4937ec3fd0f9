import { draft as words } from '../words/thread'
import { Chip } from '../ui/Chip'
import { Explained } from './Explained'
import styles from './DraftFacts.module.css'
import type { ChipTone } from '../ui/Chip'
import type { Draft } from '../api/types'

const TONES: Record<Draft['claims'][number]['verdict'], ChipTone> = {
  confirmed: 'good',
  contradicted: 'bad',
  unknown: 'warning',
}

interface Props {
  draft: Draft
}

/** What the draft claims beside the line of the card, what it leaves unanswered, and why a template. */
export function DraftFacts({ draft: { claims, asks, reasons } }: Props) {
  const open = asks.filter((ask) => !ask.covered)
  if (claims.length + open.length + reasons.length === 0) return null
  return (
    <div class={styles.facts}>
      {reasons.map((reason) => (
        <p key={reason} class={styles.reason}>
          {reason}
        </p>
      ))}
      <ClaimChips label={words.facts} claims={claims} />
      {open.length > 0 && (
        <ul class={styles.chips} aria-label={words.asks}>
          {open.map((ask) => (
            <li key={ask.quote}>
              <Chip tone="warning">{`${ask.quote} — ${words.uncovered}`}</Chip>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** What a text says of the product, each beside the line of the card that it was held against. */
export function ClaimChips({ label, claims }: { label: string; claims: Draft['claims'] }) {
  if (claims.length === 0) return null
  return (
    <ul class={styles.chips} aria-label={label}>
      {claims.map((claim) => (
        <li key={`${claim.kind}-${claim.start}`}>
          <Explained
            reason={claim.field ? `${claim.field}: ${claim.value}` : words.verdict[claim.verdict]}
          >
            <Chip tone={TONES[claim.verdict]}>
              {`${claim.quote} — ${words.verdict[claim.verdict]}`}
            </Chip>
          </Explained>
        </li>
      ))}
    </ul>
  )
}
