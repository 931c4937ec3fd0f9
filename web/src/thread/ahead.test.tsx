import { screen, waitFor, within } from '@testing-library/preact'
import { expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'

it('shows a chat with its messages at once, because their log is fetched beside them', async () => {
  let latency = 0
  const { app } = await openApp({
    path: '/app/inbox/all/i1',
    fake: new FakeApi({ latency: () => latency }),
  })
  await screen.findByRole('region', { name: 'Переписка' })
  await waitFor(() => expect(app.inbox.rowOf('i3')).not.toBeNull())

  latency = 1500
  app.router.open('i3')
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Переписка' })).toBeNull())

  const log = await screen.findByRole('region', { name: 'Переписка' }, { timeout: 5000 })
  expect(within(log).getAllByRole('listitem').length).toBeGreaterThan(0)
})
