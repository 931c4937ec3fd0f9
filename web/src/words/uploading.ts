import { counted } from './plural'

const TYPES = new Intl.ListFormat('ru', { type: 'conjunction' })
const FILES = { one: 'файла', few: 'файлов', many: 'файлов' }

/** Why a file cannot go with a reply, as the server says it too. */
export const faults = {
  onlyTypes: (types: readonly string[]) =>
    `WB принимает только ${TYPES.format(types.map((type) => type.replace(/.*\//, '').toUpperCase()))}`,
  tooLarge: (most: number) => `Файл больше ${most} МБ`,
  tooMuch: (most: number) => `Файлы вместе больше ${most} МБ`,
  tooMany: (most: number) => `К сообщению можно приложить не больше ${counted(most, FILES)}`,
  unreadable: 'Файл не читается',
}
