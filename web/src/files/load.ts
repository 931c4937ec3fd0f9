import { failure } from '../api/client'
import { ApiError } from '../api/problem'
import { files as words } from '../words/files'
import { pause } from './pause'
import type { Api } from '../api/client'

/** A file of a message, or how many seconds to wait before asking for it again. */
type Outcome = Blob | number

/** WB moderates a file for seconds, as a rule; after this long a person asks again. */
const PATIENCE_MS = 120_000
const LONGEST_PAUSE_S = 20
const USUAL_PAUSE_S = 2

/** Fetch a file, asking again while it is on its way; ends with the file or an `ApiError`. */
export async function loadFile(api: Api, id: string, signal: AbortSignal): Promise<Blob> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const outcome = await askFile(api, id, signal)
    if (typeof outcome !== 'number') return outcome
    if (Date.now() >= until) throw new ApiError('problem', words.slow)
    await pause(Math.min(outcome, LONGEST_PAUSE_S) * 1000, signal)
  }
}

async function askFile(api: Api, id: string, signal: AbortSignal): Promise<Outcome> {
  const response = await api.send('GET', `/files/${encodeURIComponent(id)}`, { signal })
  if (response.status === 202) return Number(response.headers.get('Retry-After')) || USUAL_PAUSE_S
  try {
    return await response.blob()
  } catch {
    throw failure(signal)
  }
}
