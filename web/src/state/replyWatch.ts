import { millis } from '../domain/dates'
import { isFinal } from '../domain/reply'
import type { ServerClock } from './clock'
import type { Api } from '../api/client'
import type { Reply } from '../api/types'

const PAUSES = [1000, 1500, 2000, 3000, 5000, 8000, 15_000, 30_000]
const LONGEST = 30_000
/** A browser's timer takes no wait of more than some weeks. */
const LONGEST_WAIT = 60 * 60 * 1000

/** Follows one reply until it is final; the changes bring its state too, this brings it sooner. */
export class ReplyWatch {
  private timer: ReturnType<typeof setTimeout> | null = null
  private watched: Reply | null = null
  private readonly api: Api
  private readonly clock: ServerClock
  private readonly onMoved: (reply: Reply) => void

  constructor(api: Api, clock: ServerClock, onMoved: (reply: Reply) => void) {
    this.api = api
    this.clock = clock
    this.onMoved = onMoved
  }

  readonly follow = (reply: Reply | null): void => {
    const same = this.watched?.id === reply?.id && this.watched?.state === reply?.state
    if (same) return
    this.stop()
    this.watched = reply
    if (reply && !isFinal(reply.state)) this.schedule(reply, 0)
  }

  readonly stop = (): void => {
    this.watched = null
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }

  private schedule(reply: Reply, step: number): void {
    const pause = (PAUSES[step] ?? LONGEST) + this.untilSending(reply)
    this.timer = setTimeout(() => void this.look(reply, step), pause)
  }

  /** Nothing moves before the time to take it back is over. */
  private untilSending({ cancel_until: until }: Reply): number {
    if (until === null) return 0
    return Math.min(LONGEST_WAIT, Math.max(0, millis(until) - this.clock.now.value))
  }

  private async look(reply: Reply, step: number): Promise<void> {
    const found = await this.api.replyState(reply.id).catch(() => reply)
    if (this.watched?.id !== reply.id || this.watched.state !== reply.state) return
    if (found.state === reply.state) this.schedule(reply, step + 1)
    else this.onMoved(found)
  }
}
