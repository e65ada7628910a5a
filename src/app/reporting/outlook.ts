/** A year with its end: actual amounts, what they cost, where the year comes out, and the target beside. */

import { type FigureId, monthsOf, type Span, yearOfPeriod } from '../../domain/index.ts'
import type { Outlook, OutlookFigure } from '../../figures/api.ts'
import { forecastYear } from '../../figures/document/forecast.ts'
import { targetStatements } from '../../figures/document/targets.ts'
import type { FiguresService } from '../../figures/figures-service.ts'
import type { FigureInputs } from '../../figures/inputs/figure-inputs.ts'

/** Amounts, and the figure that says what they cost. */
const FIGURES_WITH_COST: readonly (readonly [figure: FigureId, cost: FigureId | null])[] = [
  ['energy.total', null],
  ['energy.indirect', 'electricity.cost'],
  ['energy.direct', 'gas.cost'],
  ['water.total', 'water.cost'],
  ['ghg.total', null],
]
const IDS = [...new Set(FIGURES_WITH_COST.flatMap(([figure, cost]) => (cost === null ? [figure] : [figure, cost])))]

type MonthValues = ReadonlyMap<FigureId, number | null>

export interface OutlookParts {
  readonly figuresService: FiguresService
  readonly zone: string
  /** The local span of a period; null when there is none. */
  readonly spanOf: (period: string) => Span | null
}

/** `2026` and `FY2026` are years; other periods stand for the calendar year that they begin in. */
export function outlookYear(period: string): string {
  return /^(FY)?\d{4}$/.test(period) ? period : String(yearOfPeriod(period) ?? period)
}

export async function computeOutlook(parts: OutlookParts, year: string, inputs: FigureInputs): Promise<Outlook> {
  const { figuresService, zone, spanOf } = parts
  const earlier = year.replace(/\d{4}/, (y) => String(Number(y) - 1))
  const months = monthsOf(zone, inputs.period.span)
  const over = months.filter((m) => m.span.to <= inputs.now)
  const earlierSpan = spanOf(earlier)
  const now = await monthValues(
    figuresService,
    over.map((m) => m.id),
  )
  const before = await monthValues(figuresService, earlierSpan === null ? [] : monthsOf(zone, earlierSpan).map((m) => m.id))
  const targets = targetStatements(inputs)
  const rows = IDS.map((id): OutlookFigure => {
    const figure = figuresService.computeFigure(inputs, id, null)
    const of = (values: readonly MonthValues[]): (number | null)[] => values.map((v) => v.get(id) ?? null)
    const target = targets.find((t) => t.id === id && t.boundary === figure?.boundary)
    return {
      id,
      boundary: figure?.boundary ?? 'all',
      unit: figure?.unit ?? '',
      digits: figure?.digits ?? 0,
      costOf: FIGURES_WITH_COST.find(([, cost]) => cost === id)?.[0] ?? null,
      target: target?.due ?? null,
      forecast: forecastYear({ months: of(now), before: of(before), count: months.length }),
    }
  })
  return { year, months: months.length, over: over.length, figures: rows }
}

/** One after the other: each month reads its own buckets. */
async function monthValues(figuresService: FiguresService, months: readonly string[]): Promise<readonly MonthValues[]> {
  const found: MonthValues[] = []
  for (const month of months) {
    const inputs = await figuresService.readInputs(month)
    const values = inputs === null ? [] : IDS.map((id) => [id, figuresService.computeFigure(inputs, id, null)?.value ?? null] as const)
    found.push(new Map(values))
  }
  return found
}
