import { describe, expect, it } from 'vitest'
import { accountOf } from './account'
import { createApi } from './client'
import { ApiError, asApiError, isAborted } from './problem'
import type { Fetcher } from './client'

interface Sent {
  path: string
  init: RequestInit
}

function setUp(answer: (sent: Sent) => Response | Promise<Response>) {
  const sent: Sent[] = []
  let expired = 0
  const fetcher: Fetcher = async (path, init) => {
    sent.push({ path, init })
    return answer({ path, init })
  }
  const api = createApi(fetcher, () => (expired += 1))
  return { api, sent, expirations: () => expired }
}

const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init)
const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  json(body, { status, headers: { 'Content-Type': 'application/problem+json', ...headers } })
const failureOf = async (call: Promise<unknown>): Promise<ApiError> => {
  try {
    await call
  } catch (thrown) {
    return asApiError(thrown)
  }
  throw new Error('the call did not fail')
}

describe('a request', () => {
  it('carries the header that marks it as ours, when it changes something', async () => {
    const { api, sent } = setUp(() => json({}))
    await api.login({ email: 'a@b.ru', password: 'x' })
    await api.me()
    expect(sent[0]?.init.headers).toMatchObject({
      'X-Requested-With': 'inbox',
      'Content-Type': 'application/json',
    })
    expect(sent[1]?.init.headers).not.toHaveProperty('X-Requested-With')
    expect(sent[1]?.init.body).toBeUndefined()
  })

  it('leaves empty filters out and encodes the rest', async () => {
    const { api, sent } = setUp(() => json({ items: [], changed: [], next_cursor: null }))
    await api.inbox({ view: 'hot', channel: null, q: 'a&b' }, null)
    await api.interaction('a/b')
    await api.changes(null)
    expect(sent.map(({ path }) => path)).toEqual([
      '/api/inbox?view=hot&q=a%26b',
      '/api/interactions/a%2Fb',
      '/api/inbox/changes',
    ])
  })

  it('goes where the API has it', async () => {
    const { api, sent } = setUp(() => json({ id: 'd' }))
    await api.register({ email: 'e', password: 'p', name: 'n' })
    await accountOf(api).connect('token')
    await api.syncNow()
    await api.sync()
    await api.patch('1', { status: 'closed' })
    await api.messages('1', 'c')
    await api.read('1')
    await api.counts()
    await api.check('1', 't')
    await api.replyState('r')
    await api.cancelReply('r')
    await api.retryReply('r')
    expect(sent.map(({ path, init }) => `${init.method ?? ''} ${path}`)).toEqual([
      'POST /api/auth/register',
      'PUT /api/cabinet',
      'POST /api/sync',
      'GET /api/sync',
      'PATCH /api/interactions/1',
      'GET /api/interactions/1/messages?cursor=c',
      'POST /api/interactions/1/read',
      'GET /api/inbox/counts',
      'POST /api/checks',
      'GET /api/replies/r',
      'POST /api/replies/r/cancel',
      'POST /api/replies/r/retry',
    ])
  })
})

describe('an answer', () => {
  it('of 202 to a draft means that it is being made', async () => {
    const { api } = setUp(() => json({}, { status: 202 }))
    expect(await api.draft('1', { regenerate: false })).toEqual({ kind: 'making' })
    const ready = setUp(() => json({ id: 'd' }))
    expect(await ready.api.draft('1', { regenerate: true })).toEqual({
      kind: 'ready',
      draft: { id: 'd' },
    })
  })

  it('without a body is fine where none is expected', async () => {
    const { api } = setUp(() => new Response(null, { status: 204 }))
    await expect(api.logout()).resolves.toBeUndefined()
  })

  it('that is no JSON is an error of the connection', async () => {
    const { api } = setUp(() => new Response('<html>'))
    expect(await failureOf(api.me())).toMatchObject({ kind: 'network', inDoubt: true })
  })
})

describe('an error', () => {
  it('is built from the problem body', async () => {
    const findings = [{ rule: 'promise', severity: 'block', start: 0, end: 1, message: 'm' }]
    const errors = [{ field: 'text', code: 'c', message: 'm' }]
    const body = { title: 'Нельзя', detail: 'Почему', code: 'guardrails', errors, findings }
    const { api } = setUp(() => problem(422, body, { 'Retry-After': '30' }))
    expect(await failureOf(api.me())).toMatchObject({
      kind: 'problem',
      status: 422,
      code: 'guardrails',
      message: 'Нельзя',
      fields: errors,
      findings,
      retryAfter: 30,
      inDoubt: false,
    })
  })

  it('is told from the status alone when there is no body to read', async () => {
    const { api } = setUp(() => new Response('bad gateway', { status: 502 }))
    expect(await failureOf(api.me())).toMatchObject({ code: 'http_502', inDoubt: true })
    const broken = setUp(
      () =>
        new Response('{', { status: 500, headers: { 'Content-Type': 'application/problem+json' } }),
    )
    expect(await failureOf(broken.api.me())).toMatchObject({ code: 'http_500', retryAfter: null })
  })

  it('of the connection leaves in doubt what was done', async () => {
    const { api } = setUp(() => Promise.reject(new TypeError('down')))
    expect(await failureOf(api.me())).toMatchObject({ kind: 'network', inDoubt: true })
  })

  it('of an aborted request is told apart', async () => {
    const control = new AbortController()
    const { api } = setUp(() => {
      control.abort()
      return Promise.reject(new DOMException('', 'AbortError'))
    })
    expect(isAborted(await failureOf(api.me(control.signal)))).toBe(true)
  })

  it('of an aborted body is an abort too', async () => {
    const control = new AbortController()
    const { api } = setUp(() => {
      control.abort()
      return new Response('{')
    })
    expect(isAborted(await failureOf(api.me(control.signal)))).toBe(true)
    expect(isAborted(new Error('other'))).toBe(false)
  })

  it('401 ends the session, except for a wrong password', async () => {
    const { api, expirations } = setUp(() => problem(401, { title: 'Нет', code: 'c' }))
    await failureOf(api.login({ email: '', password: '' }))
    expect(expirations()).toBe(0)
    await failureOf(api.sync())
    expect(expirations()).toBe(1)
  })

  it('that nobody expected is still one of ours', () => {
    expect(asApiError(new Error('bug'))).toBeInstanceOf(ApiError)
  })
})
