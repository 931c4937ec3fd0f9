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

/** As many as one reply may name. */
export const MOST_FILES = 10
export const MEBIBYTE = 1024 * 1024
const HEAD = 8

const SIGNS: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
]

/** Why the server would refuse a file, found before it is sent there. */
export async function findFault(file: File, limits: FileLimits): Promise<string | null> {
  let head: Uint8Array
  try {
    head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer())
  } catch {
    // A folder, or a file that has gone since it was chosen.
    return words.unreadable
  }
  if (!limits.types.includes(sniffType(head))) return words.onlyTypes(limits.types)
  return file.size > limits.each_bytes ? words.tooLarge(limits.each_bytes / MEBIBYTE) : null
}

/** Why one file more does not fit beside the others. */
export function findOverflow(
  file: File,
  others: readonly Attachment[],
  limits: FileLimits,
): string | null {
  const taken = others.filter(({ progress }) => progress.kind !== 'failed')
  if (taken.length >= MOST_FILES) return words.tooMany(MOST_FILES)
  const total = taken.reduce((sum, { size }) => sum + (size ?? 0), file.size)
  return total > limits.total_bytes ? words.tooMuch(limits.total_bytes / MEBIBYTE) : null
}

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

function sniffType(head: Uint8Array): string {
  const found = SIGNS.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))
  return found?.[0] ?? ''
}
