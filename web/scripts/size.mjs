// The budgets of the first load: what the app's page asks for until a conversation is open.
import { readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGETS = { js: 60 * 1024, css: 20 * 1024 }
/** What is fetched on top, without a further click, until a conversation of each kind is open. */
const EITHER = ['Conversation', 'autosave', 'Elsewhere']
const KINDS = {
  public: [...EITHER, 'Supplements', 'VideoLink'],
  chat: [...EITHER, 'ChatLog'],
}
const dist = new URL('../dist/', import.meta.url)

function measure(page, later) {
  const html = readFileSync(new URL(page, dist), 'utf8')
  const asked = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1])
  // Whatever they are made of comes with them: a set goes on over what is added meanwhile.
  const paths = new Set([...asked, ...later.flatMap(filesOf)])
  for (const path of paths) for (const part of partsOf(path)) paths.add(part)
  const sizes = { js: 0, css: 0 }
  for (const path of paths) {
    if (/^(https?:)?\/\//.test(path)) throw new Error(`${page} asks a third party: ${path}`)
    const kind = path.endsWith('.js') ? 'js' : path.endsWith('.css') ? 'css' : undefined
    if (kind) sizes[kind] += gzipSync(readFileSync(new URL(`.${path}`, dist)), { level: 9 }).length
  }
  return sizes
}

/** The script and the styles of a part that is fetched by its name. */
function filesOf(part) {
  const files = readdirSync(new URL('app/assets/', dist)).filter(
    (name) => name.replace(/-[\w-]{8}\.\w+$/, '') === part,
  )
  // A part under another name would be counted as nothing.
  if (!files.some((name) => name.endsWith('.js'))) throw new Error(`no script is named ${part}`)
  return files.map((name) => `/app/assets/${name}`)
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
const loads = [['index.html', 'index.html', []]]
for (const [kind, later] of Object.entries(KINDS)) {
  loads.push(['app/index.html', `app with a ${kind} conversation`, later])
}
for (const [page, title, later] of loads) {
  const sizes = measure(page, later)
  for (const [kind, budget] of Object.entries(BUDGETS)) {
    const failed = sizes[kind] > budget
    over ||= failed
    const used = `${(sizes[kind] / 1024).toFixed(1)} of ${budget / 1024} kB gzip`
    console.log(`${failed ? 'OVER' : 'ok  '} ${title} ${kind}: ${used}`)
  }
}
process.exitCode = over ? 1 : 0
