import { screen } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { openApp } from '../testing/app'

describe('a trial of automatic answers', () => {
  it('tells what the rules on the screen would do with one text', async () => {
    const fake = new FakeApi()
    const { user } = await openApp({ fake, path: '/app/settings/auto_response' })
    await user.type(await screen.findByLabelText('Текст покупателя'), 'Чехол супер')
    await user.click(screen.getByRole('button', { name: 'Проверить' }))
    expect(await screen.findByText('Черновик ждал бы вас.')).toBeTruthy()
    expect(screen.getByText('Тема определена неуверенно')).toBeTruthy()
    const [asked] = fake.log.filter(({ call }) => call.endsWith('/auto-response/preview'))
    expect(asked?.body).toMatchObject({ text: 'Чехол супер', channel: 'review', rating: 5 })
    expect(asked?.body.policy).toHaveProperty('rating_from')
    await user.selectOptions(screen.getByLabelText('Звёзды'), '1')
    expect(screen.queryByText('Черновик ждал бы вас.')).toBeNull()
  })
})
