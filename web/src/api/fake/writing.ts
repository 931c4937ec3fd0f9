import { iso } from './dispatch'
import { judge } from './guardrails'
import { json, problemOf } from './http'
import type { Item } from './world'
import { variables } from '../../words/templates'
import type { Template, Templates } from '../templates'
import type { SavedWords } from '../types'

type Body = Record<string, unknown>

/** Keep half-written words, unless others were saved over what the caller knows. */
export function keepWords(item: Item, { text, revision }: Body, now: number): Response {
  const saved = saveWords(item, typeof text === 'string' ? text : '', Number(revision), now)
  return saved ? json(saved) : problemOf({ status: 409, code: 'conflict' })
}

export function saveWords(
  item: Item,
  text: string,
  revision: number,
  now: number,
): SavedWords | null {
  const known = item.data.composer ?? null
  if (known && known.text !== text && known.revision !== revision) return null
  const saved = { text, revision: now, device: 'Firefox, Linux', saved_at: iso(now) }
  item.data = { ...item.data, composer: text === '' ? null : saved }
  return text === '' ? { ...saved, revision: 0 } : saved
}

/** The seller's templates; what holds a forbidden word is refused as the server would. */
export class FakeTemplates {
  items: Template[] = [
    templateOf('t1', 'Благодарность', 'Здравствуйте, {имя}! Спасибо, что выбрали «{товар}».', {
      channels: ['review'],
      intents: ['thanks'],
    }),
    templateOf(
      't2',
      'Размер',
      'Здравствуйте! Размер {размер} этой модели соответствует сетке.',
      {},
    ),
    templateOf('t3', 'Вопрос в чате', 'Добрый день, {имя}! Уточните, пожалуйста, номер заказа.', {
      channels: ['chat'],
    }),
  ]

  answer(path: string, method: string, body: Body): Response {
    const id = path.split('/')[3] ?? ''
    if (method === 'GET') return json(this.list())
    if (method === 'DELETE') {
      this.items = this.items.filter((one) => one.id !== id)
      return new Response(null, { status: 204 })
    }
    return this.keep(id, body)
  }

  /** Another window has saved one. */
  changeElsewhere(id: string, text: string): void {
    this.items = this.items.map((one) =>
      one.id === id ? { ...one, text, revision: one.revision + 1 } : one,
    )
  }

  private list(): Templates {
    const named = Object.values(variables).map((name) => ({ name, says: name }))
    return { items: this.items, most: 200, variables: named }
  }

  private keep(id: string, body: Body): Response {
    const { title, text } = body as { title: string; text: string }
    if (text.includes('{foo}')) {
      const message = 'Неизвестная переменная {foo}. Можно: {имя}'
      const errors = [{ field: 'text', code: 'unknown_variable', message }]
      return problemOf({ status: 422, code: 'invalid', errors })
    }
    const findings = judge(text)
    if (findings.some(({ severity }) => severity === 'block')) {
      const title = 'Ответ по такому шаблону нельзя будет отправить'
      return problemOf({ status: 422, code: 'guardrails', title, findings })
    }
    const known = this.items.find((one) => one.id === id)
    if (id !== '' && !known) return problemOf({ status: 404, code: 'not_found' })
    if (known && known.revision !== body.revision) {
      const title = 'Шаблон успели изменить в другом окне'
      return problemOf({ status: 409, code: 'conflict', title })
    }
    const template = templateOf(id || `t${String(this.items.length + 1)}`, title, text, body)
    template.revision = (known?.revision ?? 0) + 1
    this.items = [...this.items.filter((one) => one !== known), template]
    return json({ template, findings }, known ? 200 : 201)
  }
}

function templateOf(id: string, title: string, text: string, more: Partial<Template>): Template {
  const { channels = [], intents = [] } = more
  return { id, title, text, channels, intents, revision: 1, changed_at: iso(0) }
}
