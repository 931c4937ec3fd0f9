import { describe, expect, it } from 'vitest'
import { formatRoute, inboxRoute, parseRoute, sameFilter } from '../route'
import { NOTHING, askedOf, countNarrow } from './narrow'
import { cutMarks, withoutPart } from './marks'

const CHOSEN = {
  rating: 1,
  product: '12345678',
  topic: 'sizing_fit',
  tag: 'Ждёт замены',
  from: '2026-11-01',
  to: '2026-11-15',
  photo: true,
} as const

describe('filters of the list', () => {
  it('survive a reload in the address', () => {
    const route = inboxRoute({ view: 'all', q: 'плед', narrow: CHOSEN })
    expect(parseRoute(formatRoute(route))).toEqual(route)
    expect(sameFilter(route, inboxRoute({ view: 'all', q: 'плед' }))).toBe(false)
    expect(sameFilter(inboxRoute({ narrow: NOTHING }), inboxRoute())).toBe(true)
  })

  it('take nothing odd from an address', () => {
    const route = parseRoute(
      '/app/inbox/all?rating=9&tag=%3Cb%3E&product=x&topic=y&from=1&to=&photo=0',
    )
    expect(route).toMatchObject({ narrow: NOTHING })
  })

  it('are asked for by the names of the API', () => {
    expect(askedOf(CHOSEN)).toEqual({
      rating: '1',
      nm_id: '12345678',
      intent: 'sizing_fit',
      tag: 'Ждёт замены',
      from: '2026-11-01',
      to: '2026-11-15',
      has_photo: 'true',
    })
    expect(countNarrow(CHOSEN)).toBe(7)
    expect(askedOf(undefined)).toEqual({})
  })
})

describe('marks', () => {
  it('cut a text by characters, not by halves of them', () => {
    const highlights = [{ field: 'preview', start: 2, end: 6 } as const]
    expect(cutMarks('🔥 плед <b>', highlights, 'preview')).toEqual([
      { text: '🔥 ', found: false },
      { text: 'плед', found: true },
      { text: ' <b>', found: false },
    ])
    expect(cutMarks('плед', highlights, 'buyer')).toEqual([{ text: 'плед', found: false }])
  })

  it('take one condition out of a query', () => {
    expect(withoutPart('плед звёзды:1 серый', { start: 5, end: 13 })).toBe('плед серый')
    expect(withoutPart('🔥 звёзды:1', { start: 2, end: 10 })).toBe('🔥')
  })
})
