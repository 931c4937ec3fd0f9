import type { Channel, Intent, ViewName } from '../api/types'
import { counted, groupDigits } from './plural'

/** Every word of the frame, the list and the start screens. */
export const product = {
  name: 'Единый инбокс',
}

export const views: Record<ViewName, string> = {
  hot: 'Горит',
  attention: 'Нужен ответ',
  waiting: 'Ждём покупателя',
  done: 'Готово',
  snoozed: 'Отложено',
  failed: 'Не отправлено',
  auto: 'Ответила система',
  all: 'Все',
}

export const channels: Record<Channel, string> = {
  review: 'Отзывы',
  question: 'Вопросы',
  chat: 'Чаты',
}

export const channel: Record<Channel, string> = {
  review: 'Отзыв',
  question: 'Вопрос',
  chat: 'Чат',
}

export const origins = { wb_api: 'WB API', demo: 'Пример' }

export const intents: Record<Intent, string> = {
  sizing_fit: 'Размер и посадка',
  availability: 'Наличие',
  delivery_status: 'Где заказ',
  delivery_delay: 'Доставка задерживается',
  product_spec: 'Характеристики',
  compatibility: 'Совместимость',
  usage_howto: 'Как пользоваться',
  compliance_safety: 'Безопасность',
  pre_purchase: 'Перед покупкой',
  defect_not_working: 'Брак, не работает',
  wrong_item: 'Прислали не то',
  missing_parts: 'Не хватает частей',
  refund_exchange: 'Возврат или обмен',
  cancel_request: 'Отмена заказа',
  quality_complaint: 'Жалоба на качество',
  price_promo: 'Цена и скидки',
  thanks: 'Благодарность',
  other: 'Другое',
}

export const INTENTS = Object.keys(intents) as Intent[]

export const common = {
  buyer: 'Покупатель',
  close: 'Закрыть',
  back: 'Назад',
  retry: 'Повторить',
  loading: 'Загружаем…',
  failedTitle: 'Не удалось загрузить',
  broken: 'Эта часть экрана не открылась',
  brokenHint: 'Попробуйте ещё раз или обновите страницу: ваш текст сохранится.',
  reopen: 'Открыть снова',
  reload: 'Обновить страницу',
  skipToList: 'К списку обращений',
  seconds: (count: number) => `${count}\u00a0с`,
}

export const problems = {
  network: 'Нет связи с сервером. Проверьте интернет.',
  unexpected: 'Что-то пошло не так. Попробуйте ещё раз.',
  badAnswer: 'Сервер ответил непонятно. Попробуйте ещё раз.',
}

export const inbox = {
  views: 'Очередь',
  channels: 'Каналы',
  allChannels: 'Все',
  search: 'Поиск: слова, товар, артикул',
  clearSearch: 'Очистить поиск',
  list: 'Список обращений',
  nothing: 'Выберите обращение',
  nothingHint: 'Слева — очередь: сверху то, на что пора ответить.',
  fresh: (count: number) => `Новые обращения: ${groupDigits(count)}`,
  more: 'Показать ещё',
  moreBusy: 'Загружаем ещё…',
  moreFailed: 'Остальное не загрузилось',
  stars: (count: number) =>
    `${counted(count, { one: 'звезда', few: 'звезды', many: 'звёзд' })} из 5`,
  unread: 'Не прочитано',
  photo: 'С фото',
  tags: (tags: readonly string[]) => `Метки: ${tags.join(', ')}`,
  noText: 'Без текста, только оценка',
  noProduct: (id: number) => `Товар ${id}`,
  draftReady: 'Черновик готов',
  ownWords: 'Ваш текст не отправлен',
  archived: 'В архиве WB',
  gone: 'Больше нет на WB',
  auto: 'Авто',
}

export const deadline = {
  left: (time: string) => `Ответить через ${time}`,
  late: (time: string) => `Просрочено на ${time}`,
  passed: (time: string) => `Крайний срок прошёл, просрочено на ${time}`,
  minutes: (count: number) => `${count}\u00a0мин`,
  hours: (hours: number, minutes: number) =>
    minutes > 0 ? `${hours}\u00a0ч ${minutes}\u00a0мин` : `${hours}\u00a0ч`,
  days: (count: number) => `${count}\u00a0дн`,
  underMinute: 'меньше минуты',
}

export const ago = {
  now: 'только что',
  minutes: (count: number) => `${count}\u00a0мин\u00a0назад`,
  yesterday: 'вчера',
  today: 'Сегодня',
  yesterdayDay: 'Вчера',
}

export const empty = {
  notConnected: 'Кабинет WB не подключён',
  notConnectedHint: 'Подключите его, и отзывы, вопросы и чаты появятся здесь.',
  connect: 'Подключить кабинет',
  syncing: 'Первая загрузка идёт',
  syncingHint: 'Обращения появятся здесь, как только WB их отдаст. Ждать на этом экране не нужно.',
  searchTitle: 'Ничего не нашлось',
  searchHint: 'Попробуйте другое слово или артикул.',
  searchAll: 'Искать во всех обращениях',
  channelHint: 'В этом канале пусто. Посмотрите другие каналы.',
  showAll: 'Показать все каналы',
  view: {
    hot: ['Ничего не горит', 'Все сроки под контролем.'],
    attention: ['Всё отвечено', 'Новые обращения появятся здесь сами.'],
    waiting: ['Никого не ждём', 'Здесь чаты, где последнее слово за вами.'],
    done: ['Пока пусто', 'Здесь появятся обращения, на которые вы ответили.'],
    snoozed: ['Ничего не отложено', 'Отложенные обращения вернутся в очередь вовремя.'],
    failed: ['Все ответы доставлены', 'Здесь появятся ответы, которые WB не принял.'],
    auto: ['Система ещё не отвечала', 'Здесь будут ответы, отправленные автоматически.'],
    all: ['Обращений пока нет', 'Они появятся после синхронизации с WB.'],
  } satisfies Record<ViewName, [string, string]>,
}

export const sync = {
  now: 'Синхронизировать',
  asked: 'Запрашиваем WB…',
  running: 'Загружаем с WB',
  never: 'Ещё не синхронизировали',
  at: (time: string) => `в\u00a0${time}`,
  last: (when: string) => `Обновлено ${when}`,
  failed: (channelName: string) => `${channelName}: не обновляется`,
  more: (count: number) => `и ещё ${count}`,
  fetched: (channelName: string, count: string) => `${channelName} ${count}`,
}

export const offline = {
  title: 'Нет связи с сервером.',
  failing: 'Не получается обновить данные.',
  since: (time: string) => `Данные на ${time}.`,
  retry: 'Проверить сейчас',
}

export const sending = {
  paused:
    'Отправка ответов временно приостановлена. Ответы можно одобрять: они уйдут, когда её включат.',
}

export const account = {
  home: 'Главная',
  analytics: 'Аналитика',
  sections: 'Разделы',
  settings: 'Настройки',
  menu: 'Аккаунт',
  cabinet: 'Кабинет WB',
  keys: 'Клавиши',
  logout: 'Выйти',
}

export const missing = {
  title: 'Такой страницы нет',
  back: 'К обращениям',
}
