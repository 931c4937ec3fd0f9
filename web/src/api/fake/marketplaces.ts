import { CAN } from './capabilities'
import type { Marketplaces } from '../types'

/** What is there, and what is still to come. */
export const MARKETPLACES: Marketplaces['items'] = [
  { name: 'wildberries', title: 'Wildberries', ready: true, note: null, channels: CAN },
  {
    name: 'ozon',
    title: 'Ozon',
    ready: false,
    note: 'Ozon скоро появится: подключить его пока нельзя',
    channels: {},
  },
]
