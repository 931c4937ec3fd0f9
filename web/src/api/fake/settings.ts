import { json, problemOf } from './http'
import { FakeTemplates } from './writing'
import type { AuditPage, SectionName, Sections, SignedIn } from '../settings'

const AT = '2026-11-22T09:00:00Z'

function freshSections(): Sections {
  const row = (target_minutes: number, limit_minutes: number) => ({
    target_minutes,
    limit_minutes,
    priority: null,
  })
  return {
    profile: { name: 'Лавка', signature: '', email: 'seller@example.com' },
    general: {
      undo_seconds: 10,
      auto_undo_seconds: 300,
      reply_pending_minutes: 180,
      store_buyer_names: true,
    },
    deadlines: {
      hours: null,
      rows: { review_1_2: row(60, 240), thanks: row(1440, 2880) },
      titles: { review_1_2: 'Отзывы 1–2★', thanks: 'Обращения с благодарностью' },
    },
    ai: {
      suggestions: true,
      use_model: true,
      tone: 'friendly',
      daily_limit: 200,
      learns: true,
    },
    auto_response: {
      enabled: false,
      sandbox: false,
      rating_from: 4,
      confidence: 85,
      scenarios: { 'review.thanks': 'auto' },
      only: [],
      never: [],
      hours: null,
      per_day: 100,
      sample: 5,
      promo: false,
      classes: [
        { intent: 'thanks', title: 'Благодарность', may_answer: ['review'] },
        { intent: 'defect_not_working', title: 'Брак, не работает', may_answer: [] },
      ],
      delay_seconds: 300,
      policy: 'p',
      may_go_live: false,
    },
    promo: { codes: [], offers: [] },
  }
}

export const RESET_TOKEN = 'a'.repeat(43)

/** What the server says of a link that does not open; null when it does. */
export function refuseReset(token: unknown): Response | null {
  if (token === RESET_TOKEN) return null
  const message = 'Ссылка уже сработала или устарела: запросите новую'
  const errors = [{ field: 'token', code: 'dead', message }]
  return problemOf({ status: 422, code: 'invalid', title: 'Проверьте данные', errors })
}
export const PASSWORD = 'correct horse'

const UNSURE = {
  would_send: false,
  outcome: 'hold',
  action: 'auto',
  intent: 'thanks',
  intent_title: 'Благодарность',
  confidence: 0.71,
  draft: 'Здравствуйте! Спасибо за добрые слова.',
  promo: null,
  reasons: [{ code: 'unsure', title: 'Тема определена неуверенно' }],
}

/** Settings, sessions and the account's trail, as the server keeps them. */
export class FakeSettings {
  sections = freshSections()
  sessions: SignedIn[] = [
    { id: 'here', device: 'Firefox, Windows', created_at: AT, seen_at: AT, current: true },
    { id: 'there', device: 'Safari, iOS', created_at: AT, seen_at: AT, current: false },
  ]
  readonly audit: AuditPage['items'] = [
    { id: '1', deed: 'account.signed_in', title: 'Вход в аккаунт', detail: '', at: AT, device: '' },
  ]
  readonly templates = new FakeTemplates()
  alerts: object[] = []
  /** Answers of analytics, by their path; without one there is none. */
  readonly numbers: Record<string, object> = {}
  private turn = 1

  /** What is no business of these is left to others. */
  answer(
    path: string,
    method: string,
    body: Record<string, unknown>,
    tag: string | null,
  ): Response | null {
    if (path.startsWith('/api/templates')) return this.templates.answer(path, method, body)
    if (path === '/api/analytics/alerts') return json({ generated_at: AT, alerts: this.alerts })
    const numbers = this.numbers[path]
    if (numbers) return json(numbers)
    if (path === '/api/auto-response/preview') return json(UNSURE)
    if (path === '/api/audit') return json({ items: this.audit, next_cursor: null })
    if (path === '/api/auth/sessions') return json({ items: this.sessions })
    if (path.startsWith('/api/auth/sessions/')) return this.end(path)
    if (path === '/api/auth/password') return this.change(body)
    return path.startsWith('/api/settings/') ? this.answerSection(path, method, body, tag) : null
  }

  private answerSection(
    path: string,
    method: string,
    body: Record<string, unknown>,
    tag: string | null,
  ): Response {
    const [, , , name, last] = path.split('/')
    if (last === 'history') return json({ items: [], next_cursor: null })
    if (!isSection(name, this.sections)) return problemOf({ status: 404, code: 'not_found' })
    if (method === 'GET') return this.tagged(name)
    if (tag !== this.tag) return problemOf({ status: 412, code: 'precondition_failed' })
    const next: object = last === 'reset' ? freshSections()[name] : body
    this.sections = { ...this.sections, [name]: { ...this.sections[name], ...next } }
    this.turn += 1
    return this.tagged(name)
  }

  /** Somebody saved the settings in another window. */
  saveElsewhere(): void {
    this.turn += 1
  }

  private end(path: string): Response {
    this.sessions = this.sessions.filter(({ id }) => !path.endsWith(`/${id}`))
    return new Response(null, { status: 204 })
  }

  private change({ current }: Record<string, unknown>): Response {
    if (current === PASSWORD) {
      this.sessions = this.sessions.filter((one) => one.current)
      return new Response(null, { status: 204 })
    }
    const errors = [{ field: 'current', code: 'wrong', message: 'Это не ваш текущий пароль' }]
    return problemOf({ status: 422, code: 'invalid', title: 'Проверьте данные', errors })
  }

  private get tag(): string {
    return `W/"${this.turn}"`
  }

  private tagged(name: SectionName): Response {
    const response = json(this.sections[name])
    response.headers.set('ETag', this.tag)
    return response
  }
}

function isSection(name: string | undefined, sections: Sections): name is SectionName {
  return name !== undefined && name in sections
}
