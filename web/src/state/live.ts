import { signal } from '@preact/signals'
import { asApiError } from '../api/problem'
import { Latest } from './latest'
import type { Api } from '../api/client'
import type { ApiError } from '../api/problem'
import type { Changes } from '../api/types'

const FIRST_PAUSE = 2000
const LONGEST_PAUSE = 60_000

export interface Reach {
  /** `failing`: the server is there, but does not tell what moved. */
  kind: 'online' | 'offline' | 'failing'
  /** The server's time of the last good answer, in milliseconds; 0 before the first. */
  since: number
}

/** Asks the server what moved, as often as it says; rests while nobody looks. */
export class Live {
  readonly reach = signal<Reach>({ kind: 'online', since: 0 })
  /** The service sends nothing just now; approvals wait. */
  readonly sendingPaused = signal(false)
  private since: string | null = null
  private failures = 0
  private running = false
  private timer: ReturnType<typeof setTimeout> | null = null
  private readonly latest = new Latest()
  private readonly api: Api
  private readonly onChanges: (changes: Changes) => void

  constructor(api: Api, onChanges: (changes: Changes) => void) {
    this.api = api
    this.onChanges = onChanges
  }

  /** Take the mark from which changes count. */
  readonly begin = (): Promise<void> => {
    this.running = true
    this.since = null
    return this.poll()
  }

  readonly stop = (): void => {
    this.running = false
    this.pause()
  }

  /** Ask at once: after an action of ours, or when the page is seen again. */
  readonly poke = (): void => {
    if (this.running) void this.poll()
  }

  readonly watchPage = (): (() => void) => {
    const onVisible = (): void => {
      if (document.hidden) this.pause()
      else this.poke()
    }
    document.addEventListener('visibilitychange', onVisible)
    window.addEventListener('online', this.poke)
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      window.removeEventListener('online', this.poke)
    }
  }

  private async poll(): Promise<void> {
    this.pause()
    try {
      const changes = await this.latest.run((signal) => this.api.changes(this.since, signal))
      // A mark that was asked for in vain before is younger than what has been read meanwhile.
      const late = this.since === null && this.failures > 0
      this.since = changes.next
      this.failures = 0
      this.reach.value = { kind: 'online', since: Date.parse(changes.now) }
      this.sendingPaused.value = changes.sending_paused
      this.onChanges(late ? { ...changes, reload: true } : changes)
      this.schedule(changes.poll_after_ms)
    } catch (thrown) {
      const error = asApiError(thrown)
      // An expired session is no lost connection: the sign-in wakes the polling up again.
      if (error.kind !== 'aborted' && error.status !== 401) this.fail(error)
    }
  }

  private fail({ kind, retryAfter: wait }: ApiError): void {
    this.failures += 1
    this.reach.value = { ...this.reach.value, kind: kind === 'network' ? 'offline' : 'failing' }
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.failures - 1))
    // Browsers that lost the same server must not all come back in the same second.
    this.schedule(wait === null ? pause * (0.75 + Math.random() / 2) : wait * 1000)
  }

  private schedule(pause: number): void {
    if (this.running && !document.hidden) this.timer = setTimeout(this.poke, pause)
  }

  private pause(): void {
    this.latest.abort()
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }
}
