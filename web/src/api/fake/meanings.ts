import type { Escalation, Intent, Interaction, Row, Topic } from '../types'
import type { Seed } from './seed'

const MINUTE = 60_000

/** What is understood of some of the made-up items, and why. */
export const BROKEN_SOLE: { why: string; topics: Topic[] } = {
  why: 'Отзыв о браке: ответьте за 30 минут, не позже 1 часа',
  topics: [
    {
      label: 'defect_not_working',
      sentiment: 'negative',
      confidence: 0.92,
      evidence: [{ text: 'отклеилась', part: 'text', start: 47 }],
    },
    {
      label: 'quality_complaint',
      sentiment: 'positive',
      confidence: 0.8,
      evidence: [{ text: 'Лёгкие, красивые', part: 'pros', start: 0 }],
    },
  ],
}

export const SORE_HANDS: { alarm: Escalation } = {
  alarm: {
    alarm: 'health',
    reason: 'покупатель пишет о вреде здоровью',
    evidence: [{ text: 'появилось раздражение на коже', part: 'text', start: 12 }],
  },
}

type Meaning = Pick<Interaction, 'intent' | 'topics' | 'escalations'>

export function meaningOf(seed: Seed, label: Intent): Meaning {
  const evidence = seed.topics?.[0]?.evidence ?? []
  return {
    intent: { label, confidence: 0.86, method: 'rules', evidence, nearest: '' },
    topics: seed.topics ?? [],
    escalations: seed.alarm ? [seed.alarm] : [],
  }
}

export function deadlineOf(seed: Seed, now: number): Row['deadline'] {
  if (seed.due === undefined) return null
  const target = now + seed.due * MINUTE
  return {
    target_at: new Date(target).toISOString(),
    limit_at: new Date(target + 60 * MINUTE).toISOString(),
    rule: seed.rule ?? 'other',
    reason: seed.why ?? 'Вопрос без определённой темы: ответьте за 4 часа, не позже 24 часов',
    wb_at: null,
    wb_reason: null,
  }
}
