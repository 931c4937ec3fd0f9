import { render } from '@testing-library/preact'
import userEvent from '@testing-library/user-event'
import { beforeAll, onTestFinished } from 'vitest'
import { FakeApi } from '../api/fake'
import { Root } from '../app'
import { App } from '../state/app'
import { memoryStorage } from '../state/storage'
import type { FakeOptions } from '../api/fake'
import type { KeyValue } from '../state/storage'

interface Opened {
  app: App
  fake: FakeApi
  user: ReturnType<typeof userEvent.setup>
}

interface Options extends FakeOptions {
  path?: string
  storage?: KeyValue
  fake?: FakeApi
}

// Screens are fetched when they are first shown, which takes a busy machine longer than a test waits.
beforeAll(
  () =>
    Promise.all([
      import('../autosave/autosave'),
      import('../inbox/KeysDialog'),
      import('../home/HomeScreen'),
      import('../inbox/Palette'),
      import('../inbox/tools'),
      import('../settings/SettingsScreen'),
      import('../start/screens'),
      import('../thread/Conversation'),
      import('../thread/EditDialog'),
      import('../thread/Supplements'),
      import('../context/ContextPanel'),
    ]),
  60_000,
)

/** The whole app over the API in memory, as a seller opens it. */
export async function openApp(options: Options = {}): Promise<Opened> {
  const { path = '/app/', storage = memoryStorage(), fake = new FakeApi(options) } = options
  window.history.replaceState(null, '', path)
  const app = new App({ fetcher: fake.fetcher, storage })
  render(<Root app={app} />)
  onTestFinished(app.stop)
  await app.start()
  return { app, fake, user: userEvent.setup() }
}
