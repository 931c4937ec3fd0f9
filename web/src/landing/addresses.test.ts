import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { writeAddresses } from './addresses'

const PAGE = readFileSync('index.html', 'utf8')

function told(page: string): Record<string, string> {
  const tags = page.matchAll(/<meta\s+property="([^"]+)"\s+content="([^"]+)"/g)
  return Object.fromEntries([...tags].map(([, name = '', content = '']) => [name, content]))
}

it('names the picture of a link by its whole address where the site is published', () => {
  const page = writeAddresses(PAGE, 'https://inbox.example')
  expect(told(page)).toMatchObject({
    'og:url': 'https://inbox.example/',
    'og:image': 'https://inbox.example/preview.png',
    'og:image:width': '1200',
  })
})

it('names no site that it does not know', () => {
  expect(writeAddresses(PAGE, '')).toBe(PAGE)
  expect(told(PAGE)['og:image']).toBe('/preview.png')
})
