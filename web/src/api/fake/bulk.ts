import { compareRows } from '../../domain/listing'
import { MOST_TAGS } from '../../domain/tags'
import { judge } from './guardrails'
import { iso, step } from './dispatch'
import { json, problemOf } from './http'
import { placesOf } from './world'
import type { BulkAction, BulkDeed, BulkLine, BulkPreview, ViewName } from '../types'
import type { Item, World } from './world'

const PART = 50
const WHY = {
  gone: 'Обращения больше нет',
  changed: 'Обращение изменилось: посмотрите новое',
  settled: 'Ответ уже не нужен',
  person: 'Нужен человек: прочитайте и ответьте отдельно',
  no_draft: 'Нет готового черновика',
  tags_full: 'У обращения уже 8 меток: сначала снимите лишние',
  blocked: 'Черновик нарушает правила',
} as const

interface Wish {
  action: BulkAction
  items?: [string, number, string?][]
  filter?: { view?: ViewName; channel?: string }
  snoozed_until?: string
  tags?: string[]
  client_request_id?: string
  texts?: Record<string, string>
}

/** Deeds on many items in memory; each look at one does the next step of it. */
export class FakeBulk {
  /** How many items one look at a deed does. */
  stride = 10
  private readonly world: World
  private readonly deeds = new Map<string, { deed: BulkDeed; wish: Wish; left: string[] }>()

  constructor(world: World) {
    this.world = world
  }

  answer(path: string, body: unknown, now: number): Response | null {
    const [, name = '', act = ''] = /^\/api\/bulk\/([^/]+)\/?(\w*)$/.exec(path) ?? []
    if (name === '') return null
    if (name === 'preview') return json(this.preview(body as Wish, now))
    if (name === 'apply') return json(this.begin(body as Wish, now), 202)
    const known = this.deeds.get(name)
    if (!known) return problemOf({ status: 404, code: 'not_found' })
    if (act === 'undo') this.undo(known, now)
    else this.goOn(known, now)
    return json(known.deed)
  }

  private preview({ action, items, filter, tags }: Wish, now: number): BulkPreview {
    const seen = items ?? this.listed(filter ?? {}, now)
    const lines = seen.slice(0, PART).map(([id, revision]) => this.line(action, id, revision, tags))
    const rest = seen.slice(PART).map(([id, revision]): [string, number] => [id, revision])
    return { lines, rest, total: seen.length, is_cut: false }
  }

  private listed({ view = 'all', channel }: NonNullable<Wish['filter']>, now: number) {
    return [...this.world.items.values()]
      .map(({ data }) => data.row)
      .filter(
        (row) => placesOf(row, now).includes(view) && (channel ?? row.channel) === row.channel,
      )
      .sort(compareRows(view))
      .map((row): [string, number] => [row.id, row.revision])
  }

  private line(action: BulkAction, id: string, revision: number, tags?: string[]): BulkLine {
    const item = this.world.items.get(id)
    const why = leftOut(action, item, revision, tags)
    return {
      id,
      revision,
      row: item?.data.row ?? null,
      draft: action === 'send' ? (item?.data.draft ?? null) : null,
      left_out: why,
      why: why && WHY[why],
    }
  }

  private begin(wish: Wish, now: number): BulkDeed {
    const id = `b-${wish.client_request_id ?? ''}`
    const known = this.deeds.get(id)
    if (known) return known.deed
    const left = (wish.items ?? []).map(([item]) => item)
    const span = wish.action === 'send' ? 10_000 : 600_000
    const deed: BulkDeed = {
      id,
      action: wish.action,
      is_over: false,
      is_undone: false,
      total: left.length,
      waiting: left.length,
      done: 0,
      left_out: 0,
      undone: 0,
      too_late: 0,
      can_undo: true,
      undo_until: iso(now + span),
      problems: [],
    }
    this.deeds.set(id, { deed, wish, left })
    return deed
  }

  private goOn({ deed, wish, left }: { deed: BulkDeed; wish: Wish; left: string[] }, now: number) {
    for (const id of left.splice(0, this.stride)) {
      const item = this.world.items.get(id)
      const revision = wish.items?.find(([name]) => name === id)?.[1] ?? 0
      const why = leftOut(deed.action, item, revision, wish.tags)
      deed.waiting -= 1
      if (item && why === null) {
        deed.done += 1
        this.act(item, deed, wish, now)
      } else {
        deed.left_out += 1
        const code = why ?? 'gone'
        deed.problems.push({ id, outcome: 'left_out', code, why: WHY[code] })
      }
    }
    deed.is_over = left.length === 0
    deed.can_undo = !deed.is_undone && now < Date.parse(deed.undo_until ?? '')
  }

  private act(item: Item, deed: BulkDeed, wish: Wish, now: number): void {
    const { row, draft } = item.data
    if (deed.action === 'close') this.world.patch(item, { status: 'closed' })
    else if (deed.action === 'snooze') {
      this.world.patch(item, { snoozed_until: wish.snoozed_until ?? null })
    } else if (deed.action === 'tag') {
      this.world.touch(item, { tags: united(item, wish.tags) })
    } else {
      const sendAt = deed.undo_until ?? undefined
      this.world.approve(
        item,
        wish.texts?.[row.id] ?? draft?.text ?? '',
        `${deed.id}-${row.id}`,
        now,
        { sendAt },
      )
    }
  }

  private undo({ deed, wish, left }: { deed: BulkDeed; wish: Wish; left: string[] }, now: number) {
    for (const [id] of wish.items ?? []) {
      const item = this.world.items.get(id)
      if (!item || left.includes(id) || deed.problems.some((one) => one.id === id)) continue
      const { reply } = item.data
      if (deed.action === 'tag') {
        const tags = item.data.tags.filter((tag) => !wish.tags?.includes(tag))
        this.world.touch(item, { tags })
      } else if (deed.action !== 'send')
        this.world.patch(item, { status: 'open', snoozed_until: null })
      else if (reply?.can_cancel) this.world.touch(item, { reply: step(reply, 'cancelled', now) })
    }
    deed.undone += deed.done + deed.waiting
    deed.done = deed.waiting = 0
    left.length = 0
    Object.assign(deed, { is_undone: true, is_over: true, can_undo: false, undo_until: null })
  }
}

function united(item: Item, tags: readonly string[] = []): string[] {
  return [...new Set([...item.data.tags, ...tags])]
}

function leftOut(
  action: BulkAction,
  item: Item | undefined,
  revision: number,
  tags?: readonly string[],
): keyof typeof WHY | null {
  if (!item) return 'gone'
  const { row, draft } = item.data
  if (row.revision !== revision) return 'changed'
  if (action === 'tag') return united(item, tags).length > MOST_TAGS ? 'tags_full' : null
  if (!row.needs_response) return 'settled'
  if (action !== 'send') return null
  if (row.alarms.length > 0) return 'person'
  if (!draft) return 'no_draft'
  return judge(draft.text).length > 0 ? 'blocked' : null
}
