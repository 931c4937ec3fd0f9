import { signal } from '@preact/signals'
import { asApiError } from '../api/problem'
import { hashText } from '../domain/hash'
import { finalText } from '../domain/limits'
import { phaseOf } from './composer'
import type { Api } from '../api/client'
import type { EditRequest, Interaction, Reply } from '../api/types'
import type { ComposerPhase } from './composer'
import type { OpenItem } from './opened'

export interface Edit {
  /** The answer as it stood when its change was begun. */
  item: Interaction
  text: string
  reason: string
  phase: ComposerPhase
}

/** The one change of a published answer: nothing is spent before it is asked for with a reason. */
export class Editing {
  readonly edit = signal<Edit | null>(null)
  /** An approval whose fate is unknown is repeated as it was. */
  private inDoubt: EditRequest | null = null
  private readonly api: Api
  private readonly opened: OpenItem

  constructor(api: Api, opened: OpenItem) {
    this.api = api
    this.opened = opened
  }

  readonly begin = (item: Interaction): void => {
    const text = item.source.answer?.text ?? ''
    this.inDoubt = null
    this.edit.value = { item, text, reason: '', phase: { kind: 'idle' } }
  }

  readonly write = (change: { text?: string; reason?: string }): void => {
    const edit = this.edit.value
    if (!edit || edit.phase.kind === 'sending') return
    this.edit.value = { ...edit, ...change, phase: { kind: 'idle' } }
  }

  readonly end = (): void => {
    this.edit.value = null
  }

  /** Spend the edit; `null` when it was not taken. */
  readonly send = async (confirm = false): Promise<Reply | null> => {
    const edit = this.edit.value
    if (!edit || edit.phase.kind === 'sending') return null
    this.edit.value = { ...edit, phase: { kind: 'sending' } }
    const request = await this.makeRequest(edit, confirm)
    try {
      const reply = await this.api.editAnswer(edit.item.row.id, request)
      this.edit.value = null
      this.opened.setReply(reply)
      return reply
    } catch (thrown) {
      const error = asApiError(thrown)
      this.inDoubt = error.inDoubt ? request : null
      this.edit.value = { ...edit, phase: phaseOf(error, null) }
      if (error.status === 409) await this.lookAgain()
      return null
    }
  }

  /** What was begun goes on from what the item is now. */
  private async lookAgain(): Promise<void> {
    await this.opened.refresh()
    const edit = this.edit.value
    const state = this.opened.state.value
    if (edit && state.kind === 'ready' && state.id === edit.item.row.id) {
      this.edit.value = { ...edit, item: state.item }
    }
  }

  private async makeRequest(edit: Edit, confirm: boolean): Promise<EditRequest> {
    const text = finalText(edit.text)
    const reason = edit.reason.trim()
    const known = this.inDoubt
    if (known?.text === text && known.reason === reason && known.confirm === confirm) return known
    return {
      text,
      reason,
      text_hash: await hashText(text),
      revision: edit.item.row.revision,
      client_request_id: crypto.randomUUID(),
      confirm,
    }
  }
}
