/** What is said once a link or an earlier answer was made use of. */
export const linked = {
  unlinked: 'Связь убрана и больше не появится.',
  relinked: 'Связь вернулась.',
  undo: 'Вернуть',
  used: 'Ответ вставлен. Проверьте его перед отправкой.',
}
