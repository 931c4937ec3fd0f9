import { attach as words } from '../words/files'
import type { Interaction } from '../api/types'

export type FileLimits = NonNullable<Interaction['can']['files']>

/** What the server keeps for a reply. */
export interface Kept {
  id: string
  name: string
  size: number
}

/** One file beside the words; `file` is there as long as it may have to be uploaded. */
export interface Attachment {
  key: number
  name: string
  size: number | null
  file: File | null
  progress: Progress
}

export type Progress =
  | { kind: 'loading' }
  | { kind: 'ready'; id: string }
  /** `again`: another try may end otherwise. */
  | { kind: 'failed'; why: string; again: boolean }

/** The name that the buyer will see; systems put spaces and marks there that nobody sees. */
export function cleanName(name: string): string {
  const seen = name.normalize('NFC').replace(/\s+/gu, ' ').replace(/\p{C}/gu, '').trim()
  return seen || words.nameless
}

/** Why the words have to wait for their files, if they have to. */
export function whyHeld(files: readonly Attachment[]): string | null {
  const kinds = files.map(({ progress }) => progress.kind)
  if (kinds.includes('failed')) return words.heldByFailed
  return kinds.includes('loading') ? words.heldByLoading : null
}

/** The uploads' ids, in the order in which they were attached; those without one are left out. */
export function keptFiles(files: readonly Attachment[]): Kept[] {
  return files.flatMap(({ name, size, progress }) =>
    progress.kind === 'ready' ? [{ id: progress.id, name, size: size ?? 0 }] : [],
  )
}
