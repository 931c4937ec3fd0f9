import { groupDigits } from './plural'

/** Every word of automatic answers and promo codes. */
export const automatic = {
  on: 'Отвечать на хорошие отзывы автоматически',
  onHint: 'Только отзывы на 4–5 звёзд. На вопросы и в чатах всегда отвечает человек.',
  sandbox: 'Пробный режим: только журнал',
  sandboxHint: 'Всё происходит как по-настоящему, но ничего не уходит покупателям.',
  stop: 'Остановить всё сейчас',
  stopped: 'Автоответы остановлены. То, что ещё не ушло, не уйдёт.',
  delay: (seconds: number) =>
    `Перед отправкой ответ ждёт ${String(Math.round(seconds / 60))} мин: его можно отменить. Срок меняется в разделе «Отправка и данные».`,
  presets: 'С чего начать',
  usePreset: 'Взять эти правила',
  rating: 'Оценка от',
  ratingHint: '4 или 5 звёзд.',
  confidence: 'Уверенность в теме, не ниже %',
  confidenceHint: 'От 50 до 100. Ниже порога черновик ждёт человека.',
  perDay: 'Автоответов в день, не больше',
  sample: 'Показывать человеку, % ответов',
  sampleHint: 'Случайная часть готовых ответов остаётся вам на проверку.',
  only: 'Только эти артикулы',
  onlyHint: 'Номера через запятую. Пусто — все товары.',
  never: 'Кроме этих артикулов',
  hours: 'Отвечать только в эти часы',
  hoursHint: 'По Москве. Остальное время ответы ждут открытия.',
  promo: 'Добавлять промокод к ответам на пять звёзд',
  promoHint: 'Отдельным абзацем и только пока промокод действует.',
  topics: 'Что делать с темами',
  topicsHint:
    '«Авто» — отвечает система, «Черновик» — готовит ответ и ждёт вас, «Ничего» — не готовит даже черновик.',
  topic: 'Тема',
  channels: { review: 'Отзывы', question: 'Вопросы', chat: 'Чаты' } as Record<string, string>,
  actions: { auto: 'Авто', draft: 'Черновик', block: 'Ничего' } as const,
  journal: 'Журнал',
  noEntries: 'Автоответов ещё не было.',
  up: 'Хороший ответ',
  down: 'Плохой ответ',
  open: 'Открыть обращение',
  checked: (checks: readonly string[]) => `Проверено: ${checks.join('; ').toLowerCase()}.`,
} as const

export const trial = {
  title: 'Проверить на тексте',
  hint: 'Напишите отзыв, вопрос или сообщение: покажем, что сделают правила на этом экране. Ничего не отправится.',
  channel: 'Что написал покупатель',
  channels: { review: 'Отзыв', question: 'Вопрос', chat: 'Сообщение в чат' } as const,
  stars: 'Звёзды',
  text: 'Текст покупателя',
  start: 'Проверить',
  reasons: 'Почему',
  outcome: {
    send: 'Ответ ушёл бы сам.',
    hold: 'Черновик ждал бы вас.',
    block: 'Автоответ запрещён.',
  } as const,
  topic: (title: string, percent: number) =>
    `Тема: ${title}, уверенность ${String(percent)}\u00a0%.`,
  asleep: 'Сейчас автоответы выключены: без вас ничего не уйдёт.',
} as const

export const report = {
  title: 'Проверка на прошлых отзывах',
  hint: 'Включить автоответы можно только после отчёта ровно по этим правилам.',
  start: 'Проверить за 90 дней',
  running: (reviews: number) => `Читаем отзывы: ${String(reviews)}…`,
  sums: ({ send, hold, block }: { send: number; hold: number; block: number }) =>
    `Ушло бы: ${groupDigits(send)}. Осталось бы вам: ${groupDigits(hold)}. Запрещено: ${groupDigits(block)}.`,
  compared: (compared: number, percent: number, regretted: number) =>
    `Из них на ${groupDigits(compared)} вы отвечали сами: ваши тексты похожи на наши на ${String(percent)}\u00a0%${regretted > 0 ? `, в ${groupDigits(regretted)} вы извинялись` : ', извинений среди них нет'}.`,
  reasons: 'Почему не ушло бы',
  worst: 'Худшие ответы — сначала',
  yours: 'Вы ответили',
  ours: 'Ушло бы',
  regret: 'Вы тогда извинялись',
  open: 'Открыть отзыв',
  seen: 'Я посмотрел отчёт',
  ready: 'Отчёт просмотрен: по этим правилам автоответы можно включить.',
  none: 'За это время отзывов не было.',
} as const

export const promo = {
  hint: 'Промокод создаётся в кабинете WB. Здесь вы разрешаете предлагать его в ответах.',
  add: 'Добавить промокод',
  remove: 'Удалить',
  code: 'Промокод',
  percent: 'Скидка, %',
  starts: 'Первый день',
  ends: 'Последний день',
  dates: 'Оба дня входят в срок, время московское.',
  articles: 'Артикулы',
  articlesHint: 'Пусто — все товары.',
  review: 'В ответах на отзывы (видят все)',
  chat: 'В чатах (видит покупатель)',
  active: 'Предлагать',
  offer: 'Так это увидит покупатель',
  most: 'Не больше десяти промокодов.',
  title: (number: number) => `Промокод ${String(number)}`,
} as const
