import { computed, signal } from '@preact/signals'
import { CHANNELS } from '../api/types'
import type { Api } from '../api/client'
import type { Channel, Notice, Sync } from '../api/types'

const WHILE_RUNNING = 2000
const WHILE_QUIET = 60_000
/** How long a sync that was asked for may take to show itself. */
const ASKED_FOR = 20_000

/** How the sync of each channel stands; asked for often only while something runs. */
export class SyncProgress {
  readonly sync = signal<Sync | null>(null)
  readonly asked = signal(false)
  readonly running = computed(() =>
    CHANNELS.some((name) => this.sync.value?.channels[name]?.state === 'running'),
  )
  private timer: ReturnType<typeof setTimeout> | null = null
  private askedUntil = 0
  private told: Sync | null = null
  private readonly api: Api

  constructor(api: Api) {
    this.api = api
  }

  readonly take = (sync: Sync): void => {
    const before = lastSuccess(this.sync.value)
    this.sync.value = sync
    if (this.running.value || lastSuccess(sync) !== before) this.asked.value = false
    this.schedule()
  }

  /** Take what came with the account, once: by the next look at the account it is old. */
  readonly hear = (told: Sync): void => {
    if (told === this.told) return
    this.told = told
    this.take(told)
  }

  /** Ask WB now; throws what the server objects to. */
  readonly start = async (): Promise<void> => {
    this.asked.value = true
    try {
      await this.api.syncNow()
      this.expect()
    } catch (thrown) {
      this.asked.value = false
      throw thrown
    }
  }

  /** A sync was asked for; it may take a moment until it shows. */
  readonly expect = (): void => {
    this.asked.value = true
    this.askedUntil = Date.now() + ASKED_FOR
    this.schedule()
  }

  readonly stop = (): void => {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }

  readonly forget = (): void => {
    this.stop()
    this.told = null
    this.sync.value = null
    this.asked.value = false
  }

  private schedule(): void {
    this.stop()
    if (this.asked.value && Date.now() > this.askedUntil) this.asked.value = false
    const pause = this.running.value || this.asked.value ? WHILE_RUNNING : WHILE_QUIET
    this.timer = setTimeout(() => void this.poll(), pause)
  }

  private async poll(): Promise<void> {
    if (document.hidden) {
      this.schedule()
      return
    }
    try {
      this.take(await this.api.sync())
    } catch {
      // The last known progress stays on the screen; the offline bar tells of the connection.
      this.schedule()
    }
  }
}

/** What the token lacks to read a channel at all. */
export function barredBy(sync: Sync | null, channel: Channel): Notice | undefined {
  return sync?.notices.find(
    ({ code, channels }) => code.startsWith('no_') && channels.includes(channel),
  )
}

/** The newest good end of a sync, over all channels; empty before the first. */
export function lastSuccess(sync: Sync | null): string {
  const times = CHANNELS.map((name) => sync?.channels[name]?.last_success_at ?? '')
  return times.sort().at(-1) ?? ''
}
