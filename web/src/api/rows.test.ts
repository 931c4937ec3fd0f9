import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fillRows } from './rows'
import type { BriefRow } from './rows'

interface Shape {
  properties: Record<string, { default?: unknown }>
  required: string[]
}

const document = JSON.parse(readFileSync('../shared/entrypoint/openapi.json', 'utf8')) as {
  components: { schemas: Record<string, Shape> }
}

function defaultsOf(name: string): Record<string, unknown> {
  const shape = document.components.schemas[name]
  const fields = Object.entries(shape?.properties ?? {})
  return Object.fromEntries(
    fields
      .filter(([field]) => !shape?.required.includes(field))
      .map(([field, one]) => [field, one.default]),
  )
}

it('fills in whatever the document lets a list leave out', () => {
  const bare = { product: {}, deadline: {} } as BriefRow
  expect(fillRows([bare])[0]).toEqual({
    ...defaultsOf('Row'),
    product: defaultsOf('ProductAnswer'),
    deadline: defaultsOf('DeadlineAnswer'),
  })
  expect(fillRows([{ product: {} } as BriefRow])[0]?.deadline).toBeNull()
})

it('keeps what was said', () => {
  const said = { alarms: ['harm'], unread_count: 2, product: { size: '46' } } as unknown as BriefRow
  expect(fillRows([said])[0]).toMatchObject(said)
})
