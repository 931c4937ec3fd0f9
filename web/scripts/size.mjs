// The budgets of the first load: what the app's page asks for until a conversation is open.
import { readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGETS = { js: 60 * 1024, css: 20 * 1024 }
const PAGES = ['app/index.html', 'index.html']
/** What is fetched on top until a conversation is open. */
const CONVERSATION = /^(?:Conversation|autosave|links)-/
const dist = new URL('../dist/', import.meta.url)

function measure(page) {
  const html = readFileSync(new URL(page, dist), 'utf8')
  const asked = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1])
  const later = page.startsWith('app/')
    ? readdirSync(new URL('app/assets/', dist)).filter((name) => CONVERSATION.test(name))
    : []
  // Whatever they are made of comes with them: a set goes on over what is added meanwhile.
  const paths = new Set([...asked, ...later.map((name) => `/app/assets/${name}`)])
  for (const path of paths) for (const part of partsOf(path)) paths.add(part)
  const sizes = { js: 0, css: 0 }
  for (const path of paths) {
    if (/^(https?:)?\/\//.test(path)) throw new Error(`${page} asks a third party: ${path}`)
    const kind = path.endsWith('.js') ? 'js' : path.endsWith('.css') ? 'css' : undefined
    if (kind) sizes[kind] += gzipSync(readFileSync(new URL(`.${path}`, dist)), { level: 9 }).length
  }
  return sizes
}

/** The files that a script cannot begin without. */
function partsOf(path) {
  if (!path.endsWith('.js') || /^(https?:)?\/\//.test(path)) return []
  const script = readFileSync(new URL(`.${path}`, dist), 'utf8')
  return [...script.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)].map(
    (match) => `/app/assets/${match[1]}`,
  )
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
