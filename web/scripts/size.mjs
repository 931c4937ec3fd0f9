// The budgets of the first load: what the app's page asks for before anything is opened.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

// With the 16 kB of an open conversation the scripts stay below 60.
const BUDGETS = { js: 44 * 1024, css: 15 * 1024 }
const PAGES = ['app/index.html', 'index.html']
const dist = new URL('../dist/', import.meta.url)

function measure(page) {
  const html = readFileSync(new URL(page, dist), 'utf8')
  const asked = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1])
  const sizes = { js: 0, css: 0 }
  for (const path of asked) {
    if (/^(https?:)?\/\//.test(path)) throw new Error(`${page} asks a third party: ${path}`)
    const kind = path.endsWith('.js') ? 'js' : path.endsWith('.css') ? 'css' : undefined
    if (kind) sizes[kind] += gzipSync(readFileSync(new URL(`.${path}`, dist)), { level: 9 }).length
  }
  return sizes
}

let over = false
for (const page of PAGES) {
  const sizes = measure(page)
  for (const [kind, budget] of Object.entries(BUDGETS)) {
    const failed = sizes[kind] > budget
    over ||= failed
    const used = `${(sizes[kind] / 1024).toFixed(1)} of ${budget / 1024} kB gzip`
    console.log(`${failed ? 'OVER' : 'ok  '} ${page} ${kind}: ${used}`)
  }
}
process.exitCode = over ? 1 : 0
