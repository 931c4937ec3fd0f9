import { describe, expect, it } from 'vitest'
import { NOW, at } from '../testing/rows'
import {
  dayTitle,
  fromMoscowInput,
  fullMoment,
  millis,
  moscowInput,
  shortMoment,
  tomorrowMorning,
  videoLength,
} from './dates'

const short = (iso: string) => shortMoment(millis(iso), NOW).replaceAll('\u00a0', ' ')

describe('shortMoment', () => {
  it('goes from minutes to the time to the day', () => {
    expect(short(at(-0.5))).toBe('только что')
    expect(short(at(-59))).toBe('59 мин назад')
    expect(short(at(-61))).toBe('08:59')
  })

  it('never shows a bare time of another day', () => {
    expect(short('2026-05-19T18:17:00Z')).toBe('вчера')
    expect(short('2026-05-12T18:17:00Z')).toBe('12 мая')
    expect(short('2025-12-31T18:17:00Z')).toBe('31 дек. 2025 г.')
  })

  it('counts days in Moscow', () => {
    expect(short('2026-05-19T21:05:00Z')).toBe('00:05')
    expect(short('2026-05-19T20:55:00Z')).toBe('вчера')
  })
})

describe('moments in full', () => {
  it('name the day and the time', () => {
    expect(fullMoment(millis(at(-61)), NOW)).toBe('Сегодня, 08:59')
    expect(fullMoment(millis('2026-05-12T06:00:00Z'), NOW)).toBe('12 мая, 09:00')
    expect(fullMoment(millis('2025-05-12T06:00:00Z'), NOW)).toMatch(/2025.*09:00/)
  })

  it('head the days of a chat', () => {
    expect(dayTitle(NOW, NOW)).toBe('Сегодня')
    expect(dayTitle(millis('2026-05-19T06:00:00Z'), NOW)).toBe('Вчера')
    expect(dayTitle(millis('2026-05-02T06:00:00Z'), NOW)).toBe('2 мая 2026 г.')
  })

  it('put tomorrow at nine in Moscow', () => {
    expect(tomorrowMorning(NOW)).toBe('2026-05-21T06:00:00.000Z')
    expect(tomorrowMorning(millis('2026-05-20T21:30:00Z'))).toBe('2026-05-22T06:00:00.000Z')
  })
})

describe('videoLength', () => {
  it('counts minutes and seconds', () => {
    expect([7, 60, 85].map(videoLength)).toEqual(['0:07', '1:00', '1:25'])
  })
})

describe('a chosen moment', () => {
  it('is on Moscow’s clock, whatever the browser’s', () => {
    expect(moscowInput(Date.parse('2026-05-20T22:30:00Z'))).toBe('2026-05-21T01:30')
    expect(fromMoscowInput('2026-05-21T01:30')).toBe(Date.parse('2026-05-20T22:30:00Z'))
    expect(fromMoscowInput('')).toBeNull()
  })
})
