import { FakeApi } from '../fake'
import { paintBlob } from './paint'
import type { Fetcher } from '../client'

/** The made-up cabinet for `npm run dev:fake`; `?signedout` begins at the sign-in. */
export function startFake(): Fetcher {
  const query = new URLSearchParams(window.location.search)
  const fake = new FakeApi({
    paint: paintBlob,
    signedIn: !query.has('signedout'),
    latency: () => 60 + Math.random() * 120,
  })
  if (query.has('disconnected')) fake.world.clear()
  // Within reach of whoever shows the product or tests it by hand.
  Object.assign(window, { fake })
  return fake.fetcher
}
