import { describe, expect, it } from 'vitest'
import { counted, formOf } from '../words/plural'
import { at, makeMessage } from '../testing/rows'
import { countOf, countText } from './counts'
import { groupByDay } from './days'
import { hashText } from './hash'
import { finalText, measureLength } from './limits'
import { cutPieces, quoteOf } from './spans'
import type { Finding } from '../api/types'

const finding = (start: number, end: number, severity: Finding['severity'] = 'block'): Finding => ({
  rule: 'r',
  severity,
  start,
  end,
  message: '',
  quote: '',
  rewrite: null,
})

describe('plurals', () => {
  it('follow the Russian rules', () => {
    const forms = { one: 'отзыв', few: 'отзыва', many: 'отзывов' }
    expect([1, 2, 5, 11, 21, 104].map((count) => formOf(count, forms))).toEqual([
      'отзыв',
      'отзыва',
      'отзывов',
      'отзывов',
      'отзыв',
      'отзыва',
    ])
    expect(counted(1213, forms)).toBe('1\u202f213\u00a0отзывов')
  })
})

describe('counts', () => {
  const counts = { views: { hot: { review: 90, chat: 10 } }, version: 1 }

  it('add the channels up', () => {
    expect(countOf(counts, 'hot')).toBe(100)
    expect(countOf(counts, 'hot', 'chat')).toBe(10)
    expect(countOf(counts, 'hot', 'question')).toBe(0)
    expect(countOf(counts, 'done')).toBe(0)
    expect(countOf(null, 'done')).toBeNull()
  })

  it('say more than 99 only where counting stops', () => {
    expect(countText(100, 'hot')).toBe('99+')
    expect(countText(100, 'all')).toBe('100')
  })
})

describe('lengths', () => {
  const limits = { least: 2, most: 10, advised: 5 }

  it('count code points of what will be sent', () => {
    expect(measureLength('  😻😻😻  ', limits)).toMatchObject({ level: 'ok', fits: true })
    expect(measureLength('123456', limits)).toMatchObject({ level: 'advice', fits: true })
    expect(measureLength('12345678901', limits)).toMatchObject({ level: 'bad', fits: false })
    expect(measureLength('1', limits)).toMatchObject({ level: 'ok', fits: false })
    expect(measureLength(' ', limits)).toEqual({ level: 'ok', fits: false, text: '' })
  })

  it('make one form of a letter', () => {
    expect(finalText(' и\u0306 ')).toBe('й')
  })
})

describe('findings', () => {
  it('are placed by code point, not by UTF-16 unit', () => {
    const text = '😻 вернём деньги!'
    expect(quoteOf(text, finding(2, 15))).toBe('вернём деньги')
    expect(cutPieces(text, [finding(2, 15)])).toEqual([
      { text: '😻 ', severity: null },
      { text: 'вернём деньги', severity: 'block' },
      { text: '!', severity: null },
    ])
  })

  it('let the graver one win where two meet', () => {
    const pieces = cutPieces('abcd', [finding(0, 3), finding(1, 9, 'warn'), finding(-2, 1)])
    expect(pieces).toEqual([
      { text: 'abc', severity: 'block' },
      { text: 'd', severity: 'warn' },
    ])
  })
})

describe('hashText', () => {
  it('is SHA-256 of the UTF-8', async () => {
    expect(await hashText('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect(await hashText('да')).toHaveLength(64)
  })
})

describe('groupByDay', () => {
  it('starts a day at Moscow midnight', () => {
    const messages = [
      makeMessage('a', '2026-05-19T20:59:00Z'),
      makeMessage('b', '2026-05-19T21:01:00Z'),
      makeMessage('c', at(0)),
    ]
    expect(groupByDay(messages).map((day) => day.messages.map(({ id }) => id))).toEqual([
      ['a'],
      ['b', 'c'],
    ])
  })
})
