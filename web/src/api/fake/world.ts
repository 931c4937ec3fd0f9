import { deadlineOf, meaningOf } from './meanings'
import { UNEVENTFUL } from './search'
import { CAN } from './capabilities'
import { PRODUCTS, SEEDS, calmSeeds } from './seed'
import { TITLES, failedReply, iso, moveReply, stepOf } from './dispatch'
import { makeDraft, makeMessage } from './made'
import type { Seed } from './seed'
import type { Counts, Interaction, Photo, Reply, Row } from '../types'

const MINUTE = 60_000
const UNDO_SECONDS = 10
const EDIT = { allowed: true, until: null, title: 'Осталась одна правка до 20.07.2026' }

/** Makes the address of a picture; the browser's fake draws it. */
export type Painter = (hue: number, label: string) => string

/** A chosen moment, the files that go with the words, or why an answer is edited. */
export interface Wish {
  files?: Reply['files']
  sendAt?: string | undefined
  editReason?: string
}

export interface Item {
  data: Interaction
  version: number
  draftDueAt: number | null
}

/** A file that WB still checks for so many looks. */
export interface KeptFile {
  content: Blob
  waits: number
  asked: number
}

/** The made-up cabinet: what the server would hold. */
export class World {
  readonly items = new Map<string, Item>()
  readonly files = new Map<string, KeptFile>()
  version = 1
  connected = true
  synced = true
  private readonly paint: Painter

  constructor(paint: Painter, calm = 40) {
    this.paint = paint
    ;[...SEEDS, ...calmSeeds(calm)].forEach((seed, at) => this.add(seed, `i${at + 1}`))
  }

  add(seed: Seed, id: string): Item {
    const item = { data: this.build(seed, id), version: this.version, draftDueAt: null }
    this.items.set(id, item)
    return item
  }

  /** What a seller changes by hand. */
  patch(item: Item, body: Record<string, unknown>): void {
    if (typeof body.note === 'string') {
      this.touch(item, { note: body.note })
      return
    }
    if (Array.isArray(body.tags)) {
      this.touch(item, { tags: body.tags as string[] })
      return
    }
    const row = { ...item.data.row }
    if (body.status === 'closed') row.status = 'closed'
    if (body.status === 'open') row.status = 'open'
    if (body.snoozed_until) row.view = 'snoozed'
    this.touch(item, { row })
  }

  /** A new account: nothing connected, nothing read. */
  clear(): void {
    this.connected = false
    this.synced = false
    this.items.clear()
  }

  /** Something about an item changed: its place follows, and its revision if its answer did. */
  touch(item: Item, change: Partial<Interaction>): void {
    this.version += 1
    item.version = this.version
    const data = { ...item.data, ...change }
    const anew = change.reply !== undefined || change.row !== undefined
    const revision = data.row.revision + (anew ? 1 : 0)
    const row = { ...data.row, revision, draft_ready: data.draft !== null, tags: data.tags }
    row.changed_at = iso(this.version)
    row.reply_state = data.reply?.state ?? null
    row.wb_state = data.reply?.wb_state ?? null
    item.data = { ...data, row: place(row) }
  }

  /** Looking changes the row, not what may be approved. */
  look(item: Item): void {
    if (!item.data.row.unread) return
    this.version += 1
    item.version = this.version
    const changed_at = iso(this.version)
    item.data = { ...item.data, row: { ...item.data.row, unread: false, changed_at } }
  }

  counts(now: number): Counts {
    const views: Counts['views'] = {}
    for (const { data } of this.items.values()) {
      for (const view of placesOf(data.row, now)) {
        const channels = (views[view] ??= {})
        channels[data.row.channel] = (channels[data.row.channel] ?? 0) + 1
      }
    }
    return { views, version: this.version }
  }

  /** Replies go their way and drafts get ready with time alone. */
  advance(now: number): void {
    for (const item of this.items.values()) {
      const { reply, row } = item.data
      const next = reply && moveReply(reply, row.channel, now)
      if (next) this.touch(item, { reply: next })
      if (item.draftDueAt !== null && now >= item.draftDueAt) {
        item.draftDueAt = null
        this.touch(item, { draft: makeDraft(`${row.id}-d${now}`, REWRITTEN, 'llm', now) })
      }
    }
  }

  approve(item: Item, text: string, id: string, now: number, wish: Wish = {}): Reply {
    item.data = { ...item.data, composer: null }
    const due = wish.sendAt ?? iso(now + UNDO_SECONDS * 1000)
    const reply: Reply = {
      id,
      interaction_id: item.data.row.id,
      text,
      state: 'approved',
      title: item.data.row.source === 'demo' ? 'Пример: ответ не уйдёт в WB' : TITLES.approved,
      wb_state: null,
      reason: null,
      kind: wish.editReason === undefined ? 'answer' : 'edit',
      simulated: item.data.row.source === 'demo',
      files: wish.files ?? [],
      edit_reason: wish.editReason ?? null,
      approved_at: iso(now),
      send_at: wish.sendAt ?? null,
      due_at: due,
      cancel_until: due,
      can_cancel: true,
      can_retry: false,
      history: [stepOf('approved', iso(now))],
    }
    this.touch(item, { reply })
    return reply
  }

  private build(seed: Seed, id: string): Interaction {
    const now = Date.now()
    const product = PRODUCTS[seed.product] ?? PRODUCTS[0]
    const nm = 120_000_00 + seed.product * 7331
    const messages = seed.messages?.map(([sender, age, text], at) =>
      makeMessage(`${id}-m${at}`, sender, now - age * MINUTE, text),
    )
    const text = seed.text ?? messages?.at(-1)?.text ?? ''
    const photos = this.photos(seed.photos ?? 0, product.hue)
    const deadline = deadlineOf(seed, now)
    const row = place({
      id,
      channel: seed.channel,
      view: seed.snoozed ? 'snoozed' : 'attention',
      sort_at: deadline?.target_at ?? iso(now - seed.age * MINUTE),
      rating: seed.rating ?? null,
      buyer: seed.buyer ?? '',
      product: {
        nm_id: nm,
        name: product.name,
        photo: this.paint(product.hue, product.name.slice(0, 1)),
        brand: product.brand,
        article: `ART-${seed.product + 1}04`,
        size: seed.product === 0 ? '41' : '',
        color: seed.product === 0 ? 'белый' : '',
      },
      preview: text.slice(0, 160),
      occurred_at: iso(now - seed.age * MINUTE),
      status: seed.answered ? 'responded' : 'open',
      needs_response: !seed.answered,
      priority: 'normal',
      deadline,
      intent: seed.intent ?? 'other',
      tags: seed.own ?? [],
      alarms: seed.alarm ? [seed.alarm.alarm] : [],
      draft_ready: seed.draft !== undefined,
      reply_state: seed.failed ? 'failed' : null,
      ...UNEVENTFUL,
      auto: seed.auto ?? false,
      source: seed.demo ? 'demo' : 'wb_api',
      unread: seed.age < 10,
      unread_count: seed.age < 10 ? 1 : 0,
      has_photo: photos.length > 0,
      revision: 1,
      changed_at: iso(now),
    })
    return {
      row,
      source: {
        buyer: seed.buyer ?? '',
        origin: row.source,
        text: seed.text ?? '',
        pros: seed.pros ?? '',
        cons: seed.cons ?? '',
        tags: seed.tags ?? [],
        photos,
        video: seed.video ? { ...VIDEO, preview: photos[0]?.full ?? null } : null,
        order_status: '',
        size_fit: seed.product === 0 && seed.channel === 'review' ? 'Маломерит' : '',
        answer: seed.answer
          ? {
              text: seed.answer,
              state: seed.channel === 'review' ? 'wbRu' : null,
              editable: true,
              by: seed.auto ? 'inbox' : 'cabinet',
              at: iso(now - (seed.age - 60) * MINUTE),
              at_kind: seed.auto ? 'sent' : seed.channel === 'review' ? 'noticed' : 'wb',
            }
          : null,
      },
      ...meaningOf(seed, row.intent),
      draft: seed.draft
        ? makeDraft(`${id}-d`, seed.draft, seed.byModel ? 'llm' : 'template', now)
        : null,
      reply: seed.failed ? failedReply(id, seed.failed, now) : null,
      edit: seed.answer ? EDIT : null,
      links: [],
      product_card: {
        nm_id: nm,
        name: product.name,
        brand: product.brand,
        subject: 'Товар',
        description: 'Описание с карточки товара: из чего сделан, как ухаживать, что в комплекте.',
        characteristics: [
          { name: 'Страна производства', value: 'Россия' },
          { name: 'Гарантия', value: '12 месяцев' },
          { name: 'Комплектация', value: 'Товар, упаковка' },
        ],
        photo: seed.product === 0 ? (this.photos(1, product.hue)[0] ?? null) : null,
        price: seed.product === 0 ? { roubles: 4290, noted_at: iso(now) } : null,
      },
      messages: messages ? { items: messages, next_cursor: null } : null,
      can: CAN[seed.channel],
      claims: seed.claims ?? [],
      composer: null,
      promo: null,
      customer: seed.customer ?? null,
      note: '',
      tags: seed.own ?? [],
      now: iso(now),
    }
  }

  private photos(count: number, hue: number): Photo[] {
    return Array.from({ length: count }, (_, at) => {
      const path = this.paint(hue + 40 * (at + 1), String(at + 1))
      return { full: path, mini: path }
    })
  }
}

const VIDEO = { link: 'https://videofeedback01.wbbasket.ru/0/index.m3u8', seconds: 14 }

const REWRITTEN =
  'Здравствуйте! Спасибо, что написали нам. Мы уже разбираемся и сделаем всё, чтобы вам помочь.'

export function placesOf(row: Row, now: number): string[] {
  const places: string[] = [row.view, 'all']
  if (row.auto) places.push('auto')
  const target = row.deadline && Date.parse(row.deadline.target_at)
  if (row.view === 'attention' && target && target - now < 30 * MINUTE) places.push('hot')
  return places
}

/** Where an item stands, from its reply and its answer. */
export function place(row: Row): Row {
  const flying = row.reply_state !== null && !['failed', 'cancelled'].includes(row.reply_state)
  if (row.reply_state === 'failed') return { ...row, view: 'failed' }
  if (flying || row.status !== 'open') {
    const view = row.channel === 'chat' && row.status !== 'closed' ? 'waiting' : 'done'
    return { ...row, view, needs_response: false, deadline: null }
  }
  return row.view === 'snoozed' ? row : { ...row, view: 'attention', needs_response: true }
}
