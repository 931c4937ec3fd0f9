import { screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { openApp } from './testing/app'
import { memoryStorage } from './state/storage'

const list = () => screen.findByRole('list', { name: 'Список обращений' })
const rows = async () => within(await list()).findAllByRole('link')
const composer = () => screen.findByRole('textbox', { name: /^Ответ на|^Сообщение/ })
const press = (code: string, key = code) =>
  document.dispatchEvent(
    new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }),
  )

describe('the list', () => {
  it('names a row by its stars, product, words and deadline', async () => {
    await openApp()
    const [first, second] = await rows()
    const name = first?.textContent.replaceAll('\u00a0', ' ') ?? ''
    expect(name).toContain('Кроссовки беговые AirLite')
    expect(name).toContain('1 звезда из 5')
    expect(name).toContain('Просрочено на 23 мин')
    expect(name).toContain('Черновик готов')
    expect(name).toContain('Носила ровно неделю')
    expect(second?.textContent).toContain('Не прочитано')
    expect(second?.textContent).toContain('WB API')
  })

  it('shows a view with its counts, by channel, and from a search', async () => {
    const { user } = await openApp()
    await user.click(await screen.findByRole('link', { name: /^Готово/ }))
    expect(await screen.findByText(/Плед можно стирать/)).toBeTruthy()
    await user.click(screen.getByRole('link', { name: /^Отзывы/ }))
    await waitFor(() => expect(screen.queryByText(/Плед можно стирать/)).toBeNull())
    expect(window.location.search).toBe('?channel=review')
    await user.type(screen.getByRole('searchbox'), 'такого нет')
    expect(await screen.findByText('Ничего не нашлось')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Очистить поиск' }))
    expect(await screen.findByText(/Звук хороший/)).toBeTruthy()
  })

  it('never shows a failure as an empty queue', async () => {
    const fake = new FakeApi()
    fake.refuse(/GET \/api\/inbox$/, { status: 500, code: 'unavailable', title: 'Сервер занят' })
    const { user } = await openApp({ fake })
    expect(await screen.findByText('Сервер занят')).toBeTruthy()
    expect(screen.queryByText('Всё отвечено')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Повторить' }))
    expect((await rows()).length).toBeGreaterThan(5)
  })

  it('keeps what it has and says how old it is when the connection goes', async () => {
    const { app, fake } = await openApp()
    await rows()
    fake.online = false
    app.live.poke()
    expect((await screen.findByText(/Нет связи с сервером/)).textContent).toMatch(
      /Данные на \d\d:\d\d/,
    )
    expect((await rows()).length).toBeGreaterThan(5)
    fake.online = true
    await waitFor(() => screen.getByRole('button', { name: 'Проверить сейчас' }).click())
    await waitFor(() => expect(screen.queryByText(/Нет связи с сервером/)).toBeNull())
  })

  it('announces new rows instead of moving those under the hand', async () => {
    const { app, fake, user } = await openApp()
    const before = await rows()
    app.inbox.hold('scroll', true)
    fake.world.touch(fake.world.add({ channel: 'chat', product: 1, age: 0, due: -999 }, 'n'), {})
    app.live.poke()
    const button = await screen.findByRole('button', { name: 'Новые обращения: 1' })
    expect((await rows())[0]).toBe(before[0])
    await user.click(button)
    await waitFor(async () => expect((await rows())[0]?.dataset.row).toBe('n'))
  })
})

describe('a conversation', () => {
  it('of a review is a document: stars, good, bad, words, photos, variant', async () => {
    await openApp({ path: '/app/inbox/attention/i1' })
    const log = await screen.findByRole('region', { name: 'Переписка' })
    for (const words of ['Достоинства', 'Недостатки', 'Комментарий', '1 звезда из 5', 'Анна']) {
      expect(log.textContent.replaceAll('\u00a0', ' ')).toContain(words)
    }
    expect(within(log).getAllByRole('img', { name: /^Фото/ })).toHaveLength(3)
    expect(log.textContent).toContain('Вариант: 41, белый')
  })

  it('of a chat has its days and its two sides', async () => {
    await openApp({ path: '/app/inbox/attention/i3' })
    const log = await screen.findByRole('region', { name: 'Переписка' })
    expect(await within(log).findAllByRole('listitem')).toHaveLength(4)
    expect(log.textContent).toContain('Вы')
    expect(log.textContent).toContain('Дмитрий')
  })

  it('that is answered shows the answer and asks for none', async () => {
    await openApp({ path: '/app/inbox/done/i9' })
    expect(await screen.findByText(/Про кейс передали/)).toBeTruthy()
    expect(screen.getByText('Опубликовано')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Отправить' })).toBeNull()
  })

  it('that does not exist, or does not load, says so', async () => {
    const { fake, app, user } = await openApp({ path: '/app/inbox/all/nobody' })
    expect(await screen.findByText('Обращение не найдено')).toBeTruthy()
    fake.refuse(/interactions\/i2$/, { status: 502, code: 'upstream', title: 'Не отвечает' })
    app.router.open('i2')
    expect(await screen.findByText('Не отвечает')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Повторить' }))
    expect(await screen.findByRole('region', { name: 'Переписка' })).toBeTruthy()
  })
})

describe('an answer', () => {
  it('goes from the draft through the undo window and back', async () => {
    const { user } = await openApp({ path: '/app/inbox/attention/i1' })
    expect(await screen.findByText('Нейросеть: gpt-4o-mini')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Вставить черновик' }))
    expect(await screen.findByText('Черновик без изменений')).toBeTruthy()
    await user.type(await composer(), ' Ещё раз извините.')
    expect(await screen.findByText('Черновик, исправлен вами')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Отправить' }))
    const status = await screen.findByRole('status')
    await waitFor(() => expect(status.textContent).toMatch(/Отправится через \d+/))
    await user.click(screen.getByRole('button', { name: 'Отменить' }))
    const field = await composer()
    expect(field).toHaveProperty('value', expect.stringContaining('Ещё раз извините.'))
  })

  it('is sent by Ctrl+Enter and shows the server’s words for its state', async () => {
    const { user, fake, app } = await openApp({ path: '/app/inbox/attention/i2' })
    await user.type(await composer(), 'Да, подсветка есть.')
    await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}')
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Отправится'))
    const item = fake.world.items.get('i2')
    const reply = item?.data.reply
    if (!item || !reply) throw new Error('nothing was sent')
    fake.world.touch(item, {
      reply: { ...reply, state: 'sent', title: 'Принято WB, на проверке', can_cancel: false },
    })
    app.live.poke()
    await waitFor(() =>
      expect(screen.getByRole('status').textContent).toContain('Принято WB, на проверке'),
    )
    expect(screen.queryByRole('button', { name: 'Отменить' })).toBeNull()
  })

  it('that breaks the rules is shown why, beside its words', async () => {
    const { user } = await openApp({ path: '/app/inbox/attention/i3' })
    await user.type(await composer(), 'Мы вернём деньги сегодня')
    await user.click(screen.getByRole('button', { name: 'Отправить' }))
    expect(await screen.findByText('Так отправить нельзя')).toBeTruthy()
    expect(screen.getByText(/Обещать деньги/).textContent).toContain('вернём деньги')
    expect(document.querySelector('mark')?.textContent).toBe('вернём деньги')
    await user.type(await composer(), '!')
    expect(screen.queryByText('Так отправить нельзя')).toBeNull()
  })

  it('that may offend is sent after a second thought', async () => {
    const { user } = await openApp({ path: '/app/inbox/attention/i2' })
    await user.type(await composer(), 'Похоже, вы сами перепутали.')
    await user.click(screen.getByRole('button', { name: 'Отправить' }))
    await user.click(await screen.findByRole('button', { name: 'Отправить всё равно' }))
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Отправится'))
  })

  it('that failed names its reason and is offered again', async () => {
    const { user } = await openApp({ path: '/app/inbox/failed/i10' })
    const status = await screen.findByRole('status')
    expect(status.textContent).toContain('Не отправлено: WB отклонил ответ')
    expect(status.textContent.match(/отклонил/g)).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: 'Отправить ещё раз' }))
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Отправляем…'))
  })

  it('gets its draft later, or a reason why not', async () => {
    const { user, fake } = await openApp({ path: '/app/inbox/attention/i4' })
    expect(await screen.findByText('Черновика пока нет')).toBeTruthy()
    fake.refuse(/draft/, { status: 502, code: 'upstream', title: 'Нейросеть не отвечает' })
    await user.click(screen.getByRole('button', { name: 'Подготовить черновик' }))
    expect(await screen.findByText('Нейросеть не отвечает')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Подготовить черновик' }))
    expect(await screen.findByText('Готовим черновик…')).toBeTruthy()
  })

  it('keeps its words across a reload', async () => {
    const storage = memoryStorage()
    const first = await openApp({ path: '/app/inbox/attention/i2', storage })
    await first.user.type(await composer(), 'Добрый день')
    first.app.stop()
    document.body.replaceChildren()
    await openApp({ path: '/app/inbox/attention/i2', storage })
    expect(await composer()).toHaveProperty('value', 'Добрый день')
    expect(await screen.findByText('Ваш текст не отправлен')).toBeTruthy()
  })
})

describe('a session', () => {
  it('begins with a wrong password and keeps the typed address', async () => {
    const { user } = await openApp({ signedIn: false })
    await user.type(await screen.findByLabelText('Почта'), 'lavka@example.ru')
    await user.type(screen.getByLabelText('Пароль'), 'wrong')
    await user.click(screen.getByRole('button', { name: 'Войти' }))
    expect(await screen.findByText('Неверная почта или пароль')).toBeTruthy()
    expect(screen.getByLabelText('Почта')).toHaveProperty('value', 'lavka@example.ru')
    await user.click(screen.getByRole('button', { name: 'Показать пароль' }))
    await user.clear(screen.getByLabelText('Пароль'))
    await user.type(screen.getByLabelText('Пароль'), 'correct horse')
    await user.click(screen.getByRole('button', { name: 'Войти' }))
    expect((await rows()).length).toBeGreaterThan(5)
  })

  it('that ends asks for the password over the words that were typed', async () => {
    const { user, fake, app } = await openApp({ path: '/app/inbox/attention/i2' })
    await user.type(await composer(), 'Добрый день')
    fake.signedIn = false
    app.live.poke()
    const dialog = await screen.findByRole('dialog', { name: 'Сессия закончилась' })
    expect(await composer()).toHaveProperty('value', 'Добрый день')
    await user.type(within(dialog).getByLabelText('Пароль'), 'correct horse')
    await user.click(within(dialog).getByRole('button', { name: 'Войти' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await composer()).toHaveProperty('value', 'Добрый день')
  })

  it('of a new seller begins with the token and what it allows', async () => {
    const fake = new FakeApi({ signedIn: false })
    fake.world.clear()
    const { user } = await openApp({ fake, path: '/app/register' })
    await user.type(await screen.findByLabelText('Название магазина'), 'Лавка')
    await user.type(screen.getByLabelText('Почта'), 'lavka@example.ru')
    await user.type(screen.getByLabelText('Пароль'), 'long enough')
    const errors = [{ field: 'password', code: 'weak', message: 'Такой пароль легко угадать' }]
    fake.refuse(/register/, { status: 422, code: 'invalid', errors })
    await user.click(screen.getByRole('button', { name: 'Зарегистрироваться' }))
    expect(await screen.findByText('Такой пароль легко угадать')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Зарегистрироваться' }))
    await user.type(await screen.findByLabelText('Токен WB'), 'half a token that is long enough')
    await user.click(screen.getByRole('button', { name: 'Проверить и подключить' }))
    expect(await screen.findAllByText('нет доступа')).toHaveLength(2)
    await user.click(screen.getByRole('link', { name: 'Перейти к обращениям' }))
    expect(await screen.findByText('Первая загрузка идёт')).toBeTruthy()
  })

  it('ends by the seller’s wish', async () => {
    const { user } = await openApp()
    await user.click(await screen.findByRole('button', { name: 'Выйти' }))
    expect(await screen.findByLabelText('Почта')).toBeTruthy()
  })
})

describe('the keyboard', () => {
  it('goes along the list, opens, steps on and comes back', async () => {
    const { user } = await openApp()
    const [first, second] = await rows()
    press('KeyJ')
    expect(document.activeElement).toBe(first)
    press('ArrowDown', 'ArrowDown')
    expect(document.activeElement).toBe(second)
    press('KeyK')
    expect(document.activeElement).toBe(first)
    await user.keyboard('{Enter}')
    await composer()
    expect(first?.getAttribute('aria-current')).toBe('true')
    press('KeyJ')
    await waitFor(() => expect(second?.getAttribute('aria-current')).toBe('true'))
    await composer()
    press('KeyD')
    expect(await screen.findByText('Черновик без изменений')).toBeTruthy()
    press('Escape', 'Escape')
    expect(document.activeElement?.matches('textarea')).toBe(false)
    press('KeyR')
    expect(document.activeElement).toBe(await composer())
  })

  it('is explained, and leaves typed letters alone', async () => {
    const { user } = await openApp({ path: '/app/inbox/attention/i2' })
    await user.type(await composer(), 'je?')
    expect(await composer()).toHaveProperty('value', 'je?')
    await user.tab()
    press('Slash', '?')
    expect(await screen.findByRole('dialog', { name: 'Клавиши' })).toBeTruthy()
  })
})
