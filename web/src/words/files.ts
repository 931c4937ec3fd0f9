const NUMBERS = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 })
const KILOBYTE = 1024

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
  lost: 'Файл не найден: прикрепите его ещё раз',
  heldByLoading: 'Отправить можно, когда файлы загрузятся',
  heldByFailed: 'Не всё прикрепилось: попробуйте ещё раз или уберите файл',
  ready: (names: readonly string[]) => `Прикреплено: ${names.join(', ')}`,
  sent: (names: readonly string[]) =>
    `${names.length === 1 ? 'Файл' : 'Файлы'}: ${names.join(', ')}`,
}
