import { signal } from '@preact/signals'
import { asApiError } from '../api/problem'
import type { App } from '../state/app'
import type { Finding } from '../api/types'

/** Typing that rests for so long is checked. */
const REST_MS = 400

/** What the seller has made of one draft, and what the guardrails say of it. */
export interface Edit {
  text: string
  kind: 'checking' | 'checked' | 'failed'
  findings: readonly Finding[]
}

/** Drafts that are being changed while many are looked at; each change is checked. */
export class BulkEdits {
  readonly made = signal<ReadonlyMap<string, Edit>>(new Map())
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly app: App

  constructor(app: App) {
    this.app = app
  }

  readonly write = (id: string, text: string): void => {
    this.set(id, { text, kind: 'checking', findings: [] })
    this.plan(id, REST_MS)
  }

  readonly checkAgain = (id: string): void => {
    const text = this.made.peek().get(id)?.text
    if (text === undefined) return
    this.set(id, { text, kind: 'checking', findings: [] })
    this.plan(id, 0)
  }

  /** The draft stands as it was. */
  readonly drop = (id: string): void => {
    clearTimeout(this.timers.get(id))
    this.made.value = new Map([...this.made.peek()].filter(([other]) => other !== id))
  }

  readonly forget = (): void => {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
    this.made.value = new Map()
  }

  /** Whether an item can go out as it stands here: unchanged, or changed and found sound. */
  readonly isSound = (id: string): boolean => {
    const edit = this.made.value.get(id)
    if (!edit) return true
    return edit.kind === 'checked' && edit.findings.length === 0 && edit.text.trim() !== ''
  }

  private plan(id: string, rest: number): void {
    clearTimeout(this.timers.get(id))
    this.timers.set(
      id,
      setTimeout(() => void this.check(id), rest),
    )
  }

  private async check(id: string): Promise<void> {
    const asked = this.made.peek().get(id)
    if (!asked) return
    let found: Partial<Edit>
    try {
      const { findings } = await this.app.api.check(id, asked.text)
      found = { kind: 'checked', findings }
    } catch (thrown) {
      asApiError(thrown)
      found = { kind: 'failed' }
    }
    // Other words have been written meanwhile: what was said of these is no news.
    if (this.made.peek().get(id) === asked) this.set(id, { ...asked, ...found })
  }

  private set(id: string, edit: Edit): void {
    this.made.value = new Map([...this.made.peek(), [id, edit]])
  }
}
