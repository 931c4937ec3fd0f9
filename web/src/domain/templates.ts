import { common } from '../words/ru'
import { variables } from '../words/templates'
import { codePoints } from './spans'
import type { Finding, Interaction } from '../api/types'
import type { Template } from '../api/templates'

type Fillable = Pick<Interaction, 'row' | 'source' | 'product_card'>

/** A variable that nothing was known for, in code points. */
export interface Gap {
  name: string
  start: number
  end: number
}

const VARIABLE = new RegExp(`\\{\\s*(${Object.values(variables).join('|')})\\s*\\}`, 'giu')
/** What is asked for after a slash that begins a word. */
const ASKED = /(?:^|\s)\/([^\n/]{0,30})$/u

/** Put in what this item tells; what it does not stays as a gap to fill by hand. */
export function fillTemplate(text: string, item: Fillable, shop: string): string {
  const values = valuesOf(item, shop)
  return text.replace(VARIABLE, (whole, name: string) => values.get(lower(name)) ?? whole)
}

/** The gaps that a text still has. */
export function findGaps(text: string): Gap[] {
  return [...text.matchAll(VARIABLE)].map((found) => {
    const start = codePoints(text.slice(0, found.index)).length
    return { name: lower(found[1] ?? ''), start, end: start + codePoints(found[0]).length }
  })
}

/** Gaps as remarks, so that they are marked in the words. */
export function gapFindings(gaps: readonly Gap[]): Finding[] {
  return gaps.map(({ start, end }) => ({
    ...{ rule: 'gap', severity: 'warn', message: '', quote: '', rewrite: null },
    start,
    end,
  }))
}

/** What is typed after a slash before the cursor, and where the slash is; null without one. */
export function findSlash(text: string, cursor: number): { query: string; start: number } | null {
  const found = ASKED.exec(text.slice(0, cursor))
  const query = found?.[1]
  return query === undefined ? null : { query, start: cursor - query.length - 1 }
}

/** Those that hold the words asked for; what suits the item's channel and matter comes first. */
export function pickTemplates(
  templates: readonly Template[],
  { row }: Pick<Interaction, 'row'>,
  query: string,
): Template[] {
  const words = lower(query).split(/\s+/u).filter(Boolean)
  const holds = ({ title, text }: Template): boolean =>
    words.every((word) => lower(`${title} ${text}`).includes(word))
  const rank = (one: Template): number =>
    (suits(one.channels, row.channel) ? 0 : 4) +
    (one.intents.includes(row.intent) ? 0 : one.intents.length === 0 ? 1 : 2)
  return templates.filter(holds).sort((one, other) => rank(one) - rank(other))
}

/** Whether a template is meant for a channel: without channels it is for all. */
export function suits<Name>(names: readonly Name[], name: Name): boolean {
  return names.length === 0 || names.includes(name)
}

/** What is known of this item, by variable. */
function valuesOf({ row, source, product_card }: Fillable, shop: string): Map<string, string> {
  const { product, rating } = row
  const values: [string, string][] = [
    [variables.buyer, source.buyer === common.buyer ? '' : source.buyer],
    [variables.product, product.name],
    [variables.article, product.nm_id > 0 ? String(product.nm_id) : ''],
    [variables.brand, product.brand || (product_card?.brand ?? '')],
    [variables.size, product.size],
    [variables.color, product.color],
    [variables.rating, rating === null ? '' : String(rating)],
    [variables.shop, shop],
  ]
  return new Map(values.filter(([, value]) => value !== ''))
}

const lower = (text: string): string => text.trim().toLocaleLowerCase('ru')
