import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { App } from './app'

type Kept = ReadonlyMap<string, unknown>

// An account's words are nobody else's, so each is kept under its own name in its own app.
const shelves = new WeakMap<App, Signal<Kept>>()

function shelfOf(app: App): Signal<Kept> {
  const shelf = shelves.get(app) ?? signal<Kept>(new Map())
  shelves.set(app, shelf)
  return shelf
}

function keyOf(app: App, name: string): string {
  return `${app.session.me.peek()?.seller.id ?? ''}.${name}`
}

/** What was changed in a section or a note and not saved, if anything was. */
export function findUnsaved(app: App, name: string): unknown {
  return shelfOf(app).value.get(keyOf(app, name))
}

/** Keep what is not saved; null is for a place that has nothing of the kind. */
export function keepUnsaved(app: App, name: string, unsaved: unknown): void {
  const shelf = shelfOf(app)
  const key = keyOf(app, name)
  if (unsaved === null && !shelf.peek().has(key)) return
  const next = new Map(shelf.peek())
  if (unsaved === null) next.delete(key)
  else next.set(key, unsaved)
  shelf.value = next
}
