/** The disclosure index: which figure answers which line, with its value beside. */

import { rounded } from '../../domain/index.ts'
import type { Figure } from '../formulas/compute.ts'
import { DISCLOSURE } from '../messages/disclosure.ts'
import { textIn, type Language } from '../messages/language.ts'
import { FIGURE_NAMES } from '../messages/names.ts'

export interface DisclosureRow {
  readonly framework: string
  readonly line: string
  readonly title: string
  readonly figures: readonly {
    readonly id: string
    readonly name: string
    readonly boundary: string
    readonly value: number | null
    readonly unit: string
    readonly published: string | null
  }[]
}

export function disclosureOf(figures: readonly Figure[], language: Language): DisclosureRow[] {
  const byId = new Map<string, Figure>(figures.map((f) => [f.id, f]))
  return DISCLOSURE.map(({ framework, line, title, figures: ids }) => ({
    framework,
    line,
    title: textIn(title, language),
    figures: ids.flatMap((id) => {
      const figure = byId.get(id)
      if (figure === undefined) return []
      const { boundary, value, unit, digits } = figure
      const published = value === null ? null : rounded(value, digits)
      return [{ id, name: textIn(FIGURE_NAMES[id], language), boundary, value, unit, published }]
    }),
  }))
}
