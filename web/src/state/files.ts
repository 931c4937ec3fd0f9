import { ApiError } from '../api/problem'
import { files as words } from '../words/files'
import type { Api, FileOutcome } from '../api/client'

/** WB moderates a file for seconds, as a rule; after this long a person asks again. */
export const PATIENCE_MS = 120_000
const LONGEST_PAUSE_S = 20

/** Fetch a file, asking again while it is on its way; ends with the file or an `ApiError`. */
export async function loadFile(api: Api, id: string, signal: AbortSignal): Promise<Blob> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const outcome: FileOutcome = await api.file(id, signal)
    if (outcome.kind === 'ready') return outcome.content
    if (Date.now() >= until) throw new ApiError('problem', words.slow)
    await pause(Math.min(outcome.seconds, LONGEST_PAUSE_S) * 1000, signal)
  }
}

/** Wait, or stop waiting with an `ApiError` of the kind `aborted`. */
export function pause(span: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(new ApiError('aborted', words.slow))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, span)
    signal.addEventListener('abort', stop, { once: true })
  })
}
