import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/styles/tokens.css', 'utf8')
const THEMES = ['light', 'dark'] as const

/** What each role is by day and by night. */
const colours = new Map(
  [...css.matchAll(/--([\w-]+): (?:light-dark\()?(#[0-9a-f]{6})(?:, (#[0-9a-f]{6})\))?;/g)].map(
    ([, name = '', light = '', dark]) => [name, { light, dark: dark ?? light }],
  ),
)

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string, theme: 'light' | 'dark'): number {
  const lights = [one, other].map((name) => luminance(colours.get(name)?.[theme] ?? '#000000'))
  const [light, dark] = [Math.max(...lights), Math.min(...lights)]
  return (light + 0.05) / (dark + 0.05)
}

const SURFACES = ['surface', 'surface-side', 'surface-canvas', 'surface-sunken', 'surface-hover']
const ON_SURFACES = ['ink', 'ink-soft', 'ink-muted', 'accent-ink', 'danger']
const PAIRS: [string, string][] = [
  ...SURFACES.flatMap((surface) => ON_SURFACES.map((ink): [string, string] => [ink, surface])),
  ['ink-muted', 'surface-selected'],
  ['ink-soft', 'surface-selected'],
  ['ink-soft', 'neutral-tint'],
  ['accent-ink', 'accent-tint'],
  ['danger', 'danger-tint'],
  ['warning', 'warning-tint'],
  ['success', 'success-tint'],
  ['danger', 'accent-tint'],
  ['ink-muted', 'accent-tint'],
  ['ink-on-accent', 'accent'],
  ['ink-on-accent', 'accent-strong'],
]

describe('the colours', () => {
  it.each(PAIRS)('%s on %s can be read', (ink, surface) => {
    expect(colours.has(ink) && colours.has(surface)).toBe(true)
    for (const theme of THEMES) expect(contrast(ink, surface, theme)).toBeGreaterThanOrEqual(4.5)
  })

  it('of a control’s edge and of the focus can be seen', () => {
    for (const theme of THEMES) {
      for (const surface of SURFACES) {
        expect(contrast('focus', surface, theme)).toBeGreaterThanOrEqual(3)
      }
      expect(contrast('line-control', 'surface', theme)).toBeGreaterThanOrEqual(3)
    }
  })
})
