import { signal } from '@preact/signals'

const TICK = 1000

/**
 * The server's clock: deadlines are counted by it, because a browser's clock may be wrong and
 * the server's may be set apart on purpose.
 */
export class ServerClock {
  /** The server's time in milliseconds, moved on every second while the page is seen. */
  readonly now = signal(Date.now())
  private offset = 0
  private timer: ReturnType<typeof setInterval> | null = null

  /** Take over what the server says the time is. */
  readonly set = (iso: string): void => {
    this.offset = Date.parse(iso) - Date.now()
    this.tick()
  }

  readonly start = (): void => {
    this.timer ??= setInterval(this.tick, TICK)
    this.tick()
  }

  readonly stop = (): void => {
    if (this.timer !== null) clearInterval(this.timer)
    this.timer = null
  }

  private readonly tick = (): void => {
    this.now.value = Date.now() + this.offset
  }
}
