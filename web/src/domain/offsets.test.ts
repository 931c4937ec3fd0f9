import { expect, it } from 'vitest'
import { layRows, rowAt } from './offsets'

it('rows follow each other by their known heights, and by a guess without one', () => {
  const { starts } = layRows(3, (at) => (at === 1 ? 50 : undefined), 100)
  expect([...starts]).toEqual([0, 100, 150, 250])
})

it('the row of a place is found, also before the first and after the last', () => {
  const offsets = layRows(100_000, (at) => (at % 2 === 0 ? 80 : undefined), 120)
  expect(rowAt(offsets, -5)).toBe(0)
  expect(rowAt(offsets, 79)).toBe(0)
  expect(rowAt(offsets, 80)).toBe(1)
  expect(rowAt(offsets, 200)).toBe(2)
  expect(rowAt(offsets, 1e9)).toBe(99_999)
  expect(
    rowAt(
      layRows(0, () => undefined, 100),
      10,
    ),
  ).toBe(0)
})
