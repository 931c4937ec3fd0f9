/** A seller's own tags; what the buyer has marked is named otherwise. */
export const tags = {
  title: 'Метки',
  field: 'Новая метка',
  hint: 'Например: брак партии. Видны только вам.',
  put: 'Добавить',
  chosen: 'Выбранные метки',
  known: 'Недавние метки',
  remove: (tag: string) => `Убрать метку «${tag}»`,
  strange: 'Только буквы, цифры, пробел и знаки - _ . + / & № # % ! ?',
  full: (most: number) => `Меток уже ${most}: уберите лишнюю, чтобы добавить новую`,
  done: 'Готово',
  go: 'Посмотреть и отметить',
}
