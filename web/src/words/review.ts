/** What only some reviews have to say: a video, and other parts of the same review. */
export const video = {
  title: 'Видео покупателя',
  open: 'Открыть на WB',
  elsewhere: 'смотрите в карточке товара на WB',
}

export const parts = {
  title: 'Другая часть этого отзыва',
  open: 'Открыть эту часть',
}
