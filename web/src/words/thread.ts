import type { Channel, ReplyState } from '../api/types'
import { counted, groupDigits } from './plural'

/** Every word of the conversation and the composer. */
export const thread = {
  missing: 'Обращение не найдено',
  missingHint: 'Возможно, его удалили или оно из другого кабинета.',
  toList: 'К списку',
  failed: 'Переписка не загрузилась',
  done: 'Готово',
  reopen: 'Вернуть в работу',
  snooze: 'Отложить',
  snoozeHours: 'На 2 часа',
  snoozeTomorrow: 'До завтра, 9:00',
  snoozed: 'Отложено',
  closed: 'Перенесено в «Готово»',
  reopened: 'Возвращено в работу',
  context: 'О товаре и покупателе',
  pros: 'Достоинства',
  cons: 'Недостатки',
  comment: 'Комментарий',
  tags: 'Отметил покупатель',
  ownTags: 'Метки',
  photos: 'Фото покупателя',
  photo: (number: number) => `Фото ${number}`,
  variant: 'Вариант',
  fit: 'Размер',
  fits: { ok: 'соответствует', smaller: 'маломерит', bigger: 'большемерит' } as Partial<
    Record<string, string>
  >,
  answers: { inbox: 'Ваш ответ', cabinet: 'Ответ из кабинета WB' },
  noticed: (when: string) => `замечен ${when}`,
  ratingOnly: 'Покупатель поставил оценку без текста.',
  conversation: 'Переписка',
}

export const draft = {
  title: 'Черновик',
  template: 'Шаблон',
  llm: (model: string) => (model ? `Нейросеть: ${model}` : 'Нейросеть'),
  insert: 'Вставить черновик',
  replace: 'Заменить мой текст',
  more: 'Показать целиком',
  less: 'Свернуть',
  refresh: 'Обновить черновик',
  make: 'Подготовить черновик',
  making: 'Готовим черновик…',
  none: 'Черновика пока нет',
  slow: 'Черновик не успел подготовиться. Можно написать ответ самому.',
  facts: 'Факты черновика',
  asks: 'О чём спрашивает покупатель',
  verdict: {
    confirmed: 'есть в карточке',
    contradicted: 'в карточке иначе',
    unknown: 'в карточке этого нет',
  },
  uncovered: 'без ответа',
  wishes: ['Короче', 'Теплее', 'Без приветствия'],
  ownWish: 'Изменить иначе…',
  wishLabel: 'Что изменить в черновике',
  wishHint: 'Например: добавь благодарность',
  rewrite: 'Переписать',
}

export const composer = {
  label: (channelName: Channel, buyer: string) =>
    ({
      review: 'Ответ на отзыв',
      question: 'Ответ на вопрос',
      chat: `Сообщение в чат, ${buyer}`,
    })[channelName],
  placeholder: 'Написать ответ…',
  public: 'Виден всем',
  example: 'Пример: в WB не уйдёт',
  private: 'Личное',
  send: 'Отправить',
  sending: 'Отправляем…',
  anyway: 'Отправить всё равно',
  rewrite: (said: string) => `Заменить на «${said.length > 60 ? `${said.slice(0, 60)}…` : said}»`,
  remove: 'Убрать',
  remarks: 'Проверка ответа',
  claims: 'Факты ответа',
  promo: 'Вставить промокод',
  hint: 'Ctrl + Enter',
  advised: (used: number, advised: number) => `${used}, лучше до\u00a0${advised}`,
  most: (used: number, most: number) => `${used} из ${groupDigits(most)}`,
  tooLong: (extra: number) =>
    `Длиннее допустимого на ${counted(extra, { one: 'символ', few: 'символа', many: 'символов' })}`,
  tooShort: (least: number) =>
    `Минимум ${counted(least, { one: 'символ', few: 'символа', many: 'символов' })}`,
  originDraft: 'Черновик без изменений',
  originEdited: 'Черновик, исправлен вами',
  refused: 'Так отправить нельзя',
  warned: 'Проверьте перед отправкой',
  answered: 'Ответ уже есть.',
  rejected: 'WB отклонил ответ.',
}

export const later = {
  title: 'Отправить позже',
  hour: 'Через час',
  tomorrow: 'Завтра в 9:00',
  own: 'Своё время, по Москве',
  choose: 'Отправить в это время',
}

export const edit = {
  begin: 'Исправить ответ',
  onItsWay: 'Новый текст',
  notShown: 'Новый текст, который WB не показывает',
  cancelled: 'Правка отменена и не потрачена',
}

export const reply = {
  undo: (seconds: number) => `Отправится через ${seconds}\u00a0с`,
  undoMinutes: (minutes: number) => `Отправится через ${minutes}\u00a0мин`,
  undoEdit: (seconds: number) => `Правка отправится через ${seconds}\u00a0с`,
  undoHeard: 'Ответ отправится через несколько секунд. Его можно отменить.',
  held: 'Отправка приостановлена: ответ ждёт',
  cancel: 'Отменить',
  cancelled: 'Отправка отменена, текст вернулся в поле ответа',
  cancelledWithFiles: 'Отправка отменена, текст и файлы вернулись в поле ответа',
  retry: 'Отправить ещё раз',
  next: 'Следующее',
  reason: (text: string) => `Причина: ${text}`,
  short: {
    approved: 'Ждёт отправки',
    sending: 'Отправляем…',
    sent: 'Принято WB',
    unknown: 'Проверяем отправку',
    blocked: 'Ждёт ключ WB',
    confirmed: 'Отвечено',
    answered_elsewhere: 'Отвечено в кабинете WB',
    attention: 'Проверьте отправку',
    failed: 'Не отправлено',
    cancelled: 'Отменено',
  } satisfies Record<ReplyState, string>,
  overdue: 'WB ещё не показал ответ',
  confirmed: {
    review: 'Принято WB',
    question: 'Ответ виден в WB',
    chat: 'Доставлено',
  } satisfies Record<Channel, string>,
  simulated: 'Пример: не отправлено в WB',
  simulating: 'Пример: ответ не уйдёт в WB',
  example: 'Пример',
  why: (text: string) => `Причина правки: ${text}`,
  published: 'Опубликовано',
  rejected: 'Отклонено WB',
  onModeration: 'Принято WB, на проверке',
}
