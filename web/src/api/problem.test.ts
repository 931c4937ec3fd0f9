import { expect, it } from 'vitest'
import { ApiError, fetchCode } from './problem'

it('says that there is no connection where code does not come', async () => {
  const lost = fetchCode(() => Promise.reject(new TypeError('Failed to fetch')))

  await expect(lost).rejects.toBeInstanceOf(ApiError)
  await expect(lost).rejects.toMatchObject({ kind: 'network', message: /Нет связи/ })
  expect(await fetchCode(() => Promise.resolve(1))).toBe(1)
})
