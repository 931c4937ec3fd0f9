import { describe, expect, it } from 'vitest'
import { cutParts, joinDeeds, weigh } from './parts'
import type { BulkDeed } from '../api/types'

const DEED: BulkDeed = {
  id: 'b1',
  action: 'send',
  is_over: true,
  is_undone: false,
  total: 3,
  waiting: 0,
  done: 2,
  left_out: 1,
  undone: 0,
  too_late: 0,
  can_undo: true,
  undo_until: '2026-05-20T10:00:10Z',
  problems: [{ id: 'i1', outcome: 'left_out', code: 'gone', why: 'Нет' }],
}

describe('parts of a deed', () => {
  it('keep the order and are cut only where one request is full', () => {
    const lines = Array.from({ length: 120 }, (_, at) => ({ at, text: 'я'.repeat(600) }))
    const parts = cutParts(lines, weigh)
    expect(parts.flat()).toEqual(lines)
    expect(parts).toHaveLength(3)
    for (const part of parts) expect(weigh(part)).toBeLessThan(64 * 1024 - 3000)
    expect(cutParts(lines.slice(0, 40), weigh)).toHaveLength(1)
    expect(cutParts([], weigh)).toEqual([])
  })

  it('are one deed to whoever began it', () => {
    expect(joinDeeds([])).toBeNull()
    expect(joinDeeds([DEED])).toBe(DEED)
    const going = { ...DEED, id: 'b2', is_over: false, waiting: 2, done: 1, left_out: 0 }
    const late = { ...going, undo_until: '2026-05-20T10:00:11Z', problems: [] }
    expect(joinDeeds([DEED, late])).toEqual({
      ...DEED,
      is_over: false,
      total: 6,
      waiting: 2,
      done: 3,
    })
  })

  it('that could not be taken back with the others were too late', () => {
    const undone = { ...DEED, is_undone: true, can_undo: false, done: 0, undone: 2 }
    const stays = { ...DEED, id: 'b2', can_undo: false, undo_until: null, problems: [] }
    expect(joinDeeds([undone, stays])).toMatchObject({ is_undone: true, undone: 2, too_late: 2 })
  })
})
