import { describe, expect, it } from 'vitest'
import { NOW, dueIn, makeRow } from '../testing/rows'
import { isHot, urgencyOf } from './urgency'

const look = (target: number, limit?: number) => {
  const { level, short, full } = urgencyOf(dueIn(target, limit), NOW)
  return [level, short.replaceAll('\u00a0', ' '), full.replaceAll('\u00a0', ' ')]
}

describe('urgencyOf', () => {
  it('counts seconds only in the last five minutes', () => {
    expect(look(4.5)).toEqual(['hot', '4:30', 'Ответить через 4 мин'])
    expect(look(0.05)).toEqual(['hot', '0:03', 'Ответить через меньше минуты'])
    expect(look(29)[1]).toBe('29 мин')
  })

  it('calms down with the time left', () => {
    expect(look(31)[0]).toBe('soon')
    expect(look(150)).toEqual(['soon', '2 ч 30 мин', 'Ответить через 2 ч 30 мин'])
    expect(look(240)).toEqual(['calm', '4 ч', 'Ответить через 4 ч'])
    expect(look(700)[1]).toBe('11 ч')
    expect(look(60 * 50)[1]).toBe('2 дн')
  })

  it('tells a passed target from a passed limit', () => {
    expect(look(-23, 37)).toEqual(['late', '−23 мин', 'Просрочено на 23 мин'])
    expect(look(-90, -30)).toEqual([
      'passed',
      '−1 ч 30 мин',
      'Крайний срок прошёл, просрочено на 1 ч 30 мин',
    ])
  })
})

describe('isHot', () => {
  it('is what waits for an answer and is due within half an hour', () => {
    expect(isHot(makeRow('a', { deadline: dueIn(29) }), NOW)).toBe(true)
    expect(isHot(makeRow('a', { deadline: dueIn(30) }), NOW)).toBe(false)
    expect(isHot(makeRow('a', { deadline: dueIn(-5), view: 'snoozed' }), NOW)).toBe(false)
    expect(isHot(makeRow('a', { deadline: null }), NOW)).toBe(false)
  })
})
