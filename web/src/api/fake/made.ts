import { iso } from './dispatch'
import type { Draft, Message } from '../types'

export function makeDraft(id: string, text: string, method: Draft['method'], now: number): Draft {
  const model = method === 'llm' ? 'gpt-4o-mini' : ''
  return {
    id,
    text,
    method,
    model,
    made_at: iso(now),
    findings: [],
    claims: [],
    asks: [],
    reasons: [],
  }
}

export function makeMessage(
  id: string,
  sender: Message['sender'],
  at: number,
  text: string,
): Message {
  return {
    id,
    sender,
    by: sender === 'seller' ? 'inbox' : null,
    sent_at: iso(at),
    text,
    photos: [],
    files: [],
  }
}
