const NUMBERS = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 })
const KILOBYTE = 1024

/** Every word about files on messages. */
export const files = {
  list: 'Вложения',
  open: (name: string) => `Открыть: ${name}`,
  save: (name: string) => `Скачать: ${name}`,
  loading: 'Получаем из WB…',
  again: 'Ещё раз',
  slow: 'WB всё ещё проверяет файл. Попробуйте чуть позже',
  closed: 'WB не даёт скачать этот файл',
  size: (bytes: number) =>
    bytes < KILOBYTE * KILOBYTE
      ? `${NUMBERS.format(Math.max(1, Math.round(bytes / KILOBYTE)))}\u00a0КБ`
      : `${NUMBERS.format(bytes / KILOBYTE / KILOBYTE)}\u00a0МБ`,
}
