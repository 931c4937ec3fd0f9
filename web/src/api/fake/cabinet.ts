import { iso } from './dispatch'
import type { Me } from '../types'

const DAYS = 120

/** The WB cabinet of the made-up seller, if it is connected. */
export function fakeCabinet(connected: boolean, now: number): Me['cabinet'] {
  if (!connected) return { connected: false, sid: null, trade_mark: null, token: null }
  return {
    connected: true,
    sid: 'sid-1',
    trade_mark: 'Северный ход',
    token: {
      type: 'base',
      scopes: { feedbacks: true, chats: true, returns: false },
      read_only: false,
      expires_at: iso(now + DAYS * 24 * 3600_000),
      days_left: DAYS,
    },
  }
}
