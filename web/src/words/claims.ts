import type { Claim } from '../api/types'

/** Every word about claims for a return. */
export const claims = {
  title: 'Заявка на возврат',
  decision: 'Решение',
  decisions: {
    open: 'на рассмотрении',
    refused: 'отказ',
    approved: 'одобрено',
    unknown: 'неизвестно',
  } satisfies Record<Claim['decision'], string>,
  goods: 'Товар',
  states: {
    undecided: 'решения ещё нет',
    kept_refused: 'остаётся у покупателя',
    kept_approved: 'остаётся у покупателя',
    scrapped: 'покупатель сдаёт на WB, товар утилизируют',
    resold: 'после проверки WB вернётся в продажу',
    to_seller: 'возвращается вам',
    unknown: 'неизвестно',
  } satisfies Record<Claim['goods'], string>,
  made: 'Оформлена',
  listed: 'WB показывает до',
  price: 'Стоимость',
  buyer: (text: string) => `Покупатель: ${text}`,
  answer: (text: string) => `Ответ: ${text}`,
  hint: 'Ответить на заявку можно в кабинете WB.',
}
