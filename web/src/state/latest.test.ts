import { expect, it } from 'vitest'
import { Latest } from './latest'

const soon = () => new Promise((resolve) => setTimeout(resolve))

it('lets neither the answer nor the failure of an older request count', async () => {
  const latest = new Latest()
  const older = [
    latest.run(() => soon().then(() => 'old')),
    latest.run(() => soon().then(() => Promise.reject(new Error('no connection')))),
  ]
  const newest = latest.run(() => Promise.resolve('new'))
  const ends = await Promise.allSettled(older)
  expect(ends).toMatchObject([
    { status: 'rejected', reason: { kind: 'aborted' } },
    { status: 'rejected', reason: { kind: 'aborted' } },
  ])
  expect(await newest).toBe('new')
})
