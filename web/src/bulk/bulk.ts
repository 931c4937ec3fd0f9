import { effect, untracked } from '@preact/signals'
import { sameFilter } from '../route'
import { focusRow } from '../inbox/focus'
import { SavedList } from '../saved/SavedList'
import { BulkBar } from './BulkBar'
import { Tick } from './Tick'
import { watchPicking } from './picking'
import { Selection } from './selection'
import { BulkWork } from './work'
import type { App } from '../state/app'
import type { Row } from '../api/types'
import type { Filter } from '../route'

/** Selecting and deeds on many: fetched after the list's first paint, or once somebody nears it. */
export class Bulk {
  readonly selection = new Selection()
  readonly work: BulkWork
  readonly Bar = BulkBar
  readonly Tick = Tick
  /** Comes by the same way, because nobody waits for it either. */
  readonly SavedList = SavedList
  private readonly app: App

  constructor(app: App) {
    this.app = app
    this.work = new BulkWork(app, this.selection)
    let list: Filter | null = null
    effect(() => {
      const route = app.router.route.value
      if (route.name !== 'inbox') return
      // What was selected in one list is not meant in another.
      if (list && !sameFilter(list, route)) this.selection.clear()
      list = route
    })
    effect(() => {
      const seller = app.session.sellerId.value
      if (seller !== null) untracked(() => void this.work.resume(seller))
    })
  }

  /** Follow clicks and presses in a list; the answer ends that. */
  readonly watch = (box: HTMLElement): (() => void) =>
    watchPicking(box, this.selection, () => this.rows())

  /** Tick the focused row, or the open one. */
  readonly select = (): void => {
    const row = this.rowAt()
    if (row) this.selection.toggle(row)
  }

  /** Tick the focused row, go on to its neighbour, and tick that too. */
  readonly extend = (step: 1 | -1): void => {
    const row = this.rowAt()
    const next = row && this.app.inbox.neighbour(row.id, step)
    if (!next) return
    if (!this.selection.has(row.id)) this.selection.toggle(row)
    this.selection.extend(this.rows(), next.id)
    focusRow(next.id)
  }

  readonly forget = (): void => {
    this.selection.clear()
    this.work.forget()
    this.work.leave()
    this.work.edits.forget()
  }

  private rows(): readonly Row[] {
    const state = this.app.inbox.state.peek()
    return state.kind === 'ready' ? state.rows : []
  }

  private rowAt(): Row | null {
    const focused = document.activeElement?.closest('[data-key]')?.getAttribute('data-key')
    const id = focused ?? this.app.opened.id
    return id === null ? null : this.app.inbox.rowOf(id)
  }
}
