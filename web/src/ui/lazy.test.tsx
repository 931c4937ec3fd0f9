import { screen } from '@testing-library/preact'
import { render } from 'preact'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Boundary } from './Boundary'
import { lazy } from './lazy'
import type { ComponentChildren } from 'preact'

const lost = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))

function draw(shown: ComponentChildren): void {
  const root = document.body.appendChild(document.createElement('div'))
  onTestFinished(() => {
    render(null, root)
    root.remove()
  })
  render(shown, root)
}

it('shows what another place fetched between its drawing and its effects', async () => {
  const Shown = lazy(() => Promise.resolve(() => <p>Готово</p>))
  draw(<Shown />)
  Shown.preload()
  await Promise.resolve()
  expect(await screen.findByText('Готово')).toBeTruthy()
})

it('shows the shape of a screen while its code is on the way', async () => {
  let arrive: () => void = () => undefined
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  const Shown = lazy(
    async () => {
      await arrived
      return () => <p>Готово</p>
    },
    { waiting: () => <p>Загружаем…</p> },
  )
  draw(<Shown />)
  expect(await screen.findByText('Загружаем…')).toBeTruthy()
  arrive()
  expect(await screen.findByText('Готово')).toBeTruthy()
  expect(screen.queryByText('Загружаем…')).toBeNull()
})

it('says that a screen did not come, and has it again', async () => {
  let reached = false
  const Shown = lazy(() => (reached ? Promise.resolve(() => <p>Готово</p>) : lost()))
  draw(
    <Boundary of="home">
      <Shown />
    </Boundary>,
  )
  const again = await screen.findByRole('button', { name: 'Открыть снова' })
  expect(screen.getByRole('button', { name: 'Обновить страницу' })).toBeTruthy()
  reached = true
  again.click()
  expect(await screen.findByText('Готово')).toBeTruthy()
})

it('leaves the screen standing when an extra of it does not come', async () => {
  const onClose = vi.fn()
  const Extra = lazy<{ onClose: () => void }>(lost, { extra: true })
  draw(
    <Boundary of="list">
      <p>Список</p>
      <Extra onClose={onClose} />
    </Boundary>,
  )
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce())
  expect(screen.getByText('Список')).toBeTruthy()
})

it('has an extra that did not come as soon as the connection is back', async () => {
  let reached = false
  const load = vi.fn(() => (reached ? Promise.resolve(() => <p>Фильтры</p>) : lost()))
  const Extra = lazy(load, { extra: true })
  draw(<Extra />)
  await vi.waitFor(() => expect(load).toHaveBeenCalledOnce())
  reached = true
  await vi.waitFor(() => {
    window.dispatchEvent(new Event('online'))
    expect(screen.getByText('Фильтры')).toBeTruthy()
  })
})

it('asks again by itself for an extra, ever more rarely', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const load = vi.fn(lost)
  const Extra = lazy(load, { extra: true })
  draw(<Extra />)
  await vi.advanceTimersByTimeAsync(100_000)
  expect(load.mock.calls.length).toBeGreaterThan(3)
  expect(load.mock.calls.length).toBeLessThan(7)
})
