/** The variables that a template may hold. */
export const variables = {
  buyer: 'имя',
  product: 'товар',
  article: 'артикул',
  brand: 'бренд',
  size: 'размер',
  color: 'цвет',
  rating: 'оценка',
  shop: 'магазин',
} as const

/** What the reply field says of templates. */
export const templates = {
  open: 'Шаблоны ответов',
  held: (names: readonly string[]) => `Впишите вместо пропусков: ${names.join(', ')}`,
  fill: 'Показать пропуск',
}
