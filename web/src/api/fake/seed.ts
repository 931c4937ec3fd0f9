import type { Channel, Claim, Customer, Escalation, Intent, Message, Topic } from '../types'
import { BROKEN_SOLE, SORE_HANDS } from './meanings'

/** One item of the made-up cabinet; times are minutes before now. */
export interface Seed {
  channel: Channel
  product: number
  buyer?: string
  rating?: number
  text?: string
  pros?: string
  cons?: string
  tags?: string[]
  /** The seller's own tags. */
  own?: string[]
  photos?: number
  video?: true
  age: number
  /** Minutes from now to the target; absent when nothing is due. */
  due?: number
  rule?: string
  /** The deadline's reason in words. */
  why?: string
  topics?: Topic[]
  alarm?: Escalation
  intent?: Intent
  draft?: string
  byModel?: boolean
  answer?: string
  answered?: boolean
  auto?: boolean
  failed?: string
  demo?: boolean
  snoozed?: boolean
  messages?: [Message['sender'], number, string][]
  claims?: Claim[]
  customer?: Customer
}

export const PRODUCTS = [
  { name: 'Кроссовки беговые AirLite, белые', brand: 'Северный ход', hue: 210 },
  { name: 'Чайник электрический Aqua Glass 1,7 л', brand: 'Домовой', hue: 20 },
  { name: 'Плед флисовый «Облако» 150×200', brand: 'Тепло рядом', hue: 280 },
  { name: 'Рюкзак городской 18 л, непромокаемый', brand: 'Маршрут', hue: 140 },
  { name: 'Крем для рук «Липа и мёд», 75 мл', brand: 'Поляна', hue: 80 },
  { name: 'Наушники беспроводные Pulse Mini', brand: 'Pulse', hue: 330 },
] as const

export const SEEDS: Seed[] = [
  {
    channel: 'review',
    product: 0,
    buyer: 'Анна',
    rating: 1,
    text: 'Носила ровно неделю, подошва на правом кроссовке отклеилась прямо на улице. Очень обидно, покупала к отпуску.',
    pros: 'Лёгкие, красивые',
    cons: 'Подошва отклеилась через неделю',
    tags: ['Качество', 'Не соответствует описанию'],
    own: ['брак партии'],
    photos: 3,
    video: true,
    age: 83,
    due: -23,
    rule: 'defect_not_working',
    intent: 'defect_not_working',
    ...BROKEN_SOLE,
    draft:
      'Анна, здравствуйте! Нам очень жаль, что подошва подвела вас через неделю: так быть не должно. Пожалуйста, оформите заявку на возврат товара ненадлежащего качества в личном кабинете Wildberries и приложите эти же фотографии. Мы уже передали их на производство, чтобы проверить партию.',
    byModel: true,
  },
  {
    channel: 'question',
    product: 1,
    text: 'Подскажите, у чайника есть подсветка и отключается ли он сам, если воды нет?',
    age: 3,
    due: 2,
    rule: 'product_spec',
    intent: 'product_spec',
    draft:
      'Здравствуйте! Да, у чайника есть голубая подсветка, она загорается при нагреве. Если воды нет, чайник выключится сам.',
  },
  {
    channel: 'chat',
    product: 5,
    buyer: 'Дмитрий',
    age: 6,
    due: 12,
    rule: 'defect_not_working',
    intent: 'defect_not_working',
    messages: [
      ['client', 1530, 'Добрый день! Заказал наушники, пришли вчера.'],
      ['seller', 1500, 'Здравствуйте, Дмитрий! Рады, что заказ дошёл. Если будут вопросы, пишите.'],
      ['client', 8, 'Левый наушник перестал заряжаться. Контакты протёр, не помогло'],
      ['client', 6, 'Что делать? Оформлять возврат или есть обмен?'],
    ],
    customer: {
      basis: 'order',
      contacts: { chat: 2, review: 1 },
      orders: 1,
      rating: { mean: 2, rated: 1 },
      trend: 'stable',
      complaints: 2,
      complains_often: false,
      spent: [{ currency: 'RUB', amount: 2490, orders: 1 }],
      first_on: '2026-05-01T00:00:00Z',
      last_on: '2026-05-09T00:00:00Z',
      is_partial: false,
    },
    claims: [
      {
        id: 'claim-1',
        decision: 'open',
        goods: 'undecided',
        product: 'Наушники беспроводные Pulse Mini',
        comment: 'Левый наушник не заряжается',
        answer: '',
        photos: 2,
        roubles: 2490,
        created_at: '2026-05-08T09:00:00Z',
        updated_at: '2026-05-08T09:00:00Z',
      },
    ],
    draft:
      'Дмитрий, спасибо, что проверили контакты. Похоже на неисправность: оформите, пожалуйста, возврат по браку в личном кабинете, в заявке укажите, что левый наушник не заряжается.',
    byModel: true,
  },
  {
    channel: 'review',
    product: 4,
    buyer: 'Марина С.',
    rating: 2,
    text: 'После крема появилось раздражение на коже, руки чешутся второй день. Состав на упаковке не разобрать.',
    cons: 'Аллергия',
    age: 40,
    due: 20,
    rule: 'review_1_2',
    intent: 'compliance_safety',
    ...SORE_HANDS,
  },
  {
    channel: 'review',
    product: 3,
    buyer: 'Игорь',
    rating: 3,
    text: 'Рюкзак неплохой, но молния на боковом кармане заедает.',
    pros: 'Вместительный, спина не потеет',
    cons: 'Молния заедает',
    photos: 1,
    age: 95,
    due: 145,
    rule: 'review_3',
    intent: 'quality_complaint',
    draft:
      'Игорь, спасибо за отзыв! Рады, что рюкзак удобный. Молния заедать не должна: попробуйте смазать её воском или парафином, а если не поможет, оформите заявку по качеству.',
  },
  {
    channel: 'question',
    product: 0,
    text: 'Нога 26,5 см, подъём высокий. Какой размер взять?',
    age: 18,
    due: 34,
    rule: 'product_spec',
    intent: 'sizing_fit',
    draft: 'Здравствуйте! При длине стопы 26,5 см и высоком подъёме советуем 42-й размер.',
  },
  {
    channel: 'review',
    product: 2,
    buyer: 'Екатерина',
    rating: 5,
    text: 'Плед шикарный! Мягкий, тёплый, кот не слезает вторую неделю 😻',
    pros: 'Мягкий, не линяет',
    tags: ['Мягкий', 'Цвет как на фото'],
    photos: 2,
    age: 210,
    due: 1230,
    rule: 'review_4_5',
    intent: 'thanks',
    draft:
      'Екатерина, спасибо за тёплый отзыв! Передавайте привет коту, у него отличный вкус. Носите и грейтесь с удовольствием!',
  },
  {
    channel: 'chat',
    product: 3,
    buyer: 'Ольга',
    age: 300,
    due: 190,
    rule: 'other',
    intent: 'delivery_status',
    demo: true,
    messages: [['client', 300, 'Здравствуйте, заказ уже пять дней «в сборке». Когда отправите?']],
  },
  {
    channel: 'review',
    product: 5,
    rating: 4,
    buyer: 'Павел',
    text: 'Звук хороший, держат около пяти часов. Кейс немного скрипит.',
    age: 60 * 30,
    answer: 'Павел, спасибо за подробный отзыв! Про кейс передали на производство.',
    answered: true,
    auto: true,
    intent: 'thanks',
  },
  {
    channel: 'review',
    product: 1,
    rating: 2,
    buyer: 'Светлана',
    text: 'Чайник протекает у носика, на столе постоянно лужица.',
    photos: 1,
    age: 400,
    due: -120,
    rule: 'review_1_2',
    intent: 'defect_not_working',
    failed: 'WB отклонил ответ, в тексте нашлась ссылка',
  },
  {
    channel: 'chat',
    product: 0,
    buyer: 'Алексей',
    age: 1500,
    answered: true,
    intent: 'refund_exchange',
    messages: [
      ['client', 1600, 'Можно обменять на размер больше?'],
      [
        'seller',
        1500,
        'Здравствуйте! Обмена в чате нет, но можно вернуть пару и заказать нужный размер.',
      ],
    ],
  },
  {
    channel: 'question',
    product: 2,
    text: 'Плед можно стирать в машинке?',
    age: 2900,
    answer: 'Здравствуйте! Да, при 30 градусах в деликатном режиме.',
    answered: true,
    intent: 'usage_howto',
  },
  {
    channel: 'question',
    product: 4,
    text: 'Когда крем снова появится в наличии?',
    age: 700,
    due: 60,
    rule: 'other',
    intent: 'availability',
    snoozed: true,
  },
]

const MORE_TEXTS = [
  'Отличное качество, беру второй раз.',
  'Цвет чуть темнее, чем на фото, но в целом доволен.',
  'Пришло быстро, упаковано хорошо. Спасибо!',
  'Ожидала большего за эту цену.',
  'Ребёнок в восторге, советую.',
  'Через месяц всё как новое, отличная вещь.',
]
const MORE_BUYERS = ['Наталья', 'Сергей', 'Юлия', 'Роман', 'Вера', 'Тимур', 'Людмила']

/** Enough reviews of calm buyers to need a second page. */
export function calmSeeds(count: number): Seed[] {
  return Array.from({ length: count }, (_, at) => ({
    channel: 'review' as const,
    product: at % PRODUCTS.length,
    buyer: MORE_BUYERS[at % MORE_BUYERS.length] ?? '',
    rating: at % 4 === 3 ? 3 : 5 - (at % 2),
    text: MORE_TEXTS[at % MORE_TEXTS.length] ?? '',
    age: 240 + at * 37,
    due: 1200 + at * 11,
    rule: 'review_4_5',
    intent: 'thanks' as const,
    ...(at % 3 === 0 ? { draft: 'Спасибо за отзыв! Рады, что товар вам понравился.' } : {}),
  }))
}
