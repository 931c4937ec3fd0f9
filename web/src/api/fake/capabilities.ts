import type { Channel, Interaction } from '../types'

const PUBLIC: Interaction['can'] = {
  replies: true,
  edits: 1,
  edit_days: 60,
  closes: false,
  limits: { least: 2, most: 5000, advised: 500 },
  files: null,
}

/** What each channel allows, as the server says it. */
export const CAN: Record<Channel, Interaction['can']> = {
  review: PUBLIC,
  question: PUBLIC,
  chat: {
    ...PUBLIC,
    edits: 0,
    limits: { least: 1, most: 1000, advised: 500 },
    files: {
      types: ['image/jpeg', 'image/png', 'application/pdf'],
      each_bytes: 5 * 1024 * 1024,
      total_bytes: 30 * 1024 * 1024,
    },
  },
}
