import { screen } from '@testing-library/preact'
import { render } from 'preact'
import { expect, it, onTestFinished } from 'vitest'
import { lazy } from './lazy'

it('shows what another place fetched between its drawing and its effects', async () => {
  const Shown = lazy(() => Promise.resolve(() => <p>Готово</p>))
  const root = document.body.appendChild(document.createElement('div'))
  onTestFinished(() => root.remove())
  render(<Shown />, root)
  Shown.preload()
  await Promise.resolve()
  expect(await screen.findByText('Готово')).toBeTruthy()
})
