import { pathOf } from '../api/client'
import { asApiError } from '../api/problem'
import { faults } from '../words/uploading'
import { pause } from './pause'
import type { Api } from '../api/client'
import type { Attachment, FileLimits, Progress } from '../domain/attachments'
import type { Upload } from '../api/types'

/** As many as one reply may name. */
const MOST_FILES = 10
export const MEBIBYTE = 1024 * 1024
const HEAD = 8

const SIGNS: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
]

/** The server takes a few files at once, and says when to come again. */
const MOST_TRIES = 5
const BUSY = 429

/** One file on its way to the server. */
export interface Parcel {
  /** Of the item that it goes with. */
  id: string
  /** As the buyer will see it. */
  name: string
  file: File
  /** What was there before it. */
  others: readonly Attachment[]
  limits: FileLimits
}

/** Look through a file and hand it over; ends with how far it got, or an `ApiError`. */
export async function upload(api: Api, parcel: Parcel, signal: AbortSignal): Promise<Progress> {
  const { file, others, limits } = parcel
  const overflow = findOverflow(file, others, limits)
  if (overflow !== null) return { kind: 'failed', why: overflow, again: true }
  const fault = await findFault(file, limits)
  if (fault !== null) return { kind: 'failed', why: fault, again: false }
  return { kind: 'ready', id: await deliver(api, parcel, signal) }
}

async function deliver(api: Api, { id, file, name }: Parcel, signal: AbortSignal): Promise<string> {
  const path = `${pathOf(id)}/files`
  for (let left = MOST_TRIES - 1; ; left--) {
    const body = new FormData()
    body.append('file', file, name)
    try {
      return (await api.ask<Upload>('POST', path, { body, signal })).id
    } catch (thrown) {
      const { status, retryAfter } = asApiError(thrown)
      if (status !== BUSY || retryAfter === null || left === 0) throw thrown
      await pause(retryAfter * 1000, signal)
    }
  }
}

/** Why the server would refuse a file, found before it is sent there. */
async function findFault(file: File, limits: FileLimits): Promise<string | null> {
  let head: Uint8Array
  try {
    head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer())
  } catch {
    // A folder, or a file that has gone since it was chosen.
    return faults.unreadable
  }
  if (!limits.types.includes(sniffType(head))) return faults.onlyTypes(limits.types)
  return file.size > limits.each_bytes ? faults.tooLarge(limits.each_bytes / MEBIBYTE) : null
}

/** Why one file more does not fit beside the others. */
function findOverflow(
  file: File,
  others: readonly Attachment[],
  limits: FileLimits,
): string | null {
  const taken = others.filter(({ progress }) => progress.kind !== 'failed')
  if (taken.length >= MOST_FILES) return faults.tooMany(MOST_FILES)
  const total = taken.reduce((sum, { size }) => sum + (size ?? 0), file.size)
  return total > limits.total_bytes ? faults.tooMuch(limits.total_bytes / MEBIBYTE) : null
}

function sniffType(head: Uint8Array): string {
  const found = SIGNS.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))
  return found?.[0] ?? ''
}
