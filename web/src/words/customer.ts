import type { Customer } from '../api/types'
import { counted } from './plural'

const ORDERS = { one: 'заказ', few: 'заказа', many: 'заказов' }
const RATINGS = { one: 'отзыву', few: 'отзывам', many: 'отзывам' }

/** What the panel says of a buyer. */
export const customer = {
  title: 'Покупатель',
  anonymous:
    'Wildberries не сообщает, кто этот покупатель. По имени и товару мы людей не узнаём, ' +
    'поэтому истории здесь нет.',
  basis: {
    order: 'Кто это, Wildberries не сообщает: обращения связаны номером заказа.',
    chat: 'Кто это, Wildberries не сообщает и заказа не назвал: виден только этот чат.',
    reviews: 'Кто это, Wildberries не сообщает: отзывы связал он сам.',
  } satisfies Record<Customer['basis'], string>,
  contacts: 'Обращения',
  channels: { chat: 'чаты', review: 'отзывы', question: 'вопросы' },
  orders: 'Заказы',
  rating: 'Средняя оценка',
  mean: (mean: number, rated: number) =>
    `${mean.toLocaleString('ru', { maximumFractionDigits: 1 })} по ${counted(rated, RATINGS)}`,
  mood: 'Настроение',
  moods: {
    improving: 'улучшается',
    stable: 'ровное',
    declining: 'ухудшается',
  } satisfies Record<Exclude<NonNullable<Customer['trend']>, 'neutral'>, string>,
  /** One opinion has no direction: stars, or else a complaint in a chat. */
  oneOpinion: (rated: boolean) => `по ${rated ? 'одной оценке' : 'одному обращению'} не понять`,
  complaints: 'Жалобы',
  noComplaints: 'не замечены',
  often: 'жалуется не в первый раз',
  spent: 'Сумма заказов',
  over: (orders: number) => counted(orders, ORDERS),
  unknown: 'неизвестно',
  partial: 'Обращений больше, чем помещается: цифры неполные.',
}

export const note = {
  title: 'Заметка для себя',
  hint: 'Видна только вам',
  saving: 'Сохраняем…',
  kept: 'Сохранено',
  empty: '',
  failed: 'Не сохранено.',
}
