import { counted, groupDigits } from './plural'
import type { Forms } from './plural'
import type { BulkAction } from '../api/types'

const REPLIES: Forms = { one: 'ответ', few: 'ответа', many: 'ответов' }
const ITEMS: Forms = { one: 'обращение', few: 'обращения', many: 'обращений' }

export const bulk = {
  tick: (buyer: string, product: string) => `Выбрать: ${buyer}, ${product}`,
  bar: 'Выбранные обращения',
  selected: (count: number) => `Выбрано: ${groupDigits(count)}`,
  wholeCounted: (count: number) => `Выбраны все: ${groupDigits(count)}`,
  whole: 'Выбраны все по фильтру',
  takeCounted: (count: number) => `Выбрать все ${groupDigits(count)}`,
  take: 'Выбрать все по фильтру',
  send: 'Отправить',
  close: 'Готово',
  snooze: 'Отложить',
  clear: 'Снять выбор',
  title: {
    send: 'Отправить черновики',
    close: 'Готово, без ответа',
    snooze: 'Отложить',
  } satisfies Record<BulkAction, string>,
  checking: (done: number, total: number) =>
    total > 0 ? `Проверяем: ${done} из ${total}` : 'Проверяем…',
  cut: (most: number) => `В списке больше: возьмём первые ${groupDigits(most)}`,
  will: {
    send: (count: number) => `Отправим ${counted(count, REPLIES)}`,
    close: (count: number) => `Завершим без ответа ${counted(count, ITEMS)}`,
    snooze: (count: number) => `Отложим ${counted(count, ITEMS)}`,
  } satisfies Record<BulkAction, (count: number) => string>,
  submit: {
    send: (count: number) => `Отправить ${counted(count, REPLIES)}`,
    close: (count: number) => `Завершить ${counted(count, ITEMS)}`,
    snooze: (count: number) => `Отложить ${counted(count, ITEMS)}`,
  } satisfies Record<BulkAction, (count: number) => string>,
  each: 'Каждый ответ ещё раз проверим перед отправкой.',
  publicCount: (count: number) => `Увидят все: ${groupDigits(count)}`,
  public: 'Увидят все',
  private: 'Увидит покупатель',
  unanswered: 'Ответ не на всё',
  remove: 'Убрать',
  putBack: 'Вернуть',
  removed: (count: number) => `Убрано вами: ${groupDigits(count)}`,
  leftOut: (count: number) => `Пропустим: ${groupDigits(count)}`,
  nothing: 'Ничего не подходит',
  nothingHint: 'Все выбранные обращения придётся пропустить: причины ниже.',
  goneItem: 'Обращение',
  hours: 'На 2 часа',
  tomorrow: 'До завтра',
  cancel: 'Не сейчас',
  going: {
    send: (done: number, total: number) => `Отправляем: ${done} из ${total}`,
    close: (done: number, total: number) => `Завершаем: ${done} из ${total}`,
    snooze: (done: number, total: number) => `Откладываем: ${done} из ${total}`,
  } satisfies Record<BulkAction, (done: number, total: number) => string>,
  soon: (count: number) => `Скоро уйдут: ${counted(count, REPLIES)}`,
  done: {
    send: (count: number) => `Передано на отправку: ${groupDigits(count)}`,
    close: (count: number) => `Завершено: ${groupDigits(count)}`,
    snooze: (count: number) => `Отложено: ${groupDigits(count)}`,
  } satisfies Record<BulkAction, (count: number) => string>,
  skipped: (count: number) => `пропущено: ${groupDigits(count)}`,
  undone: (count: number) => `Отменено: ${groupDigits(count)}`,
  tooLate: (count: number) => `не успели: ${groupDigits(count)}`,
  undo: 'Отменить',
  stop: 'Остановить',
  show: 'Показать',
  result: 'Итог',
  resultBar: 'Ход работы',
}
