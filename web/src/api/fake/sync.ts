import { iso } from './dispatch'
import type { Notice, Sync } from '../types'

const RUN = 8000

/** How the sync stands with so many milliseconds of it left. */
export function fakeSync(now: number, left: number, synced: boolean, notices: Notice[]): Sync {
  const channel = (fetched: number): Sync['channels'][string] => ({
    state: left > 0 ? 'running' : 'ok',
    phase: '',
    fetched: left > 0 ? Math.round(fetched * (1 - left / RUN)) : fetched,
    last_success_at: left > 0 || !synced ? null : iso(now - 2 * 60_000),
    compared_at: null,
    last_run: null,
    freshness: null,
    error: null,
  })
  return {
    channels: { review: channel(1213), question: channel(326), chat: channel(78) },
    notices,
  }
}
