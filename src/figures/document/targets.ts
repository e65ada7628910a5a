/** Targets beside figures: entries `target.<figure>`, each for a boundary and a span, with the distance to it. */

import { type Entry, type FigureId, isFigureId, rounded } from '../../domain/index.ts'
import { figureOf } from '../formulas/compute.ts'
import { daysOf, shareWithin } from '../inputs/entered.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import type { Language } from '../messages/language.ts'
import { message, renderMessage } from '../messages/reasons.ts'

export interface TargetRow {
  readonly entry: string
  readonly id: string
  readonly boundary: string
  readonly from: string
  readonly to: string | null
  readonly target: number
  /** What of the target falls to this period: all of it, or for an amount the share of its days. */
  readonly due: number
  readonly value: number | null
  readonly unit: string
  /** value - due; null when the figure is missing. */
  readonly distance: number | null
  readonly distance_percent: number | null
  readonly met: boolean | null
  readonly notes: readonly string[]
}

/** More of these is better. */
const MORE_IS_BETTER: ReadonlySet<string> = new Set<FigureId>([
  'food-waste.treated',
  'food-waste.fertiliser',
  'savings.energy',
  'savings.ghg',
  'solar.hot-water',
  'solar.share',
  'solar.hot-water.summer-day',
  'solar.hot-water.winter-day',
  'solar.irradiation',
  'water.non-traditional-share',
  'water.rain',
  'water.reclaimed',
  'solar.heat',
  'solar.hot-water.heat-equivalent',
  'solar.share.heat',
  'solar.collector-efficiency',
  'dc.ups-efficiency',
  'dc.free-cooling-hours',
])

/** Of shares, means and peaks a part of the time does not mean a part of the target. */
const isWhole = (id: FigureId, unit: string): boolean => ['%', '1', 't/d', 'MJ/m2/d'].includes(unit) || id === 'electricity.maximum-demand'

function rowOf(ledger: FigureInputs, fact: Entry, language: Language): TargetRow[] {
  const id = fact.key.slice('target.'.length)
  if (!isFigureId(id)) return []
  const { from, to } = daysOf(ledger)
  const share = shareWithin(fact, from, to)
  const figure = figureOf(ledger, id, fact.site)
  if (share === 0 || figure === null) return []
  const due = isWhole(id, figure.unit) ? fact.value : fact.value * share
  const { value } = figure
  const distance = value === null ? null : value - due
  const met = distance === null ? null : MORE_IS_BETTER.has(id) ? distance >= 0 : distance <= 0
  const notes = [
    ...(share < 1 ? [message('target-part', { part: rounded(100 * share, 1) })] : []),
    ...(met === null ? figure.missing : [message(met ? 'target-met' : 'target-missed')]),
  ]
  return [
    {
      entry: fact.id,
      id,
      boundary: figure.boundary,
      from: fact.from,
      to: fact.to,
      target: fact.value,
      due,
      value,
      unit: figure.unit,
      distance,
      distance_percent: distance === null || due === 0 ? null : (100 * distance) / due,
      met,
      notes: notes.map((note) => renderMessage(note, language)),
    },
  ]
}

export function targetsOf(ledger: FigureInputs, language: Language): TargetRow[] {
  return ledger.facts.filter((f) => f.key.startsWith('target.')).flatMap((fact) => rowOf(ledger, fact, language))
}
