/** What the log of a chat says, and the files that hang on its messages. */
export const chat = {
  olderMessages: 'Показать более ранние',
  newMessages: 'Новое сообщение ниже',
  olderBusy: 'Загружаем…',
  noMessages: 'Сообщений пока нет',
  you: 'Вы',
  youInCabinet: 'Вы, в кабинете WB',
  wb: 'Wildberries',
  service: 'Служебное сообщение без текста',
}

export const hung = {
  list: 'Вложения',
  open: (name: string) => `Открыть: ${name}`,
  save: (name: string) => `Скачать: ${name}`,
  loading: 'Получаем из WB…',
  again: 'Ещё раз',
  closed: 'WB не даёт скачать этот файл',
}
