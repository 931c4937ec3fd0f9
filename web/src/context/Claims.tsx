import { fullMoment, millis } from '../domain/dates'
import { claims as words } from '../words/claims'
import { money } from '../words/plural'
import { Block, Fact } from './Block'
import styles from './Claims.module.css'
import type { Claim } from '../api/types'

// WB lists a claim for fourteen days; after them nothing tells what became of it.
const LISTED = 14 * 24 * 60 * 60 * 1000

interface Props {
  claims: readonly Claim[]
  now: number
}

/** Claims for a return about the order of this chat; they are decided in WB's cabinet. */
export function Claims({ claims, now }: Props) {
  if (claims.length === 0) return null
  return (
    <Block title={words.title}>
      {claims.map((claim) => (
        <article key={claim.id} class={styles.claim}>
          <Fact name={words.decision}>{words.decisions[claim.decision]}</Fact>
          <Fact name={words.goods}>{words.states[claim.goods]}</Fact>
          <Fact name={words.made}>{fullMoment(millis(claim.created_at), now)}</Fact>
          {claim.decision === 'open' && (
            <Fact name={words.listed}>{fullMoment(millis(claim.created_at) + LISTED, now)}</Fact>
          )}
          {claim.roubles !== null && <Fact name={words.price}>{money(claim.roubles)}</Fact>}
          {claim.comment && <p class={styles.said}>{words.buyer(claim.comment)}</p>}
          {claim.answer && <p class={styles.said}>{words.answer(claim.answer)}</p>}
        </article>
      ))}
      <p class={styles.hint}>{words.hint}</p>
    </Block>
  )
}
