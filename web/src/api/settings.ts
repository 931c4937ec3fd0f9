import type { components } from './schema'

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
