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

/** How a colour is seen: as it is, or with one kind of cone absent (Machado, Oliveira and Fernandes 2009, severity 1), in linear RGB. */
const SIGHT: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

type Triple = readonly [number, number, number]

function linear(hex: string): Triple {
  const of = (i: number): number => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return [of(1), of(3), of(5)]
}

/** CIE 1976 L*a*b* of a colour as it is seen. */
function labOf(hex: string, sight: string): Triple {
  const [r, g, b] = linear(hex)
  const [x = 0, y = 0, z = 0] = (SIGHT[sight] ?? []).map(([p, q, s]) => Math.max(0, Math.min(1, p * r + q * g + s * b)))
  const root = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const X = root((0.4124 * x + 0.3576 * y + 0.1805 * z) / 0.95047)
  const Y = root(0.2126 * x + 0.7152 * y + 0.0722 * z)
  const Z = root((0.0193 * x + 0.1192 * y + 0.9505 * z) / 1.08883)
  return [116 * Y - 16, 500 * (X - Y), 200 * (Y - Z)]
}

function difference(a: string, b: string, sight: string): number {
  const [[l1, a1, b1], [l2, a2, b2]] = [labOf(a, sight), labOf(b, sight)]
  return Math.hypot(l1 - l2, a1 - a2, b1 - b2)
}

const pairsOf = (names: readonly string[]): [string, string][] =>
  names.flatMap((a, i) => names.slice(i + 1).map((b): [string, string] => [a, b]))

/** A difference of about 2.3 is just noticed beside each other; lines of a chart and their key are apart. */
const LEAST_DIFFERENCE = 12

describe('the design tokens of the web', () => {
  it.each(THEMES.flatMap(([theme, tokens]) => Object.keys(SIGHT).map((sight) => [theme, sight, tokens] as const)))(
    'tell the lines of media and of scopes apart in %s, seen with %s sight',
    (_, sight, tokens) => {
      const alike = [...pairsOf(MEDIA), ...pairsOf(['scope-1', 'scope-2', 'scope-3'])].filter(
        ([a, b]) => difference(tokens[a] ?? '', tokens[b] ?? '', sight) < LEAST_DIFFERENCE,
      )
      expect(alike).toEqual([])
    },
  )

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
