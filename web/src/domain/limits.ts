import { composer as words } from '../words/thread'
import { codePoints } from './spans'
import type { Interaction } from '../api/types'

export type Limits = Interaction['can']['limits']
export type LimitLevel = 'ok' | 'advice' | 'bad'

export interface Length {
  level: LimitLevel
  text: string
  fits: boolean
}

/** What exactly is approved and sent: one form of each letter, no edges of white space. */
export function finalText(text: string): string {
  return text.normalize('NFC').trim()
}

export function measureLength(text: string, limits: Limits): Length {
  const { least, most, advised } = limits
  const used = codePoints(finalText(text)).length
  if (used > most) return { level: 'bad', text: words.tooLong(used - most), fits: false }
  if (used < least) return { level: 'ok', text: used ? words.tooShort(least) : '', fits: false }
  if (used > advised) return { level: 'advice', text: words.most(used, most), fits: true }
  return { level: 'ok', text: words.advised(used, advised), fits: true }
}
