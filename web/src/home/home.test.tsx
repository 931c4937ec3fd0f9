import { screen, waitFor, within } from '@testing-library/preact'
import { expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'

const ALERT = {
  code: 'question_overdue',
  level: 'critical',
  title: 'Вопросы просрочены',
  message: 'Ждут ответа дольше срока: 2.',
  todo: 'Ответьте на них первыми.',
  count: 2,
  subject: 'question',
}

it('opens exactly the list that an alert is about', async () => {
  const fake = new FakeApi()
  fake.settings.alerts = [{ ...ALERT, opens: { view: 'attention', channel: 'question' } }]
  const { user, app } = await openApp({ path: '/app/home', fake })
  await user.click(await screen.findByRole('link', { name: /Вопросы просрочены/ }))
  expect(app.router.route.value).toMatchObject({ view: 'attention', channel: 'question' })
})

it('shows no block of alerts while nothing is wrong, and says when that is not known', async () => {
  const calm = await openApp({ path: '/app/home' })
  await screen.findByText('Требуют внимания сейчас')
  expect(screen.queryByText('Что проверить')).toBeNull()
  calm.app.stop()
  const fake = new FakeApi()
  fake.refuse(/alerts/, { status: 503, code: 'unavailable' })
  const { user } = await openApp({ path: '/app/home', fake })
  const block = (await screen.findByText(/всё ли в порядке/)).closest('section')
  if (!block) throw new Error('no block')
  await user.click(within(block).getByRole('button', { name: 'Повторить' }))
  await waitFor(() => expect(screen.queryByText(/всё ли в порядке/)).toBeNull())
})

it('takes answered examples for no first answer', async () => {
  const fake = new FakeApi()
  fake.account.demo = true
  fake.world.connected = false
  await openApp({ path: '/app/home', fake })
  const step = (await screen.findByText('Ответить на первое обращение')).closest('li')
  expect(step?.dataset.done).toBe('false')
})
