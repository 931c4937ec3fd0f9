import { iso } from './dispatch'
import { json, problemOf } from './http'
import { PASSWORD } from './settings'
import type { ExportState, ScopeCheck } from '../types'

const GATHERING_MS = 4_000
const KEPT_MS = 7 * 24 * 60 * 60 * 1000

type Job = NonNullable<ExportState['job']>

/** Examples, a token's check, the archive of all data, and the end of the account. */
export class FakeAccount {
  /** The inbox holds examples. */
  demo = false
  /** What WB has said of the token that is being connected. */
  scopesSoFar: ScopeCheck[] = []
  erased = false
  private gatheredAt: number | null = null

  /** What is no business of these is left to others. */
  answer(
    path: string,
    method: string,
    body: Record<string, unknown>,
    now: number,
  ): Response | null {
    if (path === '/api/cabinet/checks') return json({ checks: this.scopesSoFar })
    if (path === '/api/demo') return this.answerDemo(method)
    if (path === '/api/export/state') return json(this.state(now))
    if (path === '/api/export' && method === 'POST') {
      this.gatheredAt = now + GATHERING_MS
      return json(jobOf(now), 202)
    }
    if (path === '/api/export') return new Response(new Blob(['PK']), { status: 200 })
    return path === '/api/account' && method === 'DELETE' ? this.erase(body) : null
  }

  private answerDemo(method: string): Response {
    this.demo = method === 'POST'
    return this.demo ? json({ created: 0 }) : new Response(null, { status: 204 })
  }

  private state(now: number): ExportState {
    if (this.gatheredAt === null) return { job: null, ready: null }
    if (now < this.gatheredAt) return { job: jobOf(now), ready: null }
    const made_at = iso(this.gatheredAt)
    return { job: null, ready: { made_at, expires_at: iso(this.gatheredAt + KEPT_MS), size: 2 } }
  }

  private erase({ password }: Record<string, unknown>): Response {
    if (password === PASSWORD) {
      this.erased = true
      return new Response(null, { status: 202 })
    }
    const errors = [{ field: 'password', code: 'wrong', message: 'Неверный пароль' }]
    return problemOf({ status: 422, code: 'invalid', title: 'Проверьте данные', errors })
  }
}

function jobOf(now: number): Job {
  return {
    id: 'export',
    kind: 'export',
    state: 'running',
    created_at: iso(now),
    changed_at: iso(now),
    done: 0,
    error: null,
    result: {},
    total: null,
  }
}
