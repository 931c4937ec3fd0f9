import { CHANNELS, VIEWS } from '../api/types'
import { inboxRoute } from '../route'
import { channels, views } from '../words/ru'
import { palette as words } from '../words/keys'
import * as commands from './commands'
import type { Command } from './commands'
import type { App } from '../state/app'

/** One line of the palette. */
export interface Choice {
  title: string
  run: Command
  caps?: string[]
}

const WITH_ITEM: readonly Choice[] = [
  { title: words.sendDraft, run: commands.sendDraft, caps: ['A'] },
  { title: words.reply, run: commands.writeReply, caps: ['R'] },
  { title: words.insert, run: commands.insertDraft, caps: ['D'] },
  { title: words.another, run: commands.askAnother, caps: ['Shift', 'D'] },
  { title: words.done, run: commands.finish, caps: ['E'] },
  { title: words.hours, run: commands.putOff, caps: ['H'] },
  { title: words.tomorrow, run: commands.putOffTillTomorrow },
  { title: words.reopen, run: commands.reopen, caps: ['U'] },
  { title: words.note, run: commands.writeNote, caps: ['N'] },
  { title: words.tags, run: commands.editTags, caps: ['L'] },
  { title: words.context, run: commands.toggleContext, caps: ['I'] },
]

const ALWAYS: readonly Choice[] = [
  { title: words.undo, run: commands.undo, caps: ['Z'] },
  ...VIEWS.map((view) => ({
    title: words.view(views[view]),
    run: ({ router }: App) => router.push(inboxRoute({ view })),
  })),
  {
    title: words.allChannels,
    run: (app) => commands.chooseChannel(app, null),
    caps: ['1'],
  },
  ...CHANNELS.map((channel, at) => ({
    title: words.channel(channels[channel]),
    run: (app: App) => commands.chooseChannel(app, channel),
    caps: [String(at + 2)],
  })),
  { title: words.home, run: commands.goHome, caps: ['G', 'H'] },
  { title: words.analytics, run: commands.goToAnalytics, caps: ['G', 'A'] },
  { title: words.settings, run: commands.goToSettings, caps: ['G', 'S'] },
  { title: words.cabinet, run: ({ router }) => router.push({ name: 'connect' }) },
  { title: words.sync, run: (app) => void app.sync.start().catch(app.tellProblem) },
  { title: words.theme, run: ({ looks }) => looks.turnTheme() },
  { title: words.density, run: ({ looks }) => looks.turnDensity() },
  { title: words.keys, run: (app) => (app.helpOpen.value = true), caps: ['?'] },
  { title: words.logout, run: (app) => void app.logout() },
]

/** What fits the letters typed; what begins with them comes first, a search comes last. */
export function listChoices(app: App, typed: string): Choice[] {
  const text = typed.trim().toLocaleLowerCase('ru')
  const all = app.opened.id === null ? ALWAYS : [...WITH_ITEM, ...ALWAYS]
  if (text === '') return [...all]
  const fitting = all
    .map((choice) => ({ choice, at: choice.title.toLocaleLowerCase('ru').indexOf(text) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => Number(one.at > 0) - Number(other.at > 0))
    .map(({ choice }) => choice)
  const run: Command = ({ router }) => router.push(inboxRoute({ view: 'all', q: typed.trim() }))
  return [...fitting, { title: words.search(typed.trim()), run }]
}
