import { compareRows } from '../domain/listing'
import { answerCheck, judge } from './fake/guardrails'
import { iso, step } from './fake/dispatch'
import { FakeAccount } from './fake/account'
import { FakeBulk } from './fake/bulk'
import { checkScopes, fakeCabinet } from './fake/cabinet'
import { answerFile } from './fake/files'
import { MARKETPLACES } from './fake/marketplaces'
import { Neighbours } from './fake/neighbours'
import { FakeSettings, PASSWORD, refuseReset } from './fake/settings'
import { fakeSync } from './fake/sync'
import { Uploads, filesMissing } from './fake/uploads'
import { json, pause, problemOf, textOf } from './fake/http'
import { World, placesOf } from './fake/world'
import { keepWords } from './fake/writing'
import { matches, readSearch } from './fake/search'
import type { Fetcher } from './client'
import type { FakeProblem } from './fake/http'
import type { Item, Painter } from './fake/world'
import type { EditRequest, Me, Messages, Notice, ReplyRequest, Row, Sync, ViewName } from './types'

const PAGE = 30
export interface FakeOptions {
  paint?: Painter
  signedIn?: boolean
  /** Milliseconds that each answer takes. */
  latency?: () => number
  calm?: number
}

interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
  form: FormData | null
  tag: string | null
  now: number
}

/** What was asked; `outlives` the page that asked. */
interface Logged {
  call: string
  query: string
  body: Record<string, unknown>
  outlives: boolean
}

/** The API in memory: the app's own client speaks to it, in tests and in `npm run dev:fake`. */
export class FakeApi {
  readonly world: World
  signedIn: boolean
  readonly settings = new FakeSettings()
  readonly account = new FakeAccount()
  online = true
  syncUntil = 0
  /** What the server says of the token. */
  notices: Notice[] = []
  /** The service holds all sending. */
  sendingPaused = false
  /** More has moved than the changes tell. */
  flooded = false
  readonly uploads = new Uploads()
  readonly neighbours: Neighbours
  readonly bulk: FakeBulk
  /** Earlier messages of a chat, which its first page leaves out. */
  readonly older = new Map<string, Messages>()
  /** What was asked, as `POST /api/sync`, with its body. */
  readonly log: Logged[] = []
  private readonly refusals: { call: RegExp; answer: () => Response | null }[] = []
  private readonly latency: () => number
  private readonly sent = new Map<string, string>()

  constructor({ paint, signedIn = true, latency = () => 0, calm }: FakeOptions = {}) {
    this.world = new World(paint ?? ((hue) => `/api/photos/${hue}`), calm)
    this.neighbours = new Neighbours(this.world)
    this.bulk = new FakeBulk(this.world)
    this.signedIn = signedIn
    this.latency = latency
  }

  /** Answer the next call that matches with a problem, or with no answer at all. */
  refuse(call: RegExp, problem: FakeProblem | null): void {
    this.refusals.push({ call, answer: () => problem && problemOf(problem) })
  }

  readonly fetcher: Fetcher = async (address, init) => {
    const { pathname, searchParams } = new URL(address, 'http://fake')
    const method = init.method ?? 'GET'
    const body = JSON.parse(typeof init.body === 'string' ? init.body : '{}') as Asked['body']
    const form = init.body instanceof FormData ? init.body : null
    const call = `${method} ${pathname}`
    this.log.push({ call, query: searchParams.toString(), body, outlives: init.keepalive ?? false })
    await pause(this.latency(), init.signal ?? null)
    const place = this.refusals.findIndex((refusal) => refusal.call.test(call))
    const refused = place < 0 ? undefined : this.refusals.splice(place, 1)[0]?.answer()
    if (!this.online || refused === null) throw new TypeError('no connection')
    if (refused) return refused
    const now = Date.now()
    this.world.advance(now)
    const tag = new Headers(init.headers).get('If-Match')
    return this.answer({ method, path: pathname, query: searchParams, body, form, tag, now })
  }

  private answer(asked: Asked): Response {
    const { path, method } = asked
    const kept = this.signedIn ? this.settings.answer(path, method, asked.body, asked.tag) : null
    if (kept) return kept
    if (path.startsWith('/api/auth/')) return this.answerAuth(asked)
    if (!this.signedIn) return problemOf({ status: 401, code: 'unauthenticated' })
    const owned = this.account.answer(path, method, asked.body, asked.now)
    if (this.account.erased) this.signedIn = false
    if (owned) return owned
    if (path === '/api/inbox') return this.answerList(asked)
    if (path === '/api/inbox/changes') return this.answerChanges(asked)
    if (path === '/api/inbox/counts') return json(this.world.counts(asked.now))
    if (path === '/api/sync' && method === 'GET') return json(this.sync(asked.now))
    if (path === '/api/sync') {
      this.syncUntil = asked.now + 8000
      return json({ queued: ['review', 'question', 'chat'] }, 202)
    }
    if (path === '/api/marketplaces') return json({ items: MARKETPLACES })
    if (path === '/api/cabinet') return this.answerCabinet(asked)
    if (path === '/api/checks') return json(answerCheck(textOf(asked)))
    const many = this.bulk.answer(path, asked.body, asked.now)
    const around = many ?? this.neighbours.answer(method, path)
    if (around) return around
    const [, kind, id = '', action = ''] = /^\/api\/(\w+)\/([^/]+)\/?([\w/]*)$/.exec(path) ?? []
    if (kind === 'interactions') return this.answerItem(decodeURIComponent(id), action, asked)
    if (kind === 'files') return answerFile(this.world, decodeURIComponent(id))
    if (kind === 'replies') return this.answerReply(decodeURIComponent(id), action, asked)
    return problemOf({ status: 404, code: 'not_found' })
  }

  private answerAuth({ path, method, body, now }: Asked): Response {
    if (path === '/api/auth/logout') {
      this.signedIn = false
      return new Response(null, { status: 204 })
    }
    if (path === '/api/auth/reset') return new Response(null, { status: 202 })
    if (path === '/api/auth/reset/confirm') {
      const refused = refuseReset(body.token)
      this.signedIn &&= refused !== null
      return refused ?? new Response(null, { status: 204 })
    }
    if (path === '/api/auth/login' && body.password !== PASSWORD) {
      return problemOf({ status: 401, code: 'unauthenticated', title: 'Неверная почта или пароль' })
    }
    if (method === 'POST') this.signedIn = true
    if (!this.signedIn) return problemOf({ status: 401, code: 'unauthenticated' })
    return json(this.me(now), path.endsWith('register') ? 201 : 200)
  }

  private answerCabinet({ method, body, now }: Asked): Response {
    this.world.connected = method === 'PUT'
    if (method === 'DELETE') return new Response(null, { status: 204 })
    this.account.demo = false
    const checks = checkScopes(String(body.wb_token))
    this.syncUntil = now + 8000
    return json({ cabinet: this.me(now).cabinet, checks, notices: this.notices })
  }

  private answerList({ query, now }: Asked): Response {
    const view = (query.get('view') ?? 'attention') as ViewName
    const start = Number(query.get('cursor') ?? 0)
    const rows = this.rows(now)
      .filter((row) => placesOf(row, now).includes(view))
      .filter((row) => !query.has('channel') || row.channel === query.get('channel'))
      .filter((row) => matches(row, query))
      .sort(compareRows(view))
    const next = start + PAGE < rows.length ? String(start + PAGE) : null
    const items = rows.slice(start, start + PAGE)
    const text = query.get('q') ?? ''
    const search = text ? readSearch(text) : null
    return json({ items, next_cursor: next, search, since: String(this.world.version) })
  }

  private answerChanges({ query, now }: Asked): Response {
    const since = Number(query.get('since') ?? this.world.version)
    const changed = [...this.world.items.values()].filter((item) => item.version > since)
    return json({
      changed: changed.map((item) => item.data.row),
      removed: [],
      reload: this.flooded,
      sending_paused: this.sendingPaused,
      counts: changed.length > 0 || !query.has('since') ? this.world.counts(now) : null,
      next: String(this.world.version),
      poll_after_ms: 3000,
      now: iso(now),
    })
  }

  private answerItem(id: string, action: string, asked: Asked): Response {
    const item = this.world.items.get(id)
    if (!item) return problemOf({ status: 404, code: 'not_found', title: 'Не найдено' })
    if (action === 'draft') {
      if (item.data.draft && asked.body.regenerate !== true) return json(item.data.draft)
      item.draftDueAt = asked.now + 2500
      return json({}, 202)
    }
    if (action === 'reply' && asked.method === 'PUT') return this.editAnswer(item, asked)
    if (action === 'reply') return this.approve(item, asked)
    if (action === 'files' && asked.form) return this.uploads.take(item.data, asked.form)
    if (action === 'messages') return json(this.older.get(id) ?? { items: [], next_cursor: null })
    if (action === 'draft/seen') return new Response(null, { status: 204 })
    if (action === 'composer') return keepWords(item, asked.body, asked.now)
    if (action === 'read') {
      this.world.look(item)
      return new Response(null, { status: 204 })
    }
    if (asked.method === 'PATCH') this.world.patch(item, asked.body)
    return json({ ...item.data, now: iso(asked.now) })
  }

  private approve(item: Item, { body, now }: Asked): Response {
    const request = body as unknown as ReplyRequest
    const made = this.sent.get(request.client_request_id)
    if (made !== undefined && item.data.reply?.id === made) return json(item.data.reply, 202)
    if (request.revision !== item.data.row.revision) {
      return problemOf({ status: 409, code: 'conflict', title: 'Обращение изменилось' })
    }
    const findings = judge(request.text)
    const blocked = findings.some(({ severity }) => severity === 'block')
    if (findings.length > 0 && (blocked || request.confirm !== true)) {
      const problem = { status: 422, code: 'guardrails', title: 'Ответ нарушает правила' }
      return problemOf({ ...problem, findings })
    }
    const files = this.uploads.find(item.data.row.id, request.files ?? [])
    if (!files) return filesMissing()
    const id = `r-${request.client_request_id}`
    this.sent.set(request.client_request_id, id)
    const wish = { sendAt: request.send_at ?? undefined, files }
    return json(this.world.approve(item, request.text, id, now, wish), 202)
  }

  private editAnswer(item: Item, { body, now }: Asked): Response {
    const request = body as unknown as EditRequest
    const { edit, row } = item.data
    if (!edit?.allowed || request.revision !== row.revision) {
      return problemOf({ status: 409, code: 'conflict', title: 'Обращение изменилось' })
    }
    const findings = judge(request.text)
    if (findings.length > 0 && request.confirm !== true) {
      return problemOf({
        status: 422,
        code: 'guardrails',
        title: 'Ответ нарушает правила',
        findings,
      })
    }
    const wish = { editReason: request.reason }
    const reply = this.world.approve(item, request.text, request.client_request_id, now, wish)
    item.data.edit = { ...edit, allowed: false, title: 'Единственная правка уже использована' }
    return json(reply, 202)
  }

  private answerReply(id: string, action: string, { now }: Asked): Response {
    const item = [...this.world.items.values()].find(({ data }) => data.reply?.id === id)
    const reply = item?.data.reply
    if (!item || !reply) return problemOf({ status: 404, code: 'not_found' })
    if (action === 'cancel') {
      if (!reply.can_cancel) {
        return problemOf({ status: 409, code: 'conflict', title: 'Ответ уже отправляется' })
      }
      this.world.touch(item, { reply: step(reply, 'cancelled', now) })
    }
    if (action === 'retry') {
      this.world.touch(item, { reply: { ...step(reply, 'sending', now), reason: null } })
    }
    return json(item.data.reply)
  }

  private rows(now: number): Row[] {
    this.world.advance(now)
    return [...this.world.items.values()].map((item) => item.data.row)
  }

  private me(now: number): Me {
    return {
      seller: {
        id: 's1',
        name: 'Лавка «Северный ход»',
        email: 'lavka@example.ru',
        created_at: iso(0),
      },
      cabinet: fakeCabinet(this.world.connected, now),
      sync: this.sync(now),
      demo: this.account.demo,
      undo_seconds: 10,
      now: iso(now),
    }
  }

  private sync(now: number): Sync {
    const { connected, synced } = this.world
    return fakeSync(now, this.syncUntil - now, synced, connected ? this.notices : [])
  }
}
