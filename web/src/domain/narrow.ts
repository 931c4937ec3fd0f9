import { INTENTS } from '../words/ru'
import { LONGEST_TAG, cleanTag, isStrange } from './tags'
import type { Intent } from '../api/types'

/** What narrows a list besides its channel and the words; empty values narrow nothing. */
export interface Narrow {
  rating: number | null
  product: string
  topic: Intent | null
  /** One of the seller's own. */
  tag: string
  from: string
  to: string
  photo: boolean
}

export const NARROW = ['rating', 'product', 'topic', 'tag', 'from', 'to', 'photo'] as const

export const NOTHING: Narrow = {
  rating: null,
  product: '',
  topic: null,
  tag: '',
  from: '',
  to: '',
  photo: false,
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const NUMBER = /^[1-9]\d{0,11}$/

/** Read the part of an address; what is no value of its kind narrows nothing. */
export function parseNarrow(query: URLSearchParams): Narrow {
  const text = (name: string, shape: RegExp): string => {
    const value = query.get(name) ?? ''
    return shape.test(value) ? value : ''
  }
  return {
    rating: Number(text('rating', /^[1-5]$/)) || null,
    product: text('product', NUMBER),
    topic: INTENTS.find((known) => known === query.get('topic')) ?? null,
    tag: readTag(query.get('tag') ?? ''),
    from: text('from', DAY),
    to: text('to', DAY),
    photo: query.get('photo') === '1',
  }
}

/** What was written as a tag; nothing where no tag looks like that. */
export function readTag(written: string): string {
  const tag = cleanTag(written)
  return tag.length > LONGEST_TAG || isStrange(tag) ? '' : tag
}

export function formatNarrow(narrow: Narrow, query: URLSearchParams): void {
  for (const name of NARROW) {
    const value = narrow[name]
    if (value) query.set(name, value === true ? '1' : String(value))
  }
}

/** The same as the API wants it. */
export function askedOf(narrow: Narrow | undefined): Record<string, string | null> {
  if (!narrow) return {}
  return {
    rating: narrow.rating === null ? null : String(narrow.rating),
    nm_id: narrow.product || null,
    intent: narrow.topic,
    tag: narrow.tag || null,
    from: narrow.from || null,
    to: narrow.to || null,
    has_photo: narrow.photo ? 'true' : null,
  }
}

export function countNarrow(narrow: Narrow | undefined): number {
  return narrow ? NARROW.filter((name) => Boolean(narrow[name])).length : 0
}

export function isSameNarrow(one: Narrow | undefined, other: Narrow | undefined): boolean {
  return NARROW.every((name) => (one ?? NOTHING)[name] === (other ?? NOTHING)[name])
}
