import type { Changes, Deadline, InboxPage, Product, Row } from './types'

/** What a list says of a row by leaving it out, as the API's document has it. */
const ROW = {
  alarms: [],
  chat_state: null,
  closed_by: null,
  deadline: null,
  found_in: null,
  highlights: [],
  rating: null,
  reply_overdue: false,
  reply_state: null,
  tags: [],
  unread_count: 0,
  wb_state: null,
} satisfies Partial<Row>
const PRODUCT = {
  article: '',
  brand: '',
  color: '',
  photo: null,
  size: '',
} satisfies Partial<Product>
const DEADLINE = { wb_at: null, wb_reason: null } satisfies Partial<Deadline>

export type BriefRow = Omit<Row, keyof typeof ROW | 'product'> &
  Partial<Pick<Row, Exclude<keyof typeof ROW, 'deadline'>>> & {
    product: Omit<Product, keyof typeof PRODUCT> & Partial<Product>
    deadline?: (Omit<Deadline, keyof typeof DEADLINE> & Partial<Deadline>) | null
  }

export type BriefPage = Omit<InboxPage, 'items'> & { items: BriefRow[] }
export type BriefChanges = Omit<Changes, 'changed'> & { changed: BriefRow[] }

export const fillPage = (page: BriefPage): InboxPage => ({ ...page, items: fillRows(page.items) })
export const fillChanges = (told: BriefChanges): Changes => ({
  ...told,
  changed: fillRows(told.changed),
})

/** Rows of a list with all that was left out. */
export function fillRows(rows: readonly BriefRow[]): Row[] {
  return rows.map((row) => ({
    ...ROW,
    ...row,
    product: { ...PRODUCT, ...row.product },
    deadline: row.deadline ? { ...DEADLINE, ...row.deadline } : null,
  }))
}
