import { useEffect } from 'preact/hooks'
import { CHANNELS } from '../api/types'
import * as commands from './commands'
import { focusRow, stepFocus } from './focus'
import type { App } from '../state/app'
import type { Command } from './commands'

/** Physical keys, so that the Russian layout types the same commands. */
const COMMANDS: Record<string, Command> = {
  KeyJ: (app) => commands.go(app, 1),
  KeyK: (app) => commands.go(app, -1),
  KeyR: commands.writeReply,
  KeyD: commands.insertDraft,
  KeyA: commands.sendDraft,
  KeyE: commands.finish,
  KeyU: commands.reopen,
  KeyH: commands.putOff,
  KeyX: commands.select,
  KeyZ: commands.undo,
  KeyN: commands.writeNote,
  KeyL: commands.editTags,
  KeyI: commands.toggleContext,
  Slash: commands.search,
  Digit1: (app) => commands.chooseChannel(app, null),
  Digit2: (app) => commands.chooseChannel(app, CHANNELS[0]),
  Digit3: (app) => commands.chooseChannel(app, CHANNELS[1]),
  Digit4: (app) => commands.chooseChannel(app, CHANNELS[2]),
}

const SHIFTED: Record<string, Command> = {
  KeyD: commands.askAnother,
  ArrowDown: (app) => commands.extendSelection(app, 1),
  ArrowUp: (app) => commands.extendSelection(app, -1),
}

/** What the second key means after G. */
const PLACES: Record<string, Command> = {
  KeyI: commands.goToQueue,
  KeyH: commands.goHome,
  KeyA: commands.goToAnalytics,
  KeyS: commands.goToSettings,
}

/** What is open has the keys for itself; notes, which open by themselves, have none. */
const TAKES_KEYS = 'dialog[open], [popover="auto"]:popover-open'

/** How long the second key may take. */
const CHORD_MS = 1500

export function useKeys(app: App): void {
  useEffect(() => {
    const chord = { until: 0 }
    const onKey = (event: KeyboardEvent): void => handleKey(app, event, chord)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [app])
}

function handleKey(app: App, event: KeyboardEvent, chord: { until: number }): void {
  if (app.session.me.peek() === null) return
  if (event.defaultPrevented || document.querySelector(TAKES_KEYS)) return
  if (event.code === 'KeyK' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    app.paletteOpen.value = true
    return
  }
  const inInbox = app.router.route.value.name === 'inbox'
  if (event.key === 'Escape' && inInbox) {
    leaveOneLevel(app)
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (event.key === '?' || (event.shiftKey && event.code === 'Slash')) {
    event.preventDefault()
    app.helpOpen.value = true
    return
  }
  const command = chooseCommand(event, chord, inInbox)
  if (!command) return
  event.preventDefault()
  command(app)
}

function chooseCommand(
  event: KeyboardEvent,
  chord: { until: number },
  inInbox: boolean,
): Command | null {
  const second = Date.now() < chord.until
  chord.until = event.code === 'KeyG' && !second ? Date.now() + CHORD_MS : 0
  if (second) return PLACES[event.code] ?? null
  if (!inInbox) return null
  if (event.shiftKey) return SHIFTED[event.code] ?? null
  return stepFocus(event) ? null : (COMMANDS[event.code] ?? null)
}

/** First out of the field, then the selection, then out of the panel, then the conversation. */
function leaveOneLevel({ router, opened, bulk }: App): void {
  const field = document.activeElement
  if (field instanceof HTMLElement && isTyping(field)) {
    field.blur()
    return
  }
  const selection = bulk.value?.selection
  if (selection?.active.value) {
    selection.clear()
    return
  }
  const { id } = opened
  const { panel } = router.inbox()
  router.leave()
  if (!panel) focusRow(id)
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select')
  )
}
