import { counted } from './plural'

const NUMBERS = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 })
const KILOBYTE = 1024
const TYPES = new Intl.ListFormat('ru', { type: 'conjunction' })
const FILES = { one: 'файла', few: 'файлов', many: 'файлов' }

/** What is said of a file wherever one is. */
export const files = {
  slow: 'WB всё ещё проверяет файл. Попробуйте чуть позже',
  size: (bytes: number) =>
    bytes < KILOBYTE * KILOBYTE
      ? `${NUMBERS.format(Math.max(1, Math.round(bytes / KILOBYTE)))}\u00a0КБ`
      : `${NUMBERS.format(bytes / KILOBYTE / KILOBYTE)}\u00a0МБ`,
}

/** Every word about files that go with a reply; what the server says too, it says so. */
export const attach = {
  add: 'Прикрепить',
  drop: 'Отпустите, чтобы прикрепить',
  list: 'Файлы к сообщению',
  loading: 'Загружаем…',
  again: 'Ещё раз',
  againNamed: (name: string) => `Ещё раз: ${name}`,
  remove: (name: string) => `Убрать: ${name}`,
  nameless: 'файл',
  onlyTypes: (types: readonly string[]) =>
    `WB принимает только ${TYPES.format(types.map((type) => type.replace(/.*\//, '').toUpperCase()))}`,
  tooLarge: (most: number) => `Файл больше ${most} МБ`,
  tooMuch: (most: number) => `Файлы вместе больше ${most} МБ`,
  tooMany: (most: number) => `К сообщению можно приложить не больше ${counted(most, FILES)}`,
  unreadable: 'Файл не читается',
  lost: 'Файл не найден: прикрепите его ещё раз',
  heldByLoading: 'Отправить можно, когда файлы загрузятся',
  heldByFailed: 'Не всё прикрепилось: попробуйте ещё раз или уберите файл',
  ready: (names: readonly string[]) => `Прикреплено: ${names.join(', ')}`,
  sent: (names: readonly string[]) =>
    `${names.length === 1 ? 'Файл' : 'Файлы'}: ${names.join(', ')}`,
}
