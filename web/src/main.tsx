import { render } from 'preact'
import { browserFetcher } from './api/client'
import { Root } from './app'
import { App } from './state/app'
import { browserShelf } from './state/shelf'
import { browserStorage } from './state/storage'
import './styles/tokens.css'
import './styles/reset.css'
import './styles/base.css'
import type { Fetcher } from './api/client'

async function chooseFetcher(): Promise<Fetcher> {
  if (import.meta.env.MODE !== 'fake') return browserFetcher
  const { startFake } = await import('./api/fake/start')
  return startFake()
}

/** Not awaited by the module: what the fake imports of this one would wait for its end. */
async function begin(root: HTMLElement): Promise<void> {
  const app = new App({
    fetcher: await chooseFetcher(),
    storage: browserStorage(),
    shelf: browserShelf(),
  })
  render(<Root app={app} />, root)
  await app.start()
}

const root = document.getElementById('app')
if (root) void begin(root)
