const RULES = new Intl.PluralRules('ru')
const NUMBERS = new Intl.NumberFormat('ru')
const ROUBLES = new Intl.NumberFormat('ru', { style: 'currency', currency: 'RUB' })
const WHOLE_ROUBLES = new Intl.NumberFormat('ru', {
  style: 'currency',
  currency: 'RUB',
  maximumFractionDigits: 0,
})

/** The three Russian forms: 1 отзыв, 2 отзыва, 5 отзывов. */
export interface Forms {
  one: string
  few: string
  many: string
}

export function formOf(count: number, forms: Forms): string {
  const rule = RULES.select(count)
  return rule === 'one' || rule === 'few' ? forms[rule] : forms.many
}

export function counted(count: number, forms: Forms): string {
  return `${groupDigits(count)}\u00a0${formOf(count, forms)}`
}

/** Roubles, with kopecks only where there are any. */
export function money(roubles: number): string {
  return Number.isInteger(roubles) ? WHOLE_ROUBLES.format(roubles) : ROUBLES.format(roubles)
}

/** Thousands apart by a thin space that no line is broken at. */
export function groupDigits(count: number): string {
  return NUMBERS.format(count).replaceAll('\u00a0', '\u202f')
}
