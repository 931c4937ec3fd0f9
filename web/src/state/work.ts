import { millis, tomorrowMorning } from '../domain/dates'
import { canWrite } from '../domain/reply'
import { edit as editWords, reply as replyWords, thread } from '../words/thread'
import { triage } from '../words/triage'
import type { App } from './app'
import type { Patch, Reply, Row } from '../api/types'

const TWO_HOURS = 2 * 60 * 60 * 1000
/** How long a deed of one key can be taken back by another. */
const UNDO_MS = 30_000

/** How a deed is taken back, and until when by the browser's clock. */
interface Deed {
  /** Tells one deed from another: the same deed is remembered once, where it was done. */
  name: string
  run: () => void
  until: number
}

/** What a seller does with the open item: answers, puts off, ends, and takes back. */
export class Work {
  /** What can be taken back, the newest last. */
  private deeds: readonly Deed[] = []
  private readonly app: App

  constructor(app: App) {
    this.app = app
  }

  readonly send = async (confirm = false, sendAt: string | null = null): Promise<boolean> =>
    this.tellSent(await this.app.composer.send(confirm, sendAt)) !== null

  readonly sendEdit = async (confirm = false): Promise<boolean> =>
    this.tellSent(await this.app.editing.send(confirm)) !== null

  /** Approve, and go on to what is due next; words that were not taken stay in sight. */
  readonly sendAndGo = async (confirm = false, sendAt: string | null = null): Promise<void> => {
    const { inbox, opened, router } = this.app
    const id = opened.id
    const next = inbox.nextDue(id)
    const sent = this.tellSent(await this.app.composer.send(confirm, sendAt))
    if (!sent || opened.id !== id || !next) return
    this.offerUndo(sent)
    router.open(next.id)
  }

  /** Send the prepared draft as it is; what is objected to it is looked at first. */
  readonly sendDraft = async (): Promise<void> => {
    const { composer, opened, notices } = this.app
    const state = opened.state.value
    if (state.kind !== 'ready' || !canWrite(state.item)) return
    const { draft } = state.item
    if (!draft) {
      notices.tell(triage.noDraft)
      return
    }
    if (composer.words.value.text !== '' && composer.words.value.draftId !== draft.id) {
      notices.tell(triage.ownWords)
      return
    }
    if (composer.words.value.text === '') composer.insertDraft(draft)
    if (draft.findings.length > 0) notices.tell(triage.objected)
    else await this.sendAndGo()
  }

  readonly cancelReply = async (reply: Reply): Promise<void> => {
    const { api, opened, composer, drafts, attachments, notices, live } = this.app
    const cancelled = await this.app.attempt(() => api.cancelReply(reply.id))
    if (!cancelled) return
    this.drop(reply.id)
    opened.setReply(cancelled)
    if (reply.kind === 'edit') void opened.refresh()
    else if (opened.id === reply.interaction_id) composer.restore(reply.text)
    else drafts.restore(reply.interaction_id, reply.text)
    attachments.giveBack(reply)
    notices.tell(cancelledWords(reply))
    live.poke()
  }

  readonly retryReply = async (reply: Reply): Promise<void> => {
    const { api, opened, live } = this.app
    const retried = await this.app.attempt(() => api.retryReply(reply.id))
    if (retried) opened.setReply(retried)
    else {
      await opened.refresh()
      this.putBack(reply)
    }
    live.poke()
  }

  readonly setClosed = async (closed: boolean): Promise<void> => {
    const said = closed ? thread.closed : thread.reopened
    await this.change(
      { status: closed ? 'closed' : 'open' },
      closed ? { view: 'done', status: 'closed', needs_response: false } : {},
      said,
      { status: closed ? 'open' : 'closed' },
    )
  }

  readonly snooze = (until: string): Promise<void> =>
    this.change({ snoozed_until: until }, { view: 'snoozed' }, thread.snoozed, {
      snoozed_until: null,
    })

  readonly snoozeHours = (): Promise<void> =>
    this.snooze(new Date(this.app.clock.now.peek() + TWO_HOURS).toISOString())

  readonly snoozeTomorrow = (): Promise<void> =>
    this.snooze(tomorrowMorning(this.app.clock.now.peek()))

  /** Do it, and go on to the next item at once: the server is not waited for. */
  readonly thenNext = (act: () => Promise<void>): void => {
    const { inbox, opened, router } = this.app
    const next = inbox.nextDue(opened.id)
    void act()
    if (next) router.open(next.id)
  }

  /** Take back what was done last, while that can be. */
  readonly undo = (): void => {
    const { opened, notices } = this.app
    const state = opened.state.value
    const reply = state.kind === 'ready' ? state.item.reply : null
    const deed = this.newest()
    if (deed) this.takeOut(deed.name)
    else if (reply?.state === 'approved' && reply.can_cancel) void this.cancelReply(reply)
    else notices.tell(triage.nothingToUndo)
  }

  /** A deed of which the key for undoing should know; told again, it keeps its place. */
  readonly remember = (name: string, run: () => void, until: number): void => {
    const deed = { name, run, until }
    const known = this.deeds.some((one) => one.name === name)
    this.deeds = known
      ? this.deeds.map((one) => (one.name === name ? deed : one))
      : [...this.deeds.filter((one) => Date.now() < one.until), deed]
  }

  /** It was taken back by other means, or cannot be any more. */
  readonly drop = (name: string): void => {
    this.deeds = this.deeds.filter((one) => one.name !== name)
  }

  readonly forget = (): void => {
    this.deeds = []
  }

  /** Take back this very deed, once. */
  private readonly takeOut = (name: string): void => {
    const deed = this.deeds.find((one) => one.name === name)
    this.drop(name)
    deed?.run()
  }

  private newest(): Deed | undefined {
    return this.deeds.findLast(({ until }) => Date.now() < until)
  }

  /** The list shows it at once, and shows the item again when the server refuses. */
  private async change(
    body: Patch,
    foreseen: Partial<Row>,
    said: string,
    back: Patch,
  ): Promise<void> {
    const { opened, inbox, notices, live } = this.app
    const { id } = opened
    if (id === null) return
    const forget = inbox.foresee(id, foreseen)
    const done = await this.app.attempt(() => opened.patch(body))
    if (!done) {
      forget()
      return
    }
    const name = crypto.randomUUID()
    this.remember(name, () => void this.takeBack(id, back), Date.now() + UNDO_MS)
    notices.tell(said, { action: { label: triage.undo, run: () => this.takeOut(name) } })
    live.poke()
  }

  private async takeBack(id: string, body: Patch): Promise<void> {
    const { api, router, opened, live } = this.app
    if (!(await this.app.attempt(() => api.patch(id, body)))) return
    if (opened.id === id) void opened.refresh()
    else router.open(id)
    live.poke()
  }

  private tellSent(sent: Reply | null): Reply | null {
    if (!sent) return null
    const soon = sent.can_cancel && sent.send_at === null && !sent.simulated
    const { notices, router, live, opened } = this.app
    const until = sent.cancel_until === null ? 0 : millis(sent.cancel_until)
    const run = (): void => {
      if (opened.id !== sent.interaction_id) router.open(sent.interaction_id)
      void this.cancelReply(sent)
    }
    this.remember(sent.id, run, Date.now() + Math.max(0, until - this.app.clock.now.peek()))
    notices.say(soon ? replyWords.undoHeard : sent.title)
    live.poke()
    return sent
  }

  /** The next item is open already: its reply's undo goes along, and no other deed's. */
  private offerUndo(reply: Reply): void {
    const sent = this.deeds.find(({ name, until }) => name === reply.id && Date.now() < until)
    if (!sent) return
    const action = { label: triage.undo, run: () => this.takeOut(sent.name) }
    this.app.notices.tell(triage.sent, { action, until: sent.until })
  }

  /** Words that may not go out as they were approved can be looked at again, and sent anew. */
  private putBack(reply: Reply): void {
    const { opened, composer, attachments } = this.app
    const state = opened.state.value
    const open = state.kind === 'ready' && state.id === reply.interaction_id ? state.item : null
    if (reply.kind === 'edit' || !open || !canWrite(open)) return
    composer.restore(reply.text)
    attachments.giveBack(reply)
  }
}

function cancelledWords({ kind, files }: Reply): string {
  if (kind === 'edit') return editWords.cancelled
  return files.length > 0 ? replyWords.cancelledWithFiles : replyWords.cancelled
}
