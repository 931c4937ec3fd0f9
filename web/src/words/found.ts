/** Words of the search that every row and list may need. */
export const found = {
  nothingYet: 'В просмотренной части ничего нет.',
  goOn: 'Искать дальше',
  inAnswer: 'Найдено в ответе',
  inMessages: 'Найдено в переписке',
}
