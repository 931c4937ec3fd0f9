import { signal } from '@preact/signals'
import { pathOf } from '../api/client'
import { asApiError } from '../api/problem'
import { Latest } from '../state/latest'
import { linked as words } from '../words/linked'
import type { Signal } from '@preact/signals'
import type { ApiError } from '../api/problem'
import type { Surroundings, Timeline } from '../api/types'
import type { App } from '../state/app'

export type Loaded<Value> =
  | { kind: 'none' }
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'ready'; value: Value }

/** Who only leafs through the list asks for nothing. */
const PATIENCE = 250

/** The one of a page, made when its panel is first shown. */
export function aroundOf(app: App): Around {
  return (app.around ??= new Around(app))
}

/** What lies around the open interaction; asked for when its panel is seen. */
export class Around {
  readonly timeline = signal<Loaded<Timeline>>({ kind: 'none' })
  readonly context = signal<Loaded<Surroundings>>({ kind: 'none' })
  private readonly calls = { timeline: new Latest(), context: new Latest() }
  private timer: ReturnType<typeof setTimeout> | null = null
  private id: string | null = null
  private readonly app: App

  constructor(app: App) {
    this.app = app
  }

  readonly open = (id: string): void => {
    if (id === this.id) return
    this.forget()
    this.id = id
    this.timeline.value = { kind: 'loading' }
    this.context.value = { kind: 'loading' }
    this.timer = setTimeout(() => {
      void this.loadTimeline()
      void this.loadContext()
    }, PATIENCE)
  }

  readonly loadTimeline = (): Promise<void> =>
    this.load(this.timeline, this.calls.timeline, 'timeline')

  readonly loadContext = (): Promise<void> => this.load(this.context, this.calls.context, 'context')

  /** Take a link away by hand, or put it back, and show what is left. */
  readonly setLinked = async (id: string, other: string, linked: boolean): Promise<void> => {
    const { api, attempt, notices } = this.app
    const path = `${pathOf(id)}/links/${encodeURIComponent(other)}`
    const done = await attempt(async () => {
      await api.send(linked ? 'PUT' : 'DELETE', path)
      if (this.id === id) await this.loadTimeline()
      return true
    })
    if (!done) return
    const undo = { label: words.undo, run: () => void this.setLinked(id, other, true) }
    if (linked) notices.tell(words.relinked)
    else notices.tell(words.unlinked, { action: undo })
  }

  /** Put an earlier answer after what is written already; one step takes it back. */
  readonly useAnswer = (text: string): void => {
    const { opened, composer, notices } = this.app
    const id = opened.id
    const before = composer.words.value.text
    composer.edit(before.trim() === '' ? text : `${before.trimEnd()}\n\n${text}`)
    const run = (): void => {
      if (opened.id === id) composer.edit(before)
    }
    notices.tell(words.used, { action: { label: words.undo, run } })
  }

  readonly forget = (): void => {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    this.id = null
    this.calls.timeline.abort()
    this.calls.context.abort()
    this.timeline.value = { kind: 'none' }
    this.context.value = { kind: 'none' }
  }

  private async load<Value>(
    place: Signal<Loaded<Value>>,
    latest: Latest,
    part: string,
  ): Promise<void> {
    const { id } = this
    if (id === null) return
    if (place.value.kind !== 'ready') place.value = { kind: 'loading' }
    try {
      const value = await latest.run((signal) =>
        this.app.api.ask<Value>('GET', `${pathOf(id)}/${part}`, { signal }),
      )
      if (this.id === id) place.value = { kind: 'ready', value }
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.kind !== 'aborted' && this.id === id) place.value = { kind: 'failed', error }
    }
  }
}
