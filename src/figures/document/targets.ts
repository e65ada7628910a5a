/** Targets beside figures: entries `target.<figure>`, each for a boundary and a span, with the distance to it. */

import { type Entry, type FigureId, isFigureId } from '../../domain/index.ts'
import { computeFigure } from '../formulas/compute.ts'
import { periodDays, shareWithin } from '../inputs/entry-amounts.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { message } from '../messages/message.ts'
import type { TargetStatement } from './report-document.ts'

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

function targetStatement(inputs: FigureInputs, entry: Entry): TargetStatement[] {
  const id = entry.key.slice('target.'.length)
  if (!isFigureId(id)) return []
  const { from, to } = periodDays(inputs)
  const share = shareWithin(entry, from, to)
  const figure = computeFigure(inputs, id, entry.site)
  if (share === 0 || figure === null) return []
  const due = isWhole(id, figure.unit) ? entry.value : entry.value * share
  const { value } = figure
  const distance = value === null ? null : value - due
  const met = distance === null ? null : MORE_IS_BETTER.has(id) ? distance >= 0 : distance <= 0
  const notes = [
    ...(share < 1 ? [message('target-part', { part: 100 * share })] : []),
    ...(met === null ? figure.missing : [message(met ? 'target-met' : 'target-missed')]),
  ]
  return [
    {
      entry: entry.id,
      id,
      boundary: figure.boundary,
      from: entry.from,
      to: entry.to,
      target: entry.value,
      due,
      value,
      unit: figure.unit,
      distance,
      distance_percent: distance === null || due === 0 ? null : (100 * distance) / due,
      met,
      notes,
    },
  ]
}

export function targetStatements(inputs: FigureInputs): TargetStatement[] {
  return inputs.entries.filter((f) => f.key.startsWith('target.')).flatMap((entry) => targetStatement(inputs, entry))
}
