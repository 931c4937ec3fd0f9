import { computed, signal } from '@preact/signals'
import { asApiError } from '../api/problem'
import { keptFiles, whyHeld } from '../domain/attachments'
import { hashText } from '../domain/hash'
import { finalText } from '../domain/limits'
import { rewriteText } from '../domain/spans'
import { NO_WORDS } from './drafts'
import { Latest } from './latest'
import type { Attachments } from './attachments'
import type { Drafts, Words } from './drafts'
import type { OpenItem } from './opened'
import type { Api } from '../api/client'
import type { ApiError } from '../api/problem'
import type { FileLimits } from '../domain/attachments'
import type { Draft, Finding, Reply, ReplyRequest } from '../api/types'

export type ComposerPhase =
  | { kind: 'idle' }
  | { kind: 'sending' }
  /** The guardrails object; `passable` when a person may overrule them. */
  | {
      kind: 'refused'
      findings: readonly Finding[]
      passable: boolean
      message: string
      sendAt: string | null
    }
  | { kind: 'failed'; message: string }

/** Where a text came from, for the seller's eye and for the measure of drafts. */
export type TextOrigin = 'own' | 'draft' | 'edited'

const IDLE: ComposerPhase = { kind: 'idle' }

/** Typing that rests for so long is checked. */
const REST_MS = 400
/** Fewer letters say nothing that could be objected to. */
const FEWEST = 3

/** The words being written about the open item, and their approval. */
export class Composer {
  readonly words = signal<Words>(NO_WORDS)
  readonly phase = signal<ComposerPhase>(IDLE)
  /** What the guardrails say of the words as they stand. */
  readonly remarks = signal<readonly Finding[]>([])
  /** What the words say of the product, beside its card. */
  readonly claims = signal<Draft['claims']>([])
  private readonly checks = new Latest()
  private resting: ReturnType<typeof setTimeout> | undefined
  private bound: string | null = null
  private readonly api: Api
  private readonly drafts: Drafts
  private readonly opened: OpenItem
  private readonly attachments: Attachments

  readonly origin = computed<TextOrigin>(() => {
    const { draftId, draftText, text } = this.words.value
    if (draftId === null) return 'own'
    return finalText(text) === finalText(draftText) ? 'draft' : 'edited'
  })

  constructor(api: Api, drafts: Drafts, opened: OpenItem, attachments: Attachments) {
    this.attachments = attachments
    this.api = api
    this.drafts = drafts
    this.opened = opened
  }

  /** Turn to another item; what was typed about the last one is kept under its own id. */
  readonly bind = (id: string | null): void => {
    if (id === this.bound) return
    this.bound = id
    this.words.value = id === null ? NO_WORDS : this.drafts.load(id)
    this.phase.value = IDLE
    this.checkSoon()
    if (id !== null) this.attachments.putBack(id, this.words.value.files)
  }

  readonly edit = (text: string): void => {
    const { draftId, draftText } = text === '' ? NO_WORDS : this.words.value
    this.write({ ...NO_WORDS, text, draftId, draftText })
  }

  /** Say lawfully what one objection is about. */
  readonly rewrite = (finding: Finding): void => {
    if (finding.rewrite) this.edit(rewriteText(this.words.value.text, finding.rewrite))
  }

  readonly insertDraft = (draft: Draft): void => {
    this.write({ ...NO_WORDS, text: draft.text, draftId: draft.id, draftText: draft.text })
  }

  readonly attach = (files: readonly File[], limits: FileLimits): void => {
    this.change((id) => this.attachments.add(id, files, limits))
  }

  readonly detach = (key: number): void => {
    this.change((id) => this.attachments.remove(id, key))
  }

  readonly attachAgain = (key: number, limits: FileLimits): void => {
    this.change((id) => this.attachments.again(id, key, limits))
  }

  /** Put a text back that was taken from its way. */
  readonly restore = (text: string): void => {
    if (this.words.value.text === '') this.write({ ...NO_WORDS, text })
  }

  /** Approve the words, for now or for a chosen moment; `null` when they were not taken. */
  readonly send = async (confirm = false, sendAt: string | null = null): Promise<Reply | null> => {
    const state = this.opened.state.value
    const id = this.bound
    if (state.kind !== 'ready' || state.id !== id || this.phase.value.kind === 'sending') {
      return null
    }
    const attached = this.attachments.of(id)
    if (whyHeld(attached) !== null) return null
    this.phase.value = { kind: 'sending' }
    const files = keptFiles(attached)
    // What is shown is what is sent, to the letter.
    const written = { ...this.words.value, text: finalText(this.words.value.text), files }
    this.words.value = written
    const approval = await makeApproval(written, state.item.row.revision, { confirm, sendAt })
    this.drafts.save(id, { ...written, approval })
    try {
      const reply = await this.api.reply(id, approval)
      this.drafts.clear(id)
      this.attachments.take(reply)
      if (this.bound === id) {
        this.words.value = NO_WORDS
        this.phase.value = IDLE
        this.checkSoon()
      }
      this.opened.setReply(reply)
      return reply
    } catch (thrown) {
      this.refuse(id, approval, asApiError(thrown))
      return null
    }
  }

  readonly forget = (): void => {
    this.bind(null)
  }

  private refuse(id: string, approval: ReplyRequest, error: ApiError): void {
    const kept = error.inDoubt ? { approval } : { approval: null, files: [] }
    const written = this.bound === id ? this.words.value : this.drafts.load(id)
    this.drafts.save(id, { ...written, ...kept })
    if (error.fields.some(({ field }) => field === 'files')) this.attachments.doubt(id)
    if (this.bound !== id) return
    this.words.value = { ...written, ...kept }
    this.phase.value = phaseOf(error, approval.send_at ?? null)
    if (error.status === 409) void this.opened.refresh()
  }

  /** Other files are another approval, as other words are. */
  private change(act: (id: string) => void): void {
    if (this.bound === null || this.phase.value.kind === 'sending') return
    if (this.words.value.approval) this.write({ ...this.words.value, approval: null, files: [] })
    act(this.bound)
  }

  /** Old remarks go at once: they are about other words. */
  private checkSoon(): void {
    clearTimeout(this.resting)
    this.checks.abort()
    this.remarks.value = []
    this.claims.value = []
    const id = this.bound
    const { text } = this.words.value
    if (id === null || text.trim().length < FEWEST) return
    this.resting = setTimeout(() => void this.check(id, text), REST_MS)
  }

  /** A check that fails says nothing: approval asks again. */
  private async check(id: string, text: string): Promise<void> {
    try {
      const said = await this.checks.run((abort) => this.api.check(id, text, abort))
      if (this.bound !== id || this.words.value.text !== text) return
      this.remarks.value = said.findings
      this.claims.value = said.claims
    } catch (thrown) {
      asApiError(thrown)
    }
  }

  private write(words: Words): void {
    // Words on their way belong to their approval: others would be taken off with them.
    if (this.bound === null || this.phase.value.kind === 'sending') return
    this.words.value = words
    this.phase.value = IDLE
    this.drafts.save(this.bound, words)
    this.checkSoon()
  }
}

/**
 * One approval keeps its id however often it has to be sent; other words or files, or the same
 * for a moved item, are another approval.
 */
async function makeApproval(
  { approval, draftId, text, files }: Words,
  revision: number,
  { confirm, sendAt }: { confirm: boolean; sendAt: string | null },
): Promise<ReplyRequest> {
  const sameWish =
    (approval?.confirm ?? false) === confirm && (approval?.send_at ?? null) === sendAt
  const ids = files.map(({ id }) => id)
  const sameFiles = (approval?.files ?? []).join() === ids.join()
  if (approval?.text === text && sameWish && sameFiles) return approval
  return {
    text,
    text_hash: await hashText(text),
    revision,
    client_request_id: crypto.randomUUID(),
    ...(draftId === null ? {} : { draft_id: draftId }),
    ...(ids.length === 0 ? {} : { files: ids }),
    ...(confirm ? { confirm } : {}),
    ...(sendAt === null ? {} : { send_at: sendAt }),
  }
}

/** What the words' place shows of a refusal; `sendAt` is kept for another try. */
export function phaseOf(error: ApiError, sendAt: string | null): ComposerPhase {
  if (error.code === 'guardrails') {
    const findings = error.findings.length > 0 ? error.findings : error.fields.map(asFinding)
    const passable = findings.length > 0 && findings.every(({ severity }) => severity === 'warn')
    return { kind: 'refused', findings, passable, message: error.message, sendAt }
  }
  const files = error.fields.find(({ field }) => field === 'files')
  return { kind: 'failed', message: files?.message ?? error.message }
}

/** A field's problem says nothing of a place or of mercy. */
function asFinding({ code, message }: { code: string; message: string }): Finding {
  return { rule: code, severity: 'block', start: 0, end: 0, message, quote: '', rewrite: null }
}
