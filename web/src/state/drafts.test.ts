import { describe, expect, it } from 'vitest'
import { Drafts, NO_WORDS } from './drafts'
import { browserStorage, memoryStorage } from './storage'

const DAY = 24 * 60 * 60 * 1000

describe('unsent words', () => {
  it.each([
    ['memory', memoryStorage],
    ['the browser', browserStorage],
  ])('survive a reload in %s, each seller’s apart', (_name, makeStorage) => {
    const storage = makeStorage()
    const first = new Drafts(storage)
    first.use('s1')
    first.save('i1', { ...NO_WORDS, text: 'Здравствуйте' })

    const again = new Drafts(storage)
    again.use('s1')
    expect(again.load('i1').text).toBe('Здравствуйте')
    expect([...again.written.value]).toEqual(['i1'])
    again.use('s2')
    expect(again.load('i1')).toEqual(NO_WORDS)
    expect(again.written.value.size).toBe(0)
  })

  it('come back when a reply is taken back, but not over newer ones', () => {
    const drafts = new Drafts(memoryStorage())
    drafts.use('s')
    drafts.restore('i', 'Прежний')
    drafts.restore('i', 'Другой')
    expect(drafts.load('i').text).toBe('Прежний')
  })

  it('are forgotten when nothing is left of them', () => {
    const storage = memoryStorage()
    const drafts = new Drafts(storage)
    drafts.use('s')
    drafts.save('i', { ...NO_WORDS, text: 'а' })
    drafts.save('i', { ...NO_WORDS, text: '' })
    drafts.clear('i')
    expect(storage.keys()).toEqual([])
    expect(drafts.written.value.size).toBe(0)
  })

  it('are forgotten after a month, and when they cannot be read', () => {
    const storage = memoryStorage()
    const drafts = new Drafts(storage)
    drafts.use('s')
    drafts.save('i', { ...NO_WORDS, text: 'а' })
    storage.set('inbox.words.s.broken', '{')
    storage.set('other', 'kept')
    expect(drafts.load('broken')).toEqual(NO_WORDS)
    drafts.use('s', Date.now() + 31 * DAY)
    expect(storage.keys()).toEqual(['other'])
  })
})
