import { computed, signal } from '@preact/signals'
import { asApiError } from '../api/problem'
import type { Api } from '../api/client'
import type { ApiError } from '../api/problem'
import type { Me } from '../api/types'

export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'anonymous' }
  /** `expired`: the server no longer knows us, but the screen and the typed words stay. */
  | { kind: 'active'; me: Me; expired: boolean }

/** Who is signed in. */
export class Session {
  readonly state = signal<SessionState>({ kind: 'unknown' })
  readonly me = computed(() => (this.state.value.kind === 'active' ? this.state.value.me : null))
  readonly sellerId = computed(() => this.me.value?.seller.id ?? null)
  private readonly api: Api

  constructor(api: Api) {
    this.api = api
  }

  readonly restore = async (): Promise<void> => {
    if (this.state.value.kind !== 'active') this.state.value = { kind: 'unknown' }
    try {
      this.enter(await this.api.me())
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.status === 401) this.state.value = { kind: 'anonymous' }
      // Somebody who is shown already works on with what there is.
      else if (this.state.value.kind !== 'active') this.state.value = { kind: 'failed', error }
    }
  }

  /** Begin as the seller of the last visit, until the server says who it is. */
  readonly assume = (me: Me): void => {
    if (this.state.value.kind === 'unknown') this.enter(me)
  }

  readonly login = async (email: string, password: string): Promise<void> =>
    this.enter(await this.api.login({ email, password }))

  readonly register = async (email: string, password: string, name: string): Promise<void> =>
    this.enter(await this.api.register({ email, password, name }))

  readonly logout = async (): Promise<void> => {
    try {
      await this.api.logout()
    } catch (thrown) {
      // A session that is over already is what was asked for.
      if (asApiError(thrown).status !== 401) throw thrown
    }
    this.leave()
  }

  /** Every session of the account has ended, this one among them. */
  readonly leave = (): void => {
    this.state.value = { kind: 'anonymous' }
  }

  /** The server refused the cookie of somebody who was signed in. */
  readonly expire = (): void => {
    const state = this.state.value
    if (state.kind === 'active' && !state.expired) this.state.value = { ...state, expired: true }
  }

  /** What the server says of the seller now; a failure changes nothing. */
  readonly refresh = async (): Promise<void> => {
    try {
      this.update(await this.api.me())
    } catch {
      // The next reading of the account tells.
    }
  }

  readonly update = (change: Partial<Me>): void => {
    const state = this.state.value
    if (state.kind === 'active') this.state.value = { ...state, me: { ...state.me, ...change } }
  }

  private enter(me: Me): void {
    this.state.value = { kind: 'active', me, expired: false }
  }
}
