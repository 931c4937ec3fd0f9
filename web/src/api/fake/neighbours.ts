import { iso } from './dispatch'
import { json, problemOf } from './http'
import type { Fit, FitShares, Interaction, Step, Surroundings, Timeline } from '../types'
import type { World } from './world'

const DAY = 86_400_000
const AROUND = /^\/api\/interactions\/([^/]+)\/(timeline|context|links\/([^/]+))$/
const LIKELY = [
  { id: 'nm_id_exact', words: 'тот же товар' },
  { id: 'time_window_7d', words: 'в пределах недели' },
  { id: 'name_match_probabilistic', words: 'такое же имя' },
]
const STRANGE = [{ id: 'nm_id_time_window', words: 'тот же товар, другой покупатель' }]
const SELF = [{ id: 'current_interaction', words: 'открытое обращение' }]

/** What lies around an item of the made-up cabinet. */
export class Neighbours {
  private readonly unlinked = new Set<string>()
  private readonly world: World

  constructor(world: World) {
    this.world = world
  }

  /** Answers what is asked around an item; `null` when it is something else. */
  answer(method: string, path: string): Response | null {
    const [, one, action, other] = AROUND.exec(path) ?? []
    if (!one) return null
    const item = this.world.items.get(decodeURIComponent(one))?.data
    if (!item) return problemOf({ status: 404, code: 'not_found', title: 'Не найдено' })
    if (action === 'timeline') return json(this.timeline(item))
    if (action === 'context') return json(this.context(item))
    return this.setLinked(item.row.id, other ?? '', method === 'PUT')
  }

  private timeline(item: Interaction): Timeline {
    const { nm_id } = item.row.product
    const alike = [...this.world.items.values()]
      .map(({ data }) => data)
      .filter(({ row }) => row.product.nm_id === nm_id && row.id !== item.row.id)
    const guess = this.guessOf(item)
    const steps = [item, ...alike].map((one) => this.step(one, item, guess))
    steps.sort((one, other) => one.occurred_at.localeCompare(other.occurred_at))
    return {
      interaction_id: item.row.id,
      scope: 'product',
      thread_key: { order_id: null, customer_id: null, nm_id, product_article: null },
      channels_present: ['review', 'question', 'chat'],
      window_days: 45,
      is_cut: false,
      steps,
    }
  }

  private context(item: Interaction): Surroundings {
    const answered = [...this.world.items.values()]
      .map(({ data }) => data)
      .filter(({ source }) => source.answer !== null)
      .filter(({ row }) => row.id !== item.row.id && row.channel !== 'chat')
    return {
      facts: {
        reviews: 42,
        since: iso(Date.parse(item.now) - 90 * DAY),
        is_cut: false,
        rating: { mean: 4.3, rated: 42, recent: 3.9, earlier: 4.5 },
        fit: shares(null, 14, 6, 1),
        sizes: [shares('44', 8, 1, 0)],
        topics: [{ topic: 'sizing_fit', now: 6, before: 2, change: 'up' }],
        recent: 20,
        earlier: 22,
      },
      answers: answered.slice(0, 3).map(({ row, source }) => ({
        interaction_id: row.id,
        channel: row.channel,
        asked: row.preview,
        text: source.answer?.text ?? '',
        occurred_at: row.occurred_at,
        likeness: 0.5,
        is_same_intent: row.intent === item.row.intent,
      })),
    }
  }

  private setLinked(one: string, other: string, linked: boolean): Response {
    if (!this.world.items.has(other)) {
      return problemOf({ status: 404, code: 'not_found', title: 'Не найдено' })
    }
    const pair = [one, other].sort().join(' ')
    if (linked) this.unlinked.delete(pair)
    else this.unlinked.add(pair)
    return new Response(null, { status: 204 })
  }

  /** The first of the same product in another channel, unless somebody said otherwise. */
  private guessOf({ row }: Interaction): string | null {
    const found = [...this.world.items.values()].find(
      ({ data }) =>
        data.row.product.nm_id === row.product.nm_id && data.row.channel !== row.channel,
    )?.data.row.id
    return found && !this.unlinked.has([row.id, found].sort().join(' ')) ? found : null
  }

  private step({ row, source }: Interaction, current: Interaction, guess: string | null): Step {
    const isCurrent = row.id === current.row.id
    const isGuess = row.id === guess
    const group = isCurrent ? 'current' : isGuess ? 'guess' : 'neighbour'
    const reasons = isCurrent ? SELF : isGuess ? LIKELY : STRANGE
    return {
      interaction_id: row.id,
      channel: row.channel,
      external_id: row.id,
      occurred_at: row.occurred_at,
      subject: row.preview,
      status: row.status,
      priority: row.priority,
      needs_response: row.needs_response,
      group,
      match_reason: reasons[0]?.id ?? '',
      reasons,
      confidence: isCurrent ? 1 : isGuess ? 0.71 : 0.82,
      is_current: isCurrent,
      is_other_buyer: group === 'neighbour',
      can_unlink: isGuess,
      last_reply_text: source.answer?.text ?? null,
      last_draft_text: null,
      auto_action_allowed: isCurrent,
      action_mode: isCurrent ? 'auto_allowed' : 'assist_only',
      policy_reason: isCurrent ? 'deterministic_confidence_ok' : 'probabilistic_link_assist_only',
      wb_url: 'https://seller.wildberries.ru/feedbacks/feedbacks-tab/not-answered',
    }
  }
}

function shares(size: string | null, smaller: number, ok: number, bigger: number): FitShares {
  const n = smaller + ok + bigger
  const counts: Record<Fit, number> = { smaller, ok, bigger }
  return {
    size,
    n,
    counts,
    shares: { smaller: smaller / n, ok: ok / n, bigger: bigger / n },
    tendency: 'smaller',
  }
}
