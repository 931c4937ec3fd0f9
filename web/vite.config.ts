import { readdirSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Connect, Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { writeAddresses } from './src/landing/addresses.ts'

/** Hosting answers every path under /app/ with the app's page; the dev servers do the same. */
function appPages(): Plugin {
  const rewrite: Connect.NextHandleFunction = (request, _response, next) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (path === '/app' || (path.startsWith('/app/') && !/\.\w+$/.test(path))) {
      request.url = '/app/index.html'
    }
    next()
  }
  return {
    name: 'app-pages',
    configureServer: (server) => {
      server.middlewares.use(rewrite)
    },
    configurePreviewServer: (server) => {
      server.middlewares.use(rewrite)
    },
  }
}

/** A release knows which site it is built for; a build on this machine is for any. */
function siteAddress(): Plugin {
  const origin = process.env.SITE_ORIGIN ?? ''
  return {
    name: 'site-address',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: (page) => writeAddresses(page, origin) },
  }
}

const sources = fileURLToPath(new URL('./src/', import.meta.url))
/** Sorted, so that every build gives a class the same name. */
const sheets = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.module.css'))
  .sort()
const classes = new Map<string, string[]>()

/**
 * Two numbers, of the sheet and of the class in it: they pack better than hashes, for which a new
 * sheet renames the classes of those behind it.
 */
function nameClass(name: string, file: string): string {
  const sheet = relative(sources, file.replace(/\?.*/, ''))
  const known = classes.get(sheet) ?? []
  classes.set(sheet, known)
  if (!known.includes(name)) known.push(name)
  // A sheet that was added while a dev server runs.
  if (!sheets.includes(sheet)) sheets.push(sheet)
  const number = sheets.indexOf(sheet).toString(36).padStart(2, '0')
  return `c${number}${known.indexOf(name).toString(36)}`
}

const api = process.env.INBOX_API ?? 'http://127.0.0.1:8080'

/** Modules that the list needs before anything is opened. */
const FIRST =
  /node_modules\/(@?preact|idb-keyval)|src\/(app|route|main)\.|src\/state\/|src\/api\/(client|problem|types)\.|src\/ui\/(Boundary|Brand|Button|Chip|Empty|Icon|Link|Marked|Menu|Picture|Problems|Skeleton|Stars|Toasts|lazy)\.tsx|src\/inbox\/(AccountMenu|Channels|DeadlineChip|InboxScreen|ListPane|Moment|OfflineBar|PausedBar|Places|Resizer|Search|SyncBar|ThreadList|ThreadRow|Views|commands|focus|useKeys|useVirtual)\.tsx?|src\/thread\/(Findings|Photos)\.|src\/domain\/(attachments|counts|dates|hash|limits|listing|marks|narrow|offsets|reply|spans|tags|templates|urgency)\.|src\/words\/(ru|plural|triage|thread|files|looks|found|meaning|templates)\./

export default defineConfig({
  appType: 'mpa',
  plugins: [appPages(), siteAddress()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { proxy: { '/api': { target: api } } },
  preview: { proxy: { '/api': { target: api } } },
  build: {
    target: 'es2022',
    assetsDir: 'app/assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { landing: 'index.html', app: 'app/index.html' },
      // What the first paint needs anyway is one file: a dozen small ones weigh more.
      output: {
        codeSplitting: {
          groups: [{ name: 'first', test: FIRST }],
        },
      },
    },
  },
  css: { modules: { generateScopedName: nameClass } },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { url: 'http://localhost/app/' } },
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'json-summary'],
      include: [
        'src/domain/**',
        'src/state/**',
        'src/api/**',
        'src/files/**',
        'src/context/around.ts',
        'src/route.ts',
      ],
      exclude: ['src/api/schema.ts', 'src/api/fake/**', 'src/**/*.test.*'],
      thresholds: { branches: 80, lines: 85, functions: 85, statements: 85 },
    },
  },
})
