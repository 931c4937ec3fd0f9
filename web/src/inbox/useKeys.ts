import { useEffect } from 'preact/hooks'
import { focusComposer } from '../thread/focus'
import { useApp } from '../state/context'
import { focusRow, stepFocus } from './focus'
import type { App } from '../state/app'

/** Physical keys, so that the Russian layout types the same commands. */
const COMMANDS: Record<string, (app: App) => void> = {
  KeyJ: (app) => go(app, 1),
  KeyK: (app) => go(app, -1),
  KeyR: () => focusComposer(),
  KeyD: insertDraft,
  KeyE: (app) => {
    const state = app.opened.state.value
    if (state.kind === 'ready' && state.item.row.needs_response) void app.setClosed(true)
  },
  KeyI: ({ router }) => {
    const route = router.inbox()
    if (route.panel) router.leave()
    else if (route.id !== null) router.push({ ...route, panel: true })
  },
  Slash: () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
}

export function useKeys(): void {
  const app = useApp()
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => handleKey(app, event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [app])
}

function handleKey(app: App, event: KeyboardEvent): void {
  if (event.defaultPrevented || document.querySelector('dialog[open], :popover-open')) return
  if (event.key === 'Escape') {
    leaveOneLevel(app)
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (event.key === '?') {
    event.preventDefault()
    app.helpOpen.value = true
    return
  }
  if (stepFocus(event)) return
  const command = event.shiftKey ? undefined : COMMANDS[event.code]
  if (!command) return
  event.preventDefault()
  command(app)
}

/** With an item open, go to its neighbour; without one, go along the list. */
function go(app: App, step: 1 | -1): void {
  if (app.opened.id !== null) {
    app.openNeighbour(step)
    return
  }
  const focused = document.activeElement?.getAttribute('data-row') ?? null
  focusRow(app.inbox.neighbour(focused, step)?.id ?? focused)
}

function insertDraft({ opened, composer }: App): void {
  const state = opened.state.value
  if (state.kind !== 'ready' || !state.item.draft || composer.words.value.text !== '') return
  composer.insertDraft(state.item.draft)
  focusComposer()
}

/** First out of the field, then out of the panel, then out of the conversation. */
function leaveOneLevel({ router, opened }: App): void {
  const field = document.activeElement
  if (field instanceof HTMLElement && isTyping(field)) {
    field.blur()
    return
  }
  const { id } = opened
  const { panel } = router.inbox()
  router.leave()
  if (!panel) focusRow(id)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select')
}
