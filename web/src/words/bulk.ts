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
  tag: 'Метки',
  clear: 'Снять выбор',
  title: {
    send: 'Отправить черновики',
    close: 'Готово, без ответа',
    snooze: 'Отложить',
    tag: 'Добавить метки',
  } satisfies Record<BulkAction, string>,
  checking: (done: number, total: number) =>
    total > 0 ? `Проверяем: ${groupDigits(done)} из ${groupDigits(total)}` : 'Проверяем…',
  cut: (most: number) => `В списке больше: возьмём первые ${groupDigits(most)}`,
  will: {
    send: (count: number) => `Отправим ${counted(count, REPLIES)}`,
    close: (count: number) => `Завершим без ответа ${counted(count, ITEMS)}`,
    snooze: (count: number) => `Отложим ${counted(count, ITEMS)}`,
    tag: (count: number) => `Отметим ${counted(count, ITEMS)}`,
  } satisfies Record<BulkAction, (count: number) => string>,
  submit: {
    send: (count: number) => `Отправить ${counted(count, REPLIES)}`,
    close: (count: number) => `Завершить ${counted(count, ITEMS)}`,
    snooze: (count: number) => `Отложить ${counted(count, ITEMS)}`,
    tag: (count: number) => `Отметить ${counted(count, ITEMS)}`,
  } satisfies Record<BulkAction, (count: number) => string>,
  each: 'Каждый ответ ещё раз проверим перед отправкой.',
  publicCount: (count: number) => `Увидят все: ${groupDigits(count)}`,
  public: 'Увидят все',
  private: 'Увидит покупатель',
  unanswered: 'Ответ не на всё',
  meant: (buyer: string, said: string) => `Взять: ${buyer}, ${said}`,
  removed: (count: number) => `Не отмечено: ${groupDigits(count)}`,
  openLeft: (count: number) =>
    `Черновик отвечает не на всё: ${groupDigits(count)}. Такие не уйдут, пока вы их не отметите или не допишете.`,
  change: 'Изменить текст',
  textOf: (buyer: string) => `Текст ответа: ${buyer}`,
  changed: 'Готово',
  asDrafted: 'Вернуть черновик',
  beingChecked: 'Проверяем…',
  uncheckable: 'Проверить не удалось.',
  emptyText: 'Без текста ответ не уйдёт.',
  leftOut: (count: number) => `Пропустим: ${groupDigits(count)}`,
  nothing: 'Ничего не подходит',
  nothingHint: 'Все выбранные обращения придётся пропустить: причины ниже.',
  goneItem: 'Обращение',
  hours: 'На 2 часа',
  tomorrow: 'До завтра',
  cancel: 'Не сейчас',
  going: {
    send: (done: number, total: number) =>
      `Отправляем: ${groupDigits(done)} из ${groupDigits(total)}`,
    close: (done: number, total: number) =>
      `Завершаем: ${groupDigits(done)} из ${groupDigits(total)}`,
    snooze: (done: number, total: number) =>
      `Откладываем: ${groupDigits(done)} из ${groupDigits(total)}`,
    tag: (done: number, total: number) => `Отмечаем: ${groupDigits(done)} из ${groupDigits(total)}`,
  } satisfies Record<BulkAction, (done: number, total: number) => string>,
  soon: (count: number) => `Скоро уйдут: ${counted(count, REPLIES)}`,
  done: {
    send: (count: number) => `Передано на отправку: ${groupDigits(count)}`,
    close: (count: number) => `Завершено: ${groupDigits(count)}`,
    snooze: (count: number) => `Отложено: ${groupDigits(count)}`,
    tag: (count: number) => `Отмечено: ${groupDigits(count)}`,
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
