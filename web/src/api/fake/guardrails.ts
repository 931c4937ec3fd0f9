import type { Check, Finding } from '../types'

const RULES = [
  {
    rule: 'promise',
    severity: 'block',
    words: /верн[её]м деньги|компенсируем/iu,
    message: 'Обещать деньги в публичном ответе нельзя.',
  },
  {
    rule: 'contact',
    severity: 'block',
    words: /https?:\/\/\S+|\+7[\d ()-]{7,}/iu,
    message: 'Ссылки и телефоны WB не пропускает.',
  },
  {
    rule: 'blame',
    severity: 'warn',
    words: /вы сами|ваша вина/iu,
    message: 'Звучит как упрёк покупателю.',
  },
] as const

/** A few rules by substring: enough to show what a refusal looks like. */
export function judge(text: string): Finding[] {
  return RULES.flatMap(({ rule, severity, words, message }) => {
    const match = words.exec(text)
    if (!match) return []
    const start = Array.from(text.slice(0, match.index)).length
    const end = start + Array.from(match[0]).length
    const rewrite = severity === 'block' ? { start, end, text: 'разберёмся' } : null
    return [{ rule, severity, start, end, message, quote: message, rewrite }]
  })
}

const MADE_OF = /из шерсти/iu
const CLAIM = { kind: 'composition', field: 'Состав', value: 'хлопок 100 %' } as const

/** What a check of a text says: its rules, and one fact that the card denies. */
export function answerCheck(text: string): Check {
  const match = MADE_OF.exec(text)
  const place = match && { start: match.index, end: match.index + match[0].length }
  const claims = place
    ? [{ ...CLAIM, ...place, quote: match[0], verdict: 'contradicted' as const }]
    : []
  return { findings: judge(text), rewrite: null, claims }
}
