import { cutParts, weigh } from './parts'
import type { App } from '../state/app'
import type { BulkAction, BulkDeed, BulkLine } from '../api/types'
import type { ApiError } from '../api/problem'

/** What is looked at before a deed. */
export interface Look {
  kind: 'reading' | 'ready' | 'failed'
  action: BulkAction
  until: string | null
  /** What `tag` adds. */
  tags: readonly string[]
  lines: readonly BulkLine[]
  removed: ReadonlySet<string>
  /** The names of the deed's parts, however often they have to be sent. */
  requests: string[]
  /** What the server has of it already, where a connection broke between two parts. */
  sent: readonly BulkDeed[]
  total: number
  cut: boolean
  error: ApiError | null
}

/** A part of a deed that the server has taken. */
export interface Sent {
  deed: BulkDeed
  lines: readonly BulkLine[]
}

/** Send a deed in as many parts as it takes, up to the first that does not get there. */
export async function sendParts(
  app: App,
  { action, requests, tags, until }: Look,
  ready: readonly BulkLine[],
  texts: ReadonlyMap<string, string>,
): Promise<Sent[]> {
  const seen = ({ id, revision, draft }: BulkLine) => [
    id,
    revision,
    action === 'send' ? (draft?.id ?? '') : '',
  ]
  const textsOf = (lines: readonly BulkLine[]) =>
    lines.flatMap(({ id }) => (texts.has(id) ? [[id, texts.get(id)]] : []))
  const sent: Sent[] = []
  const cut = cutParts(ready, (line) => weigh(seen(line)) + weigh(textsOf([line])))
  for (const [at, lines] of cut.entries()) {
    const written = textsOf(lines)
    const body = {
      action,
      items: lines.map(seen),
      client_request_id: (requests[at] ??= crypto.randomUUID()),
      ...(written.length === 0 ? {} : { texts: Object.fromEntries(written) as object }),
      ...(tags.length === 0 ? {} : { tags }),
      ...(until === null ? {} : { snoozed_until: until }),
    }
    const deed = await app.attempt(() => app.api.bulk<BulkDeed>('POST', '/apply', body))
    if (!deed) break
    sent.push({ deed, lines })
  }
  return sent
}
