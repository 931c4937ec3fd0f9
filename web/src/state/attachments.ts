import { signal } from '@preact/signals'
import { asApiError, fetchCode, isAborted } from '../api/problem'
import { cleanName } from '../domain/attachments'
import { attach as words } from '../words/files'
import type { Api } from '../api/client'
import type { Reply } from '../api/types'
import type { Attachment, FileLimits, Kept, Progress } from '../domain/attachments'
import type { Parcel } from '../files/upload'

const NONE: readonly Attachment[] = []

/** Files beside unsent words, under the item that they were attached to, for this session. */
export class Attachments {
  private readonly all = signal<ReadonlyMap<string, readonly Attachment[]>>(new Map())
  private readonly running = new Map<number, AbortController>()
  private next = 1
  private readonly api: Api

  constructor(api: Api) {
    this.api = api
  }

  readonly of = (id: string): readonly Attachment[] => this.all.value.get(id) ?? NONE

  readonly add = (id: string, files: readonly File[], limits: FileLimits): void => {
    for (const file of files) {
      const made: Attachment = {
        key: this.next++,
        name: cleanName(file.name),
        size: file.size,
        file,
        progress: { kind: 'loading' },
      }
      this.set(id, [...this.of(id), made])
      void this.upload(id, made, file, limits)
    }
  }

  readonly again = (id: string, key: number, limits: FileLimits): void => {
    const found = this.of(id).find((one) => one.key === key)
    if (found?.file && found.progress.kind === 'failed') {
      this.note(id, key, { kind: 'loading' })
      void this.upload(id, found, found.file, limits)
    }
  }

  readonly remove = (id: string, key: number): void => {
    this.stop(key)
    this.set(
      id,
      this.of(id).filter((one) => one.key !== key),
    )
  }

  /** A reply was accepted with these files. */
  readonly take = ({ interaction_id: id, files }: Reply): void => {
    const gone = new Set(files.map(({ id: upload }) => upload))
    this.set(
      id,
      this.of(id).filter(({ progress }) => progress.kind !== 'ready' || !gone.has(progress.id)),
    )
  }

  /** Put back what a reply took that will not be sent as it is. */
  readonly giveBack = ({ interaction_id: id, files }: Reply): void => {
    this.putBack(id, files)
  }

  /** Show uploads that are known by id, unless there are newer files. */
  readonly putBack = (id: string, kept: readonly Kept[]): void => {
    if (this.of(id).length > 0 || kept.length === 0) return
    this.set(
      id,
      kept.map(({ id: upload, name, size }) => ({
        key: this.next++,
        name,
        size,
        file: null,
        progress: { kind: 'ready', id: upload },
      })),
    )
  }

  /** The server no longer has some of an item's uploads; a new one has the same id as the old. */
  readonly doubt = (id: string): void => {
    for (const { key, file, progress } of this.of(id)) {
      if (progress.kind !== 'ready') continue
      this.note(id, key, { kind: 'failed', why: words.lost, again: file !== null })
    }
  }

  readonly forget = (): void => {
    for (const key of [...this.running.keys()]) this.stop(key)
    this.all.value = new Map()
  }

  private async upload(
    id: string,
    { key, name }: Attachment,
    file: File,
    limits: FileLimits,
  ): Promise<void> {
    // Those that are attached after it have to fit beside it, not the other way round.
    const others = this.of(id).filter((one) => one.key !== key)
    const control = new AbortController()
    this.running.set(key, control)
    const progress = await this.tryUpload({ id, name, file, others, limits }, control.signal)
    this.running.delete(key)
    if (progress === null) return
    const twin = this.of(id).some(
      ({ progress: other }) =>
        other.kind === 'ready' && progress.kind === 'ready' && other.id === progress.id,
    )
    if (twin) this.remove(id, key)
    else this.note(id, key, progress)
  }

  private async tryUpload(parcel: Parcel, signal: AbortSignal): Promise<Progress | null> {
    try {
      const { upload } = await fetchCode(() => import('../files/upload'))
      return await upload(this.api, parcel, signal)
    } catch (thrown) {
      if (isAborted(thrown)) return null
      const error = asApiError(thrown)
      const why = error.fields[0]?.message ?? error.message
      return { kind: 'failed', why, again: error.fields.length === 0 && error.status !== 413 }
    }
  }

  private stop(key: number): void {
    this.running.get(key)?.abort()
    this.running.delete(key)
  }

  private note(id: string, key: number, progress: Progress): void {
    this.set(
      id,
      this.of(id).map((one) => (one.key === key ? { ...one, progress } : one)),
    )
  }

  private set(id: string, files: readonly Attachment[]): void {
    const all = new Map(this.all.value)
    if (files.length > 0) all.set(id, files)
    else all.delete(id)
    this.all.value = all
  }
}
