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

const root = document.getElementById('app')
if (root) {
  const app = new App({
    fetcher: await chooseFetcher(),
    storage: browserStorage(),
    shelf: browserShelf(),
  })
  render(<Root app={app} />, root)
  await app.start()
}
