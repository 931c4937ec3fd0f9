import type { Row, SearchReading } from '../types'

const STARS = /звёзды:(\d)/

export function matches(row: Row, asked: URLSearchParams): boolean {
  const query = asked.get('q') ?? ''
  const rating = asked.get('rating')
  const words = `${row.preview} ${row.product.name} ${row.product.article}`.toLowerCase()
  const stars = STARS.exec(query)?.[1]
  const rest = query.replace(STARS, '').replace(/\S+:/, '').trim().toLowerCase()
  const wanted = stars ?? rating
  return words.includes(rest) && (wanted === null || row.rating === Number(wanted))
}

/** One operator, so that the search can be seen to be understood; the server knows them all. */
export function readSearch(text: string): SearchReading {
  const found = STARS.exec(text)
  const start = found?.index ?? 0
  return {
    operators: found
      ? [{ start, end: start + found[0].length, label: `Звёзды: ${found[1] ?? ''}` }]
      : [],
    hints: [],
    is_ready: true,
  }
}

/** What a row says of which nothing special is known and nothing was searched for. */
export const UNEVENTFUL = {
  wb_state: null,
  reply_overdue: false,
  chat_state: null,
  closed_by: null,
  highlights: [],
  found_in: null,
}
