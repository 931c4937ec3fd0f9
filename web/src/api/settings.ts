import { readAnswer } from './client'
import type { components } from './schema'
import type { Api } from './client'

type Schemas = components['schemas']

/** What each section of the settings holds. */
export interface Sections {
  profile: Schemas['ProfileAnswer']
  general: Schemas['GeneralAnswer']
  deadlines: Schemas['DeadlinesAnswer']
  ai: Schemas['AIAnswer']
  auto_response: Schemas['AutoAnswer']
  promo: Schemas['PromoAnswer']
}

export type SectionName = keyof Sections

/** A section with the tag that its next change has to name. */
export interface Tagged<Name extends SectionName> {
  answer: Sections[Name]
  tag: string
}

export type AutoPreset = Schemas['PresetAnswer']
export type AutoRules = Schemas['AutoRulesRequest']
export type BacktestReport = Schemas['BacktestAnswer']
/** One text to be tried, and what the rules would make of it. */
export interface AutoPreview {
  asked: { text: string; channel: 'review' | 'question' | 'chat'; rating: number | null }
  answer: Schemas['PreviewAnswer']
}
export type JournalEntry = Schemas['JournalEntryAnswer']
export type JournalPage = Schemas['JournalAnswer']
export type PromoCode = Schemas['CodeFields']
export type AuditPage = Schemas['AuditAnswer']
export type Hours = Schemas['HoursFields']
export type SettingsHistory = Schemas['HistoryAnswer']
export type SignedIn = Schemas['SessionAnswer']

/** Settings and the rules of automatic answers; fetched with what needs it. */
export function settingsOf({ ask, send }: Pick<Api, 'ask' | 'send'>) {
  /** An answer with the tag that a later change has to name. */
  async function askSection<Name extends SectionName>(
    method: 'GET' | 'PUT' | 'POST',
    name: Name,
    call: { body?: unknown; tag?: string } = {},
  ): Promise<Tagged<Name>> {
    const path = `/settings/${name}${method === 'POST' ? '/reset' : ''}`
    const response = await send(method, path, call)
    const tag = response.headers.get('ETag') ?? ''
    return { answer: await readAnswer<Sections[Name]>(response), tag }
  }

  const automatic = '/auto-response'
  const named = (kind: string, id: string): string =>
    `${automatic}/${kind}/${encodeURIComponent(id)}`
  return {
    section: <Name extends SectionName>(name: Name) => askSection('GET', name),
    saveSection: <Name extends SectionName>(name: Name, section: Sections[Name], tag: string) =>
      askSection('PUT', name, { body: chosenOf(name, section), tag }),
    resetSection: <Name extends SectionName>(name: Name, tag: string) =>
      askSection('POST', name, { tag }),
    settingsHistory: (name: SectionName, cursor: string | null) =>
      ask<SettingsHistory>('GET', `/settings/${name}/history`, { query: { cursor } }),
    autoPresets: () => ask<{ items: AutoPreset[] }>('GET', `${automatic}/presets`),
    startBacktest: (section: Sections['auto_response']) =>
      ask<BacktestReport>('POST', `${automatic}/backtest`, { body: { policy: rulesOf(section) } }),
    backtest: (id: string) => ask<BacktestReport>('GET', named('backtest', id)),
    seeBacktest: (id: string) => ask<BacktestReport>('POST', `${named('backtest', id)}/seen`),
    tryAutomatic: (asked: AutoPreview['asked'], section: Sections['auto_response']) =>
      ask<AutoPreview['answer']>('POST', `${automatic}/preview`, {
        body: { ...asked, policy: rulesOf(section) },
      }),
    async stopAutomatic(): Promise<void> {
      await send('POST', `${automatic}/stop`)
    },
    autoJournal: (cursor: string | null) =>
      ask<JournalPage>('GET', `${automatic}/journal`, { query: { cursor } }),
    markAutomatic: (id: string, feedback: JournalEntry['feedback']) =>
      ask<JournalEntry>('PUT', `${named('journal', id)}/feedback`, { body: { feedback } }),
  }
}

/** What the server tells beside what a seller may choose. */
const TOLD: Record<SectionName, readonly string[]> = {
  profile: ['email'],
  general: [],
  deadlines: ['titles'],
  ai: [],
  auto_response: ['classes', 'delay_seconds', 'policy', 'may_go_live'],
  promo: ['offers'],
}

/** The part of a section that is sent back. */
export function chosenOf<Name extends SectionName>(name: Name, section: Sections[Name]): object {
  return Object.fromEntries(Object.entries(section).filter(([key]) => !TOLD[name].includes(key)))
}

/** The rules of a section, as a trial takes them: without its switches. */
export function rulesOf(section: Sections['auto_response']): AutoRules {
  const { rating_from, confidence, scenarios, only, never, hours, per_day, sample, promo } = section
  return { rating_from, confidence, scenarios, only, never, hours, per_day, sample, promo }
}
