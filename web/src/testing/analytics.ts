import { screen } from '@testing-library/preact'
import { openApp } from './app'
import type { FakeApi } from '../api/fake'

/** When everything was counted last. */
export const AT = '2026-11-22T12:00:00Z'
export const PERIOD = { days: 30, since: '2026-10-24', until: '2026-11-22', counted_at: AT }

/** The analytics of a shop with everything that there is to see. */
export async function openFull(fake: FakeApi) {
  const opened = await openApp({ path: '/app/analytics', fake })
  await opened.user.click(await screen.findByRole('button', { name: 'Полный' }))
  return opened
}
