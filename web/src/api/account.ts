import type { Api } from './client'
import type { Connected, ExportState, Marketplaces, ScopeChecks } from './types'
import type { AuditPage, SignedIn } from './settings'

/** The account and its cabinet; this part of the API is fetched with what needs it. */
export function accountOf({ ask, send }: Pick<Api, 'ask' | 'send'>) {
  return {
    async forgetPassword(email: string): Promise<void> {
      await send('POST', '/auth/reset', { body: { email } })
    },
    async resetPassword(token: string, password: string): Promise<void> {
      await send('POST', '/auth/reset/confirm', { body: { token, new: password } })
    },
    async changePassword(current: string, fresh: string): Promise<void> {
      await send('POST', '/auth/password', { body: { current, new: fresh } })
    },
    seedDemo: (): Promise<unknown> => send('POST', '/demo'),
    async startExport(): Promise<void> {
      await send('POST', '/export')
    },
    exportState: (signal?: AbortSignal) => ask<ExportState>('GET', '/export/state', { signal }),
    async eraseAccount(password: string): Promise<void> {
      await send('DELETE', '/account', { body: { password } })
    },
    sessions: () => ask<{ items: SignedIn[] }>('GET', '/auth/sessions'),
    async endSession(id: string): Promise<void> {
      await send('DELETE', `/auth/sessions/${encodeURIComponent(id)}`)
    },
    audit: (cursor: string | null) => ask<AuditPage>('GET', '/audit', { query: { cursor } }),
    connect: (token: string) => ask<Connected>('PUT', '/cabinet', { body: { wb_token: token } }),
    scopeChecks: (signal?: AbortSignal) => ask<ScopeChecks>('GET', '/cabinet/checks', { signal }),
    disconnect: (): Promise<unknown> => send('DELETE', '/cabinet'),
    marketplaces: (signal?: AbortSignal) => ask<Marketplaces>('GET', '/marketplaces', { signal }),
  }
}
