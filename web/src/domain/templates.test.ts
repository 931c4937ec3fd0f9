import { expect, it } from 'vitest'
import { FakeApi } from '../api/fake'
import { fillTemplate, findGaps, findSlash, pickTemplates } from './templates'
import type { Template } from '../api/templates'

function item(id = 'i1') {
  const found = new FakeApi().world.items.get(id)
  if (!found) throw new Error('no item')
  return found.data
}

it('fills what is known, in any case and spacing, and leaves gaps for the rest', () => {
  const known = item()
  const data = {
    ...known,
    source: { ...known.source, buyer: 'Анна' },
    row: { ...known.row, product: { ...known.row.product, size: '', name: 'Чайник' } },
  }
  const filled = fillTemplate('{ Имя }, {товар}, размер {размер}. {Магазин}', data, 'Лавка')
  expect(filled).toBe('Анна, Чайник, размер {размер}. Лавка')
  expect(findGaps(`😀 ${filled}`)).toEqual([{ name: 'размер', start: 23, end: 31 }])
})

it('takes the fallback name for no name, and other braces for words', () => {
  const known = item()
  const nameless = { ...known, source: { ...known.source, buyer: 'Покупатель' } }
  expect(fillTemplate('{имя}! {}', nameless, '')).toBe('{имя}! {}')
  expect(findGaps('{} {foo}')).toEqual([])
})

it.each([
  ['/', 1, ''],
  ['Добрый день! /спас', 18, 'спас'],
  ['/два слова', 10, 'два слова'],
  ['и/или', 5, null],
  ['https://a', 9, null],
  ['/раз\nдва', 8, null],
])('hears a slash that begins a word: %j', (text, cursor, query) => {
  expect(findSlash(text, cursor)?.query ?? null).toBe(query)
})

it('puts first what suits the channel, then the matter, and looks for every word', () => {
  const make = (title: string, more: Partial<Template>): Template => ({
    ...{
      id: title,
      title,
      text: 'Спасибо',
      channels: [],
      intents: [],
      revision: 1,
      changed_at: '',
    },
    ...more,
  })
  const known = item()
  const review = { row: { ...known.row, channel: 'review' as const, intent: 'thanks' as const } }
  const all = [
    make('чат', { channels: ['chat'], intents: ['thanks'] }),
    make('другая тема', { channels: ['review'], intents: ['other'] }),
    make('любая', {}),
    make('самая', { channels: ['review'], intents: ['thanks'] }),
  ]
  const titles = (query: string) => pickTemplates(all, review, query).map(({ title }) => title)
  expect(titles('')).toEqual(['самая', 'любая', 'другая тема', 'чат'])
  expect(titles('тема СПАС')).toEqual(['другая тема'])
})
