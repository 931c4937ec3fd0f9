import { screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { openApp } from './testing/app'

const composer = () => screen.findByRole('textbox', { name: /^Ответ на|^Сообщение/ })

describe('the one edit', () => {
  const answered = (fake: FakeApi): string => {
    const found = [...fake.world.items].find(([, { data }]) => data.edit !== null)
    if (!found) throw new Error('nothing answered')
    return found[0]
  }

  it('shows its budget, asks what for, and is spent once', async () => {
    const fake = new FakeApi()
    const { user } = await openApp({ fake, path: `/app/inbox/done/${answered(fake)}` })
    expect(await screen.findByText(/Осталась одна правка/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Исправить ответ' }))
    const dialog = within(await screen.findByRole('dialog'))
    const spend = dialog.getByRole('button', { name: 'Потратить правку' })
    expect(spend).toHaveProperty('disabled', true)
    const words = dialog.getByRole('textbox', { name: 'Новый текст' })
    await waitFor(() => expect(document.activeElement).toBe(words))
    await user.type(words, ' Ждём вас снова!')
    expect(spend).toHaveProperty('disabled', true)
    await user.type(dialog.getByRole('textbox', { name: 'Зачем исправляете?' }), 'Дополнили')
    await user.click(spend)
    expect(await screen.findByText(/^Правка отправится через/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Исправить ответ' })).toBeNull()
    expect(await screen.findByText('Причина правки: Дополнили')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Отменить' }))
    expect(await screen.findAllByText('Правка отменена и не потрачена')).not.toHaveLength(0)
  })

  it('is left alone by whoever thinks better of it', async () => {
    const fake = new FakeApi()
    const { user } = await openApp({ fake, path: `/app/inbox/done/${answered(fake)}` })
    await user.click(await screen.findByRole('button', { name: 'Исправить ответ' }))
    await user.click(await screen.findByRole('button', { name: 'Не исправлять' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(fake.log.some(({ call }) => call.startsWith('PUT'))).toBe(false)
  })
})

describe('an example', () => {
  it('says before, while and after it is answered that nothing goes to WB', async () => {
    const fake = new FakeApi()
    const found = [...fake.world.items].find(([, { data }]) => data.row.source === 'demo')
    if (!found) throw new Error('no example')
    const { app, user } = await openApp({ fake, path: `/app/inbox/attention/${found[0]}` })
    await user.type(await composer(), 'Здравствуйте! Заказ уже в пути, спасибо за ожидание.')
    expect(screen.getByText('Пример: в WB не уйдёт')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Отправить' }))
    expect(await screen.findAllByText('Пример: ответ не уйдёт в WB')).not.toHaveLength(0)
    fake.world.advance(Date.now() + 60_000)
    await app.opened.refresh()
    expect(await screen.findAllByText('Пример: ответ не отправлен в WB')).not.toHaveLength(0)
  })
})

describe('sending', () => {
  it('later takes a moment, says it, and can be taken back', async () => {
    const { fake, user } = await openApp({ path: '/app/inbox/attention/i1' })
    await user.type(await composer(), 'Анна, спасибо за отзыв, передали производству!')
    await user.click(screen.getByRole('button', { name: 'Отправить позже' }))
    await user.click(screen.getByRole('button', { name: 'Через час', hidden: true }))
    expect(await screen.findByRole('button', { name: 'Отменить' })).toBeTruthy()
    const asked = fake.log.find(({ call }) => call.endsWith('/reply'))?.body.send_at
    expect(Date.parse(String(asked)) - Date.now()).toBeGreaterThan(59 * 60_000)
    await user.click(screen.getByRole('button', { name: 'Отменить' }))
    expect(await screen.findAllByText(/Отправка отменена/)).not.toHaveLength(0)
  })

  it('that is on hold says so, for the service and for each reply', async () => {
    const fake = new FakeApi()
    fake.sendingPaused = true
    const item = fake.world.items.get('i1')
    if (!item) throw new Error('no item')
    const reply = fake.world.approve(item, 'Спасибо!', 'r1', Date.now())
    reply.cancel_until = new Date(Date.now() - 1000).toISOString()
    fake.world.advance = () => undefined
    await openApp({ fake, path: '/app/inbox/done/i1' })
    expect(await screen.findByText(/временно приостановлена/)).toBeTruthy()
    expect(await screen.findByText('Отправка приостановлена: ответ ждёт')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Отменить' })).toBeTruthy()
  })
})
