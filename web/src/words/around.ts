import type { Step, Fit, ProductFacts, TopicShare } from '../api/types'
import { counted } from './plural'

const REVIEWS = { one: 'отзыв', few: 'отзыва', many: 'отзывов' }
const AMONG_REVIEWS = { one: 'отзыва', few: 'отзывов', many: 'отзывов' }
const OF_REVIEWS = { one: 'отзыву', few: 'отзывам', many: 'отзывам' }
const ANSWERS = { one: 'ответ', few: 'ответа', many: 'ответов' }

/** What the panel says of other interactions, of the product, and of earlier answers. */
export const around = {
  related: 'Связанные обращения',
  own: 'Этот покупатель',
  ownHint: 'Связь доказана: её назвал сам Wildberries.',
  maybe: 'Возможно, тот же покупатель',
  maybeHint: 'Это догадка: проверьте сами. Ничего автоматически по ней не делается.',
  others: 'Другие покупатели, тот же товар',
  othersHint: 'Это другие люди. Их слова и ответы показаны, чтобы сравнить.',
  alone: 'Других обращений рядом не нашлось.',
  current: 'Открыто сейчас',
  otherBuyer: 'другой покупатель',
  sure: (share: number) => `уверенность ${String(Math.round(share * 100))}\u00a0%`,
  waits: 'ждёт ответа',
  answer: 'Ответ:',
  draft: 'Черновик:',
  inPortal: 'В кабинете WB',
  unlink: 'Не связаны',
  unlinkOf: (channel: string) => `Убрать связь: ${channel}`,
  more: (count: number) => `Показать ещё ${String(count)}`,
  cut: 'Показаны самые новые.',
  groups: {
    current: 'Открыто сейчас',
    exact: 'Этот покупатель',
    guess: 'Возможно, тот же покупатель',
    neighbour: 'Другой покупатель',
  } satisfies Record<Step['group'], string>,

  facts: 'Что говорят о товаре',
  noReviews: 'Отзывов об этом товаре пока нет.',
  basis: ({ reviews, is_cut }: Pick<ProductFacts, 'reviews' | 'is_cut'>, day: string | null) =>
    `${is_cut ? 'Самые новые: ' : 'Всего '}${counted(reviews, REVIEWS)}${day ? ` с ${day}` : ''}`,
  rating: 'Оценка',
  mean: (mean: number, rated: number) => `${decimal(mean)} по ${counted(rated, OF_REVIEWS)}`,
  ratingMoved: (recent: number, earlier: number) =>
    `за 30 дней ${decimal(recent)}, до этого ${decimal(earlier)}`,
  fit: 'Размер',
  fits: { smaller: 'маломерит', ok: 'в размер', bigger: 'большемерит' } satisfies Record<
    Fit,
    string
  >,
  fitShare: (fit: string, share: number) => `${fit} ${String(Math.round(share * 100))}\u00a0%`,
  fitCount: (count: number) => counted(count, ANSWERS),
  fitTendency: (fit: Fit) => `чаще ${around.fits[fit]}`,
  noTendency: 'мнения расходятся',
  fewFits: (count: number) => `всего ${counted(count, ANSWERS)}: для вывода нужно не меньше 8`,
  noFits: 'покупатели не отвечали',
  bySize: 'По размерам',
  size: (size: string) => `размер ${size}`,
  topics: 'На что жалуются за 30 дней',
  noTopics: 'За 30 дней жалоб не замечено.',
  topicCount: ({ now }: Pick<TopicShare, 'now'>, all: number) =>
    `${String(now)} из ${counted(all, AMONG_REVIEWS)}`,
  changes: {
    up: 'стало больше',
    down: 'стало меньше',
    same: 'без перемен',
  } satisfies Record<NonNullable<TopicShare['change']>, string>,

  answers: 'Как отвечали раньше',
  answersHint: 'Ответы другим покупателям этого товара на похожие слова.',
  noAnswers: 'На похожие слова об этом товаре ещё не отвечали.',
  asked: 'Спрашивали:',
  use: 'Использовать ответ',
  sameTopic: 'та же тема',
}

function decimal(value: number): string {
  return value.toLocaleString('ru', { maximumFractionDigits: 1 })
}
