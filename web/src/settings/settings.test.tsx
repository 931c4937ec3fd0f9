import { screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { PASSWORD } from '../api/fake/settings'
import { openApp } from '../testing/app'

const save = () => screen.getByRole('button', { name: 'Сохранить' })

describe('settings', () => {
  it('are opened from the account menu and have an address each', async () => {
    const { user } = await openApp()
    const menu = await screen.findByText('lavka@example.ru')
    await user.click(within(menu.parentElement ?? menu).getByText('Настройки'))
    expect(await screen.findByDisplayValue('Лавка')).toBeTruthy()
    await user.click(screen.getByRole('link', { name: 'Сроки ответа' }))
    expect(await screen.findByRole('heading', { name: 'Сроки ответа' })).toBeTruthy()
    expect(window.location.pathname).toBe('/app/settings/deadlines')
  })

  it('are saved as a whole section, and only when something differs', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/general' })
    const undo = await screen.findByLabelText('Сколько секунд ответ можно отменить')
    expect(save()).toHaveProperty('disabled', true)
    await user.clear(undo)
    await user.type(undo, '45')
    await user.click(save())
    await waitFor(() => expect(fake.settings.sections.general.undo_seconds).toBe(45))
    expect(fake.settings.sections.general.store_buyer_names).toBe(true)
    expect(save()).toHaveProperty('disabled', true)
  })

  it('take unsaved changes back', async () => {
    const { user } = await openApp({ path: '/app/settings/profile' })
    await user.type(await screen.findByLabelText('Подпись в ответах'), 'Ваша лавка')
    await user.click(screen.getByRole('button', { name: 'Отменить изменения' }))
    expect(screen.getByLabelText('Подпись в ответах')).toHaveProperty('value', '')
  })

  it('say that another window was quicker, and show what is there now', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/profile' })
    await user.type(await screen.findByLabelText('Подпись в ответах'), 'Ваша лавка')
    fake.settings.saveElsewhere()
    await user.click(save())
    await screen.findByText(/изменили в другом окне/)
    await user.click(screen.getByRole('button', { name: 'Показать новое' }))
    await waitFor(() =>
      expect(screen.getByLabelText('Подпись в ответах')).toHaveProperty('value', ''),
    )
  })

  it('name a mistake at its field', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/general' })
    const undo = await screen.findByLabelText('Сколько секунд ответ можно отменить')
    const errors = [{ field: 'undo_seconds', code: 'less_than_equal', message: 'Не больше 60' }]
    fake.refuse(/PUT/, { status: 422, code: 'invalid', title: 'Проверьте данные', errors })
    await user.clear(undo)
    await user.type(undo, '90')
    await user.click(save())
    expect(await screen.findByText('Не больше 60')).toBeTruthy()
    expect(undo.getAttribute('aria-invalid')).toBe('true')
  })

  it('turn working hours on with a usual day, and mend single deadlines', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/deadlines' })
    await user.click(await screen.findByRole('switch', { name: /рабочее время/ }))
    await user.click(screen.getByRole('checkbox', { name: 'Вс' }))
    const target = screen.getByLabelText('Отзывы 1–2★: Цель, минут')
    await user.clear(target)
    await user.type(target, '30')
    await user.click(save())
    await waitFor(() =>
      expect(fake.settings.sections.deadlines.hours?.weekdays).toEqual([0, 1, 2, 3, 4, 5]),
    )
    expect(fake.settings.sections.deadlines.rows.review_1_2?.target_minutes).toBe(30)
  })
})

describe('drafts', () => {
  it('are written as the seller chooses', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/ai' })
    await user.click(await screen.findByRole('switch', { name: 'Писать черновики нейросетью' }))
    await user.click(screen.getByRole('switch', { name: 'Учиться на прежних ответах' }))
    await user.selectOptions(screen.getByLabelText('Тон ответов'), 'Официальный')
    const limit = screen.getByLabelText('Обращений к нейросети в день, не больше')
    await user.clear(limit)
    await user.type(limit, '50')
    await user.click(save())
    await waitFor(() =>
      expect(fake.settings.sections.ai).toEqual({
        suggestions: true,
        use_model: false,
        tone: 'formal',
        daily_limit: 50,
        learns: false,
      }),
    )
  })

  it('name a limit that cannot be', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/ai' })
    const limit = await screen.findByLabelText('Обращений к нейросети в день, не больше')
    const errors = [{ field: 'daily_limit', code: 'less_than_equal', message: 'Не больше 2000' }]
    fake.refuse(/PUT/, { status: 422, code: 'invalid', title: 'Проверьте данные', errors })
    await user.type(limit, '0')
    await user.click(save())
    expect(await screen.findByText('Не больше 2000')).toBeTruthy()
    expect(limit.getAttribute('aria-invalid')).toBe('true')
  })
})

describe('the data of the account', () => {
  it('are gathered into an archive when asked for', async () => {
    const { user } = await openApp({ path: '/app/settings/security' })
    await user.click(await screen.findByRole('button', { name: 'Подготовить выгрузку' }))
    expect(await screen.findByText(/Собираем данные/)).toBeTruthy()
  })

  it('are erased only by the password', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/security' })
    await user.click(await screen.findByRole('button', { name: 'Удалить аккаунт' }))
    const password = screen.getByLabelText('Пароль от аккаунта')
    await user.type(password, 'guess')
    await user.click(screen.getByRole('button', { name: 'Удалить навсегда' }))
    await screen.findByText('Неверный пароль')
    expect(fake.account.erased).toBe(false)
    await user.clear(password)
    await user.type(password, PASSWORD)
    await user.click(screen.getByRole('button', { name: 'Удалить навсегда' }))
    await waitFor(() => expect(fake.account.erased).toBe(true))
    expect((await screen.findAllByText(/Аккаунт удалён/)).length).toBeGreaterThan(0)
  })
})

describe('own days off', () => {
  it('are shown as they are again when changes are taken back', async () => {
    const { user, fake } = await openApp({ path: '/app/settings/deadlines' })
    await user.click(await screen.findByRole('switch', { name: /рабочее время/ }))
    const days = screen.getByLabelText('Свои выходные')
    await user.type(days, '2026-12-31, ')
    expect(days).toHaveProperty('value', '2026-12-31, ')
    await user.click(save())
    await waitFor(() =>
      expect(fake.settings.sections.deadlines.hours?.days_off).toEqual(['2026-12-31']),
    )
    await user.clear(days)
    await user.type(days, '2027-01-08')
    await user.click(screen.getByRole('button', { name: 'Отменить изменения' }))
    expect(screen.getByLabelText('Свои выходные')).toHaveProperty('value', '2026-12-31')
  })
})

describe('security', () => {
  it('changes the password and ends every other session', async () => {
    const { user } = await openApp({ path: '/app/settings/security' })
    expect(await screen.findByText('Safari, iOS')).toBeTruthy()
    await user.type(screen.getByLabelText('Текущий пароль'), PASSWORD)
    await user.type(screen.getByLabelText('Новый пароль'), 'samovar-tula-41')
    await user.click(screen.getByRole('button', { name: 'Сменить пароль' }))
    await waitFor(() => expect(screen.queryByText('Safari, iOS')).toBeNull())
    expect(screen.getByLabelText('Новый пароль')).toHaveProperty('value', '')
  })

  it('says which of the passwords is wrong', async () => {
    const { user } = await openApp({ path: '/app/settings/security' })
    await user.type(await screen.findByLabelText('Текущий пароль'), 'guess')
    await user.type(screen.getByLabelText('Новый пароль'), 'samovar-tula-41')
    await user.click(screen.getByRole('button', { name: 'Сменить пароль' }))
    expect(await screen.findByText('Это не ваш текущий пароль')).toBeTruthy()
  })

  it('ends a session of another device', async () => {
    const { user } = await openApp({ path: '/app/settings/security' })
    await user.click(await screen.findByRole('button', { name: 'Завершить' }))
    await waitFor(() => expect(screen.queryByText('Safari, iOS')).toBeNull())
    expect(screen.getByText('Firefox, Windows')).toBeTruthy()
  })

  it('shows what was done with the account, or why it cannot', async () => {
    const fake = new FakeApi()
    fake.refuse(/GET \/api\/audit/, { status: 503, code: 'unavailable', title: 'Сервис занят' })
    const { user } = await openApp({ path: '/app/settings/security', fake })
    const alert = await screen.findByText(/Сервис занят/)
    await user.click(within(alert).getByRole('button', { name: 'Повторить' }))
    expect(await screen.findByText('Вход в аккаунт')).toBeTruthy()
  })
})
