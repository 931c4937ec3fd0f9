const RULES = new Intl.PluralRules('ru')
const NUMBERS = new Intl.NumberFormat('ru')

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

export function groupDigits(count: number): string {
  return NUMBERS.format(count)
}
