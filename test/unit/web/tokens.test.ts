/** The design tokens: legible in both themes. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const CSS = readFileSync(resolve(import.meta.dirname, '../../../dashboards/web/src/ui/styles/tokens.css'), 'utf8')
const MEDIA = ['electricity', 'gas', 'heat', 'tap', 'reclaimed', 'solar', 'waste', 'total'] as const
const STATES = ['good', 'attention', 'fault', 'unknown'] as const

type Tokens = Readonly<Record<string, string>>

/** Custom properties of the first block after a selector. */
function tokensOf(selector: string): Tokens {
  const start = CSS.indexOf(`${selector} {`)
  const block = CSS.slice(start, CSS.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? '', m[2] ?? '']))
}

const LIGHT = tokensOf(':root')
const THEMES = [
  ['light', LIGHT],
  ['dark', { ...LIGHT, ...tokensOf(':root[data-theme="dark"]') }],
] as const

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1)
  const [r = 0, g = 0, b = 0] = [0, 2, 4]
    .map((i) => Number.parseInt(full.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string | undefined, b: string | undefined): number {
  const [x, y] = [luminance(a ?? '#000'), luminance(b ?? '#000')]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

describe('the design tokens of the web', () => {
  it.each(THEMES)('give text, states, links and the ink of every medium a contrast of 4.5 on their grounds, in %s', (_, tokens) => {
    const pairs = [
      ...['text', 'soft', 'accent', ...STATES].flatMap((name) => ['panel', 'raised', 'ground'].map((ground) => [name, ground] as const)),
      ...MEDIA.flatMap((medium) => [[`${medium}-ink`, 'panel'] as const, [`${medium}-ink`, `${medium}-tint`] as const]),
      ['accent', 'accent-tint'] as const,
      ['on-accent', 'accent'] as const,
    ]
    expect(pairs.filter(([ink, ground]) => contrast(tokens[ink], tokens[ground]) < 4.5)).toEqual([])
  })

  it.each(THEMES)('give every line of a chart, edge of a field and mark of coverage a contrast of 3 on the panel, in %s', (_, tokens) => {
    expect([...MEDIA, 'strong-line', 'compared'].filter((name) => contrast(tokens[name], tokens['panel']) < 3)).toEqual([])
  })

  it('hold each dark colour once, and give a dark system its ground before the script names the theme', () => {
    const { ground } = tokensOf(':root[data-theme="dark"]')
    expect(tokensOf('  :root:not([data-theme])')).toEqual({ ground })
    expect([...CSS.matchAll(/--panel:/g)]).toHaveLength(2)
  })

  it('give each medium a hue of its own: no two lines are alike', () => {
    for (const [, tokens] of THEMES) expect(new Set(MEDIA.map((medium) => tokens[medium])).size).toBe(MEDIA.length)
  })
})
