/** A quarter, half or year beside its closed months: which are closed, and where their sum is not the figure of the whole. Pure. */

import { FIGURES, isFigureId, type PartDifference, rounded } from '../domain/index.ts'

/** Figures whose months add up; shares, means, peaks and intensities do not. */
const ADDITIVE_UNITS: ReadonlySet<string> = new Set(['MWh', 'kWh', 'tCO2e', 't', 'tce', 'kg', 'm3', 'h', 'currency'])

interface StatedFigure {
  readonly id: string
  readonly boundary: string
  readonly unit: string
  readonly value: number | null
  /** Decimal places as published. */
  readonly digits: number
}

const isAdditive = (id: string): boolean => isFigureId(id) && ADDITIVE_UNITS.has(FIGURES[id].unit)

/** Figures of the whole whose published digits are not those of the sum of the months; a figure that is missing in a month is left out. */
export function comparePartSums(whole: readonly StatedFigure[], months: readonly (readonly StatedFigure[])[]): readonly PartDifference[] {
  if (months.length === 0) return []
  return whole.flatMap((figure): PartDifference[] => {
    const { id, boundary, unit, value, digits } = figure
    if (value === null || !isAdditive(id)) return []
    const parts = months.map((figures) => figures.find((f) => f.id === id && f.boundary === boundary)?.value ?? null)
    const known = parts.filter((part) => part !== null)
    if (known.length < parts.length) return []
    const sum = known.reduce((total, part) => total + part, 0)
    return rounded(sum, digits) === rounded(value, digits) ? [] : [{ figure: id, boundary, unit, whole: value, sum }]
  })
}
