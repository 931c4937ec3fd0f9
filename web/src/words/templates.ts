import { counted } from './plural'

/** The variables that a template may hold. */
export const variables = {
  buyer: 'имя',
  product: 'товар',
  article: 'артикул',
  brand: 'бренд',
  size: 'размер',
  color: 'цвет',
  rating: 'оценка',
  shop: 'магазин',
} as const

/** Words about the seller's own reply templates. */
export const templates = {
  title: 'Шаблоны',
  open: 'Шаблоны ответов',
  none: 'Шаблонов пока нет.',
  manage: 'Настроить шаблоны',
  notFound: 'Такого шаблона нет.',
  keys: '↑ ↓ выбрать · Enter вставить · Esc закрыть',
  otherChannel: 'для другого канала',
  held: (names: readonly string[]) => `Впишите вместо пропусков: ${names.join(', ')}`,
  fill: 'Показать пропуск',
  hint: 'Готовые ответы: в поле ответа нажмите «/» и выберите. Переменные подставятся из обращения, а чего в нём нет, вы впишете сами.',
  add: 'Добавить шаблон',
  edit: 'Изменить',
  remove: 'Удалить',
  removeSure: 'Удалить шаблон?',
  removed: 'Шаблон удалён',
  save: 'Сохранить',
  saving: 'Сохраняем…',
  saved: 'Шаблон сохранён',
  cancel: 'Отменить',
  fresh: 'Новый шаблон',
  name: 'Название',
  text: 'Текст',
  variables: 'Вставить переменную',
  channels: 'Для каких обращений',
  allChannels: 'Ничего не отмечено — для всех.',
  intents: 'Для каких тем',
  warned: 'Сохранено, но перед отправкой будет предупреждение:',
  count: (count: number, most: number) =>
    `${counted(count, { one: 'шаблон', few: 'шаблона', many: 'шаблонов' })} из ${String(most)}`,
  forAll: 'для всех обращений',
  clash: 'Шаблон изменили в другом окне',
  clashHint: 'Вот каким он стал. Сохраните свой вариант поверх или возьмите новый.',
  keepMine: 'Сохранить мой',
  takeNewer: 'Взять новый',
  gone: 'Шаблон удалили в другом окне. Сохраните ещё раз — появится новый с вашим текстом.',
  stale: 'Список не обновился: ',
}
