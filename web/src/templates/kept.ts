import { templatesOf } from '../api/templates'
import type { Template } from '../api/templates'
import type { App } from '../state/app'

/** What was read last, so that the list opens at once; another account has none of it. */
const known = new WeakMap<App, { seller: string; items: readonly Template[] }>()

export function knownTemplates(app: App): readonly Template[] | null {
  const kept = known.get(app)
  return kept && kept.seller === app.session.me.peek()?.seller.id ? kept.items : null
}

export async function readTemplates(app: App): Promise<readonly Template[]> {
  const seller = app.session.me.peek()?.seller.id ?? ''
  const { items } = await templatesOf(app.api).list()
  known.set(app, { seller, items })
  return items
}
