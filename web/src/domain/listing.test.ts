import { describe, expect, it } from 'vitest'
import { NOW, at, dueIn, makeRow } from '../testing/rows'
import { belongs, mergeChanges, settleRows } from './listing'
import type { Listing } from './listing'
import type { Row } from '../api/types'
import type { Filter } from '../route'

const filter = (change: Partial<Filter> = {}): Filter => ({
  view: 'attention',
  channel: null,
  q: '',
  ...change,
})
const listing = (change: Partial<Listing> = {}): Listing => ({
  filter: filter(),
  now: NOW,
  more: false,
  ...change,
})
const ids = (rows: readonly Row[]) => rows.map((row) => row.id).join('')
const row = (id: string, minutes: number, change: Partial<Row> = {}) =>
  makeRow(id, { sort_at: at(minutes), ...change })

describe('belongs', () => {
  it.each([
    [filter(), {}, true],
    [filter(), { view: 'done' }, false],
    [filter({ view: 'all' }), { view: 'done' }, true],
    [filter({ view: 'auto' }), { auto: true, view: 'done' }, true],
    [filter({ view: 'auto' }), {}, false],
    [filter({ view: 'hot' }), { deadline: dueIn(10) }, true],
    [filter({ channel: 'chat' }), {}, false],
    [filter({ channel: 'review' }), {}, true],
  ] as [Filter, Partial<Row>, boolean][])('%o %o → %s', (wanted, change, expected) => {
    expect(belongs(makeRow('a', change), wanted, NOW)).toBe(expected)
  })
})

describe('mergeChanges', () => {
  const rows = [row('a', 10), row('b', 20), row('c', 30)]

  it('puts a new row where its deadline is', () => {
    const merged = mergeChanges(rows, { changed: [row('x', 15)], removed: [] }, listing())
    expect(ids(merged)).toBe('axbc')
  })

  it('takes away what left the view and what is gone', () => {
    const changed = [row('a', 10, { view: 'done' })]
    expect(ids(mergeChanges(rows, { changed, removed: ['c'] }, listing()))).toBe('b')
  })

  it('leaves rows beyond what is loaded to the next page', () => {
    const changed = [row('x', 45), row('y', 5)]
    expect(ids(mergeChanges(rows, { changed, removed: [] }, listing({ more: true })))).toBe('yabc')
    expect(ids(mergeChanges(rows, { changed, removed: [] }, listing()))).toBe('yabcx')
  })

  it('shows the newest first where nothing is due', () => {
    const done = [
      row('a', 1, { view: 'done', occurred_at: at(-10) }),
      row('b', 9, { view: 'done', occurred_at: at(-20) }),
    ]
    const changed = [row('x', 5, { view: 'done', occurred_at: at(-15) })]
    const merged = mergeChanges(
      done,
      { changed, removed: [] },
      listing({ filter: filter({ view: 'done' }) }),
    )
    expect(ids(merged)).toBe('axb')
  })

  it('changes a search in place only: what is found is for the server to say', () => {
    const changed = [row('b', 1, { preview: 'новое' }), row('x', 2)]
    const merged = mergeChanges(
      rows,
      { changed, removed: ['c'] },
      listing({ filter: filter({ q: 'п' }) }),
    )
    expect(ids(merged)).toBe('ab')
    expect(merged[1]?.preview).toBe('новое')
  })
})

describe('settleRows', () => {
  const shown = [row('a', 10), row('b', 20)]
  const known = new Map([['a', row('a', 99, { preview: 'новое' })]])

  it('moves nothing while the list is held', () => {
    const target = [row('x', 5), row('b', 20)]
    const settled = settleRows(shown, target, known, { held: true, keep: null })
    expect(ids(settled.rows)).toBe('ab')
    expect(settled.rows[0]?.preview).toBe('новое')
    expect(settled.fresh).toBe(1)
  })

  it('shows everything once it is let go', () => {
    const target = [row('x', 5), row('b', 20)]
    expect(settleRows(shown, target, known, { held: false, keep: null })).toEqual({
      rows: target,
      fresh: 0,
    })
  })

  it('fills an empty list at once', () => {
    expect(settleRows([], [row('x', 5)], known, { held: true, keep: null }).rows).toHaveLength(1)
  })

  it('keeps the open row where it was although it has left', () => {
    const settled = settleRows(shown, [row('b', 20)], known, { held: false, keep: 'a' })
    expect(ids(settled.rows)).toBe('ab')
    expect(ids(settleRows(shown, [], new Map(), { held: false, keep: 'b' }).rows)).toBe('b')
    expect(ids(settleRows(shown, [row('b', 2)], known, { held: false, keep: 'b' }).rows)).toBe('b')
  })
})
