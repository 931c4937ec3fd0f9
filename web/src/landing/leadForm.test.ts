import { readFileSync } from 'node:fs'
import { beforeEach, expect, it, vi } from 'vitest'
import { attachLeadForm } from './leadForm'

const PAGE = readFileSync('index.html', 'utf8')

let answer: () => Response
let sent: Record<string, unknown>[]

beforeEach(() => {
  const page = new DOMParser().parseFromString(PAGE, 'text/html')
  document.body.replaceChildren(...page.querySelectorAll('form'))
  answer = () => new Response(null, { status: 201 })
  sent = []
  const form = document.querySelector('form')
  if (form) {
    attachLeadForm(form, (_path, { body }) => {
      sent.push(JSON.parse(typeof body === 'string' ? body : '{}') as Record<string, unknown>)
      return Promise.resolve(answer())
    })
  }
})

const input = (field: string): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>(`[data-field=${field}]`)
  if (!found) throw new Error(field)
  return found
}
const note = (field: string) => document.querySelector(`[data-note=${field}]`)?.textContent
const status = () => document.querySelector('[role=status]')?.textContent ?? ''
const submit = () => document.querySelector('form')?.dispatchEvent(new Event('submit'))

function fill(): void {
  input('nm').value = '12345678'
  input('contact').value = '@lavka_shop'
  input('consent').checked = true
}

it('sends what was filled in and says that it arrived', async () => {
  fill()
  submit()
  expect(status()).toBe('Отправляем…')
  await vi.waitFor(() => expect(status()).toMatch(/Заявка принята/))
  expect(sent[0]).toMatchObject({ nm: 12345678, contact: '@lavka_shop', consent: true })
  expect(input('contact').value).toBe('')
})

it('says at each field what is wrong, and asks nobody', () => {
  input('nm').value = 'abc'
  input('link').value = 'http://x'
  submit()
  for (const field of ['nm', 'contact', 'link', 'consent']) expect(note(field)).not.toBe('')
  expect(input('nm').getAttribute('aria-invalid')).toBe('true')
  expect(sent).toHaveLength(0)
})

it('keeps the words and the request’s name when it did not arrive', async () => {
  fill()
  answer = () => new Response(null, { status: 503 })
  submit()
  await vi.waitFor(() => expect(status()).toMatch(/Не удалось отправить/))
  expect(input('contact').value).toBe('@lavka_shop')
  answer = () => new Response(null, { status: 201 })
  submit()
  await vi.waitFor(() => expect(status()).toMatch(/принята/))
  expect(sent[1]?.client_request_id).toBe(sent[0]?.client_request_id)
})

it('says how long to wait, and what the server objects to', async () => {
  fill()
  answer = () => new Response(null, { status: 429, headers: { 'Retry-After': '110' } })
  submit()
  await vi.waitFor(() => expect(status()).toMatch(/через 2 мин/))
  const errors = [{ field: 'contact', code: 'value_error' }]
  answer = () => new Response(JSON.stringify({ errors }), { status: 422 })
  submit()
  await vi.waitFor(() => expect(note('contact')).toMatch(/Telegram/))
})

it('has no named field that a browser could send by itself', () => {
  expect(document.querySelectorAll('form [name]')).toHaveLength(0)
})

it('is not silent about a refusal that no field is to blame for', async () => {
  answer = () => new Response(JSON.stringify({ errors: [] }), { status: 422 })
  fill()
  submit()
  await vi.waitFor(() => expect(status()).toMatch(/Не удалось отправить/))
})
