import { iso } from './dispatch'
import type { Connected, Me } from '../types'

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

/** What WB says of each section of a token; one with `half` in it opens reviews alone. */
export function checkScopes(token: string): Connected['checks'] {
  return (['feedbacks', 'chats', 'returns'] as const).map((scope) => {
    const ok = !token.includes('half') || scope === 'feedbacks'
    return { scope, ok, detail: ok ? '' : 'В токене нет этой категории' }
  })
}
