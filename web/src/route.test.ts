import { describe, expect, it } from 'vitest'
import { formatRoute, inboxRoute, parseRoute, sameFilter } from './route'
import type { Route } from './route'

describe('parseRoute', () => {
  it('opens the queue at the root', () => {
    expect(parseRoute('/app/')).toEqual(inboxRoute())
    expect(parseRoute('/app')).toEqual(inboxRoute())
    expect(parseRoute('/app/inbox')).toEqual(inboxRoute())
  })

  it('reads a deep link with its filters', () => {
    expect(parseRoute('/app/inbox/hot/a%2Fb?channel=chat&q=%20подошва%20&panel=1')).toEqual(
      inboxRoute({ view: 'hot', id: 'a/b', channel: 'chat', q: 'подошва', panel: true }),
    )
  })

  it('ignores a filter that it does not know', () => {
    expect(parseRoute('/app/inbox/all?channel=fax')).toEqual(inboxRoute({ view: 'all' }))
  })

  it.each([
    '/app/inbox/nowhere',
    '/app/inbox/all/1/2',
    '/app/login/extra',
    '/app/other',
    '/apple/inbox',
    '/',
  ])('does not know %s', (address) => {
    expect(parseRoute(address)).toEqual({ name: 'missing' })
  })

  it('keeps an undecodable id as it is', () => {
    expect(parseRoute('/app/inbox/all/%E0%A4%A')).toMatchObject({ id: '%E0%A4%A' })
  })

  it('follows a sign-in only inside the app', () => {
    const next = (value: string) => parseRoute(`/app/login?next=${encodeURIComponent(value)}`)
    expect(next('/app/inbox/hot/1')).toEqual({ name: 'login', next: '/app/inbox/hot/1' })
    for (const outside of ['https://evil.example/app/inbox', '//evil.example/app/', '/', '/app']) {
      expect(next(outside)).toEqual({ name: 'login', next: '' })
    }
    expect(parseRoute('/app/register')).toEqual({ name: 'register', next: '' })
  })
})

describe('formatRoute', () => {
  const routes: Route[] = [
    inboxRoute(),
    inboxRoute({ view: 'failed', channel: 'question', q: 'цвет & размер' }),
    inboxRoute({ id: 'r/1 ?', panel: true }),
    { name: 'login', next: '/app/inbox/hot/1?channel=chat' },
    { name: 'register', next: '' },
    { name: 'connect' },
  ]

  it.each(routes)('is read back: $name', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route)
  })

  it('leads from nowhere to the root, and drops a panel without a conversation', () => {
    expect(formatRoute({ name: 'missing' })).toBe('/app/')
    expect(formatRoute(inboxRoute({ panel: true }))).toBe('/app/inbox/attention')
  })
})

describe('sameFilter', () => {
  it('looks at what narrows the list only', () => {
    expect(sameFilter(inboxRoute({ id: '1' }), inboxRoute({ id: '2', panel: true }))).toBe(true)
    expect(sameFilter(inboxRoute({ q: 'a' }), inboxRoute({ q: 'b' }))).toBe(false)
    expect(sameFilter(inboxRoute({ channel: 'chat' }), inboxRoute())).toBe(false)
  })
})
