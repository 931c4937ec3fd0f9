import { effect, signal } from '@preact/signals'
import type { KeyValue } from './storage'

export const THEMES = ['system', 'light', 'dark'] as const
export const DENSITIES = ['normal', 'compact'] as const

export type Theme = (typeof THEMES)[number]
export type Density = (typeof DENSITIES)[number]
export type PaneName = 'list' | 'context'

/** How narrow and how wide a pane may be drawn, in pixels. */
export const PANE_BOUNDS: Record<PaneName, { least: number; usual: number; most: number }> = {
  list: { least: 288, usual: 360, most: 440 },
  context: { least: 280, usual: 312, most: 420 },
}

const PREFIX = 'inbox.looks.'

/** How this browser shows the app: its theme, how dense lists are, how wide panes are. */
export class Looks {
  readonly theme = signal<Theme>('system')
  readonly density = signal<Density>('normal')
  readonly widths = signal<Record<PaneName, number>>({
    list: PANE_BOUNDS.list.usual,
    context: PANE_BOUNDS.context.usual,
  })
  private readonly storage: KeyValue

  constructor(storage: KeyValue) {
    this.storage = storage
    this.theme.value = this.pick('theme', THEMES)
    this.density.value = this.pick('density', DENSITIES)
    this.widths.value = { list: this.width('list'), context: this.width('context') }
  }

  readonly start = (): (() => void) =>
    effect(() => {
      const page = document.documentElement
      turnAtOnce(page, this.theme.value)
      page.dataset.density = this.density.value
      page.style.setProperty('--list-width', `${this.widths.value.list}px`)
      page.style.setProperty('--context-width', `${this.widths.value.context}px`)
    })

  readonly chooseTheme = (theme: Theme): void => {
    this.theme.value = theme
    this.storage.set(`${PREFIX}theme`, theme)
  }

  readonly chooseDensity = (density: Density): void => {
    this.density.value = density
    this.storage.set(`${PREFIX}density`, density)
  }

  readonly turnTheme = (): void => this.chooseTheme(after(THEMES, this.theme.value))
  readonly turnDensity = (): void => this.chooseDensity(after(DENSITIES, this.density.value))

  readonly setWidth = (name: PaneName, width: number): void => {
    const { least, most } = PANE_BOUNDS[name]
    const kept = Math.round(Math.min(most, Math.max(least, width)))
    this.widths.value = { ...this.widths.value, [name]: kept }
    this.storage.set(`${PREFIX}${name}`, String(kept))
  }

  private pick<Name extends string>(key: string, names: readonly [Name, ...Name[]]): Name {
    const stored = this.storage.get(`${PREFIX}${key}`)
    return names.find((name) => name === stored) ?? names[0]
  }

  private width(name: PaneName): number {
    const { least, usual, most } = PANE_BOUNDS[name]
    const stored = Number(this.storage.get(`${PREFIX}${name}`) ?? usual)
    return stored >= least && stored <= most ? stored : usual
  }
}

/** Words that fade from one theme to the other cannot be read on the way. */
function turnAtOnce(page: HTMLElement, theme: Theme): void {
  if (page.dataset.theme === theme) return
  page.dataset.turning = ''
  page.dataset.theme = theme
  // Asking for a place makes the browser apply the new colours before anything may fade again.
  page.getBoundingClientRect()
  delete page.dataset.turning
}

function after<Name>(names: readonly [Name, ...Name[]], name: Name): Name {
  return names[(names.indexOf(name) + 1) % names.length] ?? names[0]
}
