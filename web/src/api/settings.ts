import type { components } from './schema'

type Schemas = components['schemas']

/** What each section of the settings holds. */
export interface Sections {
  profile: Schemas['ProfileAnswer']
  general: Schemas['GeneralAnswer']
  deadlines: Schemas['DeadlinesAnswer']
}

export type SectionName = keyof Sections

/** A section with the tag that its next change has to name. */
export interface Tagged<Name extends SectionName> {
  answer: Sections[Name]
  tag: string
}

export type AuditPage = Schemas['AuditAnswer']
export type Hours = Schemas['HoursFields']
export type SettingsHistory = Schemas['HistoryAnswer']
export type SignedIn = Schemas['SessionAnswer']

/** What the server tells beside what a seller may choose. */
const TOLD: Record<SectionName, readonly string[]> = {
  profile: ['email'],
  general: [],
  deadlines: ['titles'],
}

/** The part of a section that is sent back. */
export function chosenOf<Name extends SectionName>(name: Name, section: Sections[Name]): object {
  return Object.fromEntries(Object.entries(section).filter(([key]) => !TOLD[name].includes(key)))
}
