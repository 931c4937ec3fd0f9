// npm copies funding addresses into the lock; it is kept free of host names, whatever they are for.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const kept = JSON.parse(readFileSync(file, 'utf8'), (key, value) =>
  ['funding', 'deprecated', 'resolved'].includes(key) ? undefined : value,
)
const text = `${JSON.stringify(kept, null, 2)}\n`

if (process.argv.includes('--check')) {
  if (text !== readFileSync(file, 'utf8') || text.includes('://')) {
    console.error('package-lock.json holds host names: run `npm run lock`')
    process.exit(1)
  }
} else {
  writeFileSync(file, text)
}
