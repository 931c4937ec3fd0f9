import { counted } from './plural'
import type { ViewName } from '../api/types'

const ITEMS = { one: 'обращение', few: 'обращения', many: 'обращений' }

/** The words of the home screen. */
export const home = {
  title: 'Главная',
  analytics: 'Аналитика',
  greeting: (name: string) => `Здравствуйте, ${name}`,
  figures: 'Сейчас',
  figure: {
    hot: 'Горит',
    attention: 'Нужен ответ',
    failed: 'Не отправлено',
    auto: 'Ответила система',
  } satisfies Partial<Record<ViewName, string>>,
  figureHint: {
    hot: 'Срок прошёл или до него меньше получаса',
    attention: 'Ждут ответа, ближайший срок первым',
    failed: 'Ответы, которые WB не принял',
    auto: 'Отправлено по вашим правилам',
  },
  items: (count: number) => counted(count, ITEMS),
  alerts: 'Что проверить',
  alertsFailed: 'Не удалось узнать, всё ли в порядке.',
  now: 'Требуют внимания сейчас',
  nowAll: 'Вся очередь',
  calm: 'Ничего не горит',
  calmHint: 'Новые обращения появятся здесь сами.',
  channelRunning: 'загружаем',
  channelReady: 'загружено',
  channelWaits: 'скоро начнём',
  channelBarred: 'нет доступа',
  setup: 'Первые шаги',
  setupDone: (done: number, all: number) => `${done} из ${all}`,
  steps: {
    connect: ['Подключить кабинет WB', 'Токен из личного кабинета, две минуты'],
    sync: ['Загрузить обращения', 'Идёт сама, работать можно сразу'],
    answer: ['Ответить на первое обращение', 'Черновик уже готов, осталось проверить'],
  } satisfies Record<string, [string, string]>,
  done: 'сделано',
  asOf: (time: string) => `Данные на ${time}`,
  inbox: 'Обращения',
  settings: 'Настройки',
  sections: 'Разделы',
}
