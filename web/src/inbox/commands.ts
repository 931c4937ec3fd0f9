import { focusComposer } from '../thread/focus'
import { inboxRoute } from '../route'
import { focusRow } from './focus'
import type { App } from '../state/app'
import type { Channel, Interaction } from '../api/types'

export type Command = (app: App) => void

/** The open item once it is read. */
function itemOf({ opened }: App): Interaction | null {
  const state = opened.state.value
  return state.kind === 'ready' ? state.item : null
}

const isDue = (app: App): boolean => itemOf(app)?.row.needs_response ?? false

/** With an item open, go to its neighbour; without one, go along the list. */
export function go(app: App, step: 1 | -1): void {
  if (app.opened.id !== null) {
    app.openNeighbour(step)
    return
  }
  const focused = document.activeElement?.getAttribute('data-row') ?? null
  focusRow(app.inbox.neighbour(focused, step)?.id ?? focused)
}

export const writeReply: Command = () => focusComposer()

export const insertDraft: Command = (app) => {
  const draft = itemOf(app)?.draft
  if (!draft || app.composer.words.value.text !== '') return
  app.composer.insertDraft(draft)
  focusComposer()
}

export const askAnother: Command = (app) => {
  const item = itemOf(app)
  if (item) void app.opened.askDraft(item.draft !== null)
}

export const sendDraft: Command = (app) => void app.work.sendDraft()

export const finish: Command = (app) => {
  if (isDue(app)) app.work.thenNext(() => app.work.setClosed(true))
}

export const reopen: Command = (app) => {
  const row = itemOf(app)?.row
  // What WB has archived or shows no more cannot be opened again from here.
  if (row?.status === 'closed' && row.closed_by !== 'wb' && row.closed_by !== 'gone') {
    void app.work.setClosed(false)
  }
}

export const putOff: Command = (app) => {
  if (isDue(app)) app.work.thenNext(app.work.snoozeHours)
}

export const putOffTillTomorrow: Command = (app) => {
  if (isDue(app)) app.work.thenNext(app.work.snoozeTomorrow)
}

export const undo: Command = (app) => app.work.undo()

export const select: Command = (app) => void app.loadBulk().then((bulk) => bulk?.select())

export function extendSelection(app: App, step: 1 | -1): void {
  void app.loadBulk().then((bulk) => bulk?.extend(step))
}

export const toggleContext: Command = ({ router }) => {
  const route = router.inbox()
  if (route.panel) router.leave()
  else if (route.id !== null) router.push({ ...route, panel: true })
}

export const writeNote: Command = (app) => {
  const route = app.router.inbox()
  if (route.id === null) return
  const focus = (): void => document.querySelector<HTMLElement>('[data-note]')?.focus()
  if (document.querySelector('[data-note]')?.checkVisibility()) focus()
  else {
    app.router.push({ ...route, panel: true })
    setTimeout(focus, 300)
  }
}

export const editTags: Command = () => document.querySelector<HTMLElement>('[data-tags]')?.click()

export const search: Command = () => document.querySelector<HTMLElement>('[data-search]')?.focus()

export const goToQueue: Command = ({ router }) => router.push(inboxRoute())
export const goHome: Command = ({ router }) => router.push({ name: 'home' })
export const goToAnalytics: Command = ({ router }) => router.push({ name: 'analytics' })
export const goToSettings: Command = ({ router }) =>
  router.push({ name: 'settings', section: 'profile' })

/** Narrow the list to one channel, or to none. */
export function chooseChannel({ router }: App, channel: Channel | null): void {
  router.replace({ ...router.inbox(), channel, id: null, panel: false })
}
