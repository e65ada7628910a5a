/** Colours of the place where a drawing stands, as a canvas needs them. */

import type { Tone } from '../ui/medium.tsx'

/** Of a drawing, as ECharts takes them. */
export type Options = Record<string, unknown>

export interface Palette {
  readonly text: string
  readonly soft: string
  readonly line: string
  readonly panel: string
  readonly compared: string
  readonly accent: string
  readonly attention: string
  readonly hatch: string
  readonly font: string
  /** Of the drawing's own medium: ground, line, ink. */
  readonly tint: string
  readonly tone: string
  readonly ink: string
  readonly tones: Readonly<Record<Tone, string>>
}

const TONES: readonly Tone[] = ['electricity', 'gas', 'heat', 'tap', 'reclaimed', 'solar', 'waste', 'total']

export function paletteAt(place: HTMLElement): Palette {
  const style = getComputedStyle(place)
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    text: of('text'),
    soft: of('soft'),
    line: of('line'),
    panel: of('panel'),
    compared: of('compared'),
    accent: of('accent'),
    attention: of('attention'),
    hatch: of('hatch'),
    font: style.fontFamily,
    tint: of('tone-tint'),
    tone: of('tone'),
    ink: of('tone-ink'),
    tones: Object.fromEntries(TONES.map((tone) => [tone, of(tone)])) as Readonly<Record<Tone, string>>,
  }
}
