import { signal } from '@preact/signals'
import { asApiError } from '../api/problem'
import { Latest } from './latest'
import type { Signal } from '@preact/signals'
import type { Api } from '../api/client'
import type { ApiError } from '../api/problem'
import type { Surroundings, Timeline } from '../api/types'

export type Loaded<Value> =
  | { kind: 'none' }
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'ready'; value: Value }

/** Who only leafs through the list asks for nothing. */
const PATIENCE = 250

/** What lies around the open interaction; asked for when its panel is seen. */
export class Around {
  readonly timeline = signal<Loaded<Timeline>>({ kind: 'none' })
  readonly context = signal<Loaded<Surroundings>>({ kind: 'none' })
  private readonly calls = { timeline: new Latest(), context: new Latest() }
  private timer: ReturnType<typeof setTimeout> | null = null
  private id: string | null = null
  private readonly api: Api

  constructor(api: Api) {
    this.api = api
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
    this.load(this.timeline, this.calls.timeline, (id, aborted) => this.api.timeline(id, aborted))

  readonly loadContext = (): Promise<void> =>
    this.load(this.context, this.calls.context, (id, aborted) => this.api.context(id, aborted))

  /** Take a link away or put it back, and show what is left. */
  readonly setLinked = async (id: string, other: string, linked: boolean): Promise<void> => {
    if (linked) await this.api.relink(id, other)
    else await this.api.unlink(id, other)
    if (this.id === id) await this.loadTimeline()
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
    ask: (id: string, aborted: AbortSignal) => Promise<Value>,
  ): Promise<void> {
    const { id } = this
    if (id === null) return
    if (place.value.kind !== 'ready') place.value = { kind: 'loading' }
    try {
      const value = await latest.run((aborted) => ask(id, aborted))
      if (this.id === id) place.value = { kind: 'ready', value }
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.kind !== 'aborted' && this.id === id) place.value = { kind: 'failed', error }
    }
  }
}
