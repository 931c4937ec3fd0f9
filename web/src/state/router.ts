import { signal } from '@preact/signals'
import { formatRoute, inboxRoute, parseRoute } from '../route'
import type { InboxRoute, Route } from '../route'

/** The address bar as a signal; the URL is the state that survives a reload. */
export class Router {
  readonly route = signal<Route>(this.read())

  readonly start = (): (() => void) => {
    const onPop = (): void => {
      this.route.value = this.read()
    }
    window.addEventListener('popstate', onPop)
    return () => window.removeEventListener('popstate', onPop)
  }

  readonly push = (route: Route): void => this.write(route, 'pushState')
  readonly replace = (route: Route): void => this.write(route, 'replaceState')

  /** Open an interaction: one step from the list, none between two interactions. */
  readonly open = (id: string): void => {
    const route = this.inbox()
    const next = { ...route, id, panel: false }
    if (route.id === null) this.push(next)
    else if (route.id !== id) this.replace(next)
  }

  /** Leave the innermost level; Back does the same, so a level we came in by is popped. */
  readonly leave = (): void => {
    const route = this.route.value
    if (route.name !== 'inbox' || (route.id === null && !route.panel)) return
    const outer = route.panel ? { ...route, panel: false } : { ...route, id: null }
    if (this.depth() > 0) history.back()
    else this.replace(outer)
  }

  /** The inbox's route, also while another screen is shown. */
  readonly inbox = (): InboxRoute => {
    const route = this.route.value
    return route.name === 'inbox' ? route : inboxRoute()
  }

  /** How many entries of ours lie below in this tab's history. */
  private depth(): number {
    const state: unknown = history.state
    const depth = state !== null && typeof state === 'object' && 'depth' in state && state.depth
    return typeof depth === 'number' ? depth : 0
  }

  private write(route: Route, how: 'pushState' | 'replaceState'): void {
    const depth = this.depth() + (how === 'pushState' ? 1 : 0)
    history[how]({ depth }, '', formatRoute(route))
    this.route.value = route
  }

  private read(): Route {
    return parseRoute(window.location.href)
  }
}
