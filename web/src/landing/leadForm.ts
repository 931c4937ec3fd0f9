import { lead as words } from '../words/lead'

type Fetcher = (path: string, init: RequestInit) => Promise<Response>
type Field = 'nm' | 'contact' | 'company' | 'link' | 'consent'

interface Problem {
  errors?: { field: string; code: string }[] | null
}

/**
 * Sends the request form without leaving the page; what was typed stays until it has arrived.
 * The fields have no names, so that a browser without scripts sends nothing anywhere.
 */
export function attachLeadForm(form: HTMLFormElement, fetcher: Fetcher): void {
  let request = crypto.randomUUID()
  const button = form.querySelector('button')
  const status = form.querySelector<HTMLElement>('[role=status]')
  const input = (field: Field): HTMLInputElement | null =>
    form.querySelector(`[data-field=${field}]`)
  const valueOf = (field: Field): string => input(field)?.value.trim() ?? ''

  const say = (text: string, kind: 'busy' | 'good' | 'bad'): void => {
    if (!status) return
    status.textContent = text
    status.dataset.kind = kind
  }

  /** Put what is wrong beside its field, and the cursor into the first of them. */
  const mark = (wrong: Partial<Record<Field, string>>): void => {
    for (const note of form.querySelectorAll<HTMLElement>('[data-note]')) {
      const field = note.dataset.note as Field
      note.textContent = wrong[field] ?? ''
      input(field)?.setAttribute('aria-invalid', String(wrong[field] !== undefined))
    }
    const first = form.querySelector<HTMLElement>('[aria-invalid=true]')
    first?.focus()
  }

  const send = async (): Promise<void> => {
    const wrong = findWrong(valueOf, input('consent')?.checked ?? false)
    mark(wrong)
    if (Object.keys(wrong).length > 0) return
    if (button) button.disabled = true
    say(words.sending, 'busy')
    try {
      const response = await fetcher('/api/leads', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'inbox' },
        body: JSON.stringify({
          nm: Number(valueOf('nm')),
          contact: valueOf('contact'),
          company: valueOf('company'),
          link: valueOf('link'),
          consent: true,
          client_request_id: request,
        }),
      })
      await hear(response)
    } catch {
      say(words.failed, 'bad')
    } finally {
      if (button) button.disabled = false
    }
  }

  const hear = async (response: Response): Promise<void> => {
    if (response.ok) {
      form.reset()
      request = crypto.randomUUID()
      say(words.sent, 'good')
    } else if (response.status === 429) {
      const seconds = Number(response.headers.get('Retry-After')) || 60
      say(words.limited(Math.ceil(seconds / 60)), 'bad')
    } else if (response.status === 422) {
      const wrong = readWrong((await response.json()) as Problem)
      say(Object.keys(wrong).length > 0 ? '' : words.failed, 'bad')
      mark(wrong)
    } else say(words.failed, 'bad')
  }

  form.noValidate = true
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!button?.disabled) void send()
  })
}

/** What can be told without asking; the server has the last word. */
function findWrong(
  valueOf: (field: Field) => string,
  agreed: boolean,
): Partial<Record<Field, string>> {
  const wrong: Partial<Record<Field, string>> = {}
  if (!/^[1-9]\d{0,11}$/.test(valueOf('nm'))) wrong.nm = words.article
  if (valueOf('contact').length < 5) wrong.contact = words.contact
  if (valueOf('link') && !/^https:\/\/\S+$/.test(valueOf('link'))) wrong.link = words.link
  if (!agreed) wrong.consent = words.consent
  return wrong
}

function readWrong({ errors }: Problem): Partial<Record<Field, string>> {
  const said: Record<Field, string> = {
    nm: words.article,
    contact: words.contact,
    company: words.tooLong,
    link: words.link,
    consent: words.consent,
  }
  const wrong: Partial<Record<Field, string>> = {}
  for (const { field, code } of errors ?? []) {
    if (field in said)
      wrong[field as Field] = code === 'string_too_long' ? words.tooLong : said[field as Field]
  }
  return wrong
}
