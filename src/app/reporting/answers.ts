/** Answers of the reporting use cases: the document of a report, a figure explained, a factor row tried. */

import { billableCarriers, type Factor, formatIn, PERIOD_FORMS, periodInYear, yearOfPeriod } from '../../domain/index.ts'
import type { MovedFigure, ReportingApi, Unknown } from '../../figures/api.ts'
import { buildDocument } from '../../figures/document/build-document.ts'
import { type Explanation, explanationOf } from '../../figures/document/explanation.ts'
import { changedRegisters, type MeterLineage, registersOf } from '../../figures/document/meter-lineage.ts'
import { printedNumbers } from '../../figures/document/render/printed-numbers.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import { examineFactor } from '../../figures/factors/factor-draft.ts'
import { factorsOf } from '../../figures/factors/factor-table.ts'
import type { Figure } from '../../figures/formulas/compute.ts'
import type { FigureInputs } from '../../figures/inputs/figure-inputs.ts'
import type { Language } from '../../figures/messages/language.ts'
import type { FiguresService } from '../../figures/figures-service.ts'
import type { AppParts } from '../context.ts'
import type { ReplacedValues } from '../monitoring/replaced-values.ts'
import { registersAt } from './edge-registers.ts'
import type { EntryStore } from './entry-store.ts'

export const unknownPeriod = (text: string): Unknown => ({ unknown: `"${text}" is no period; write ${PERIOD_FORMS}` })

/** A period with the same of the year before and of the base year beside it. */
export async function documentOf(
  { figuresService, factorSet }: { figuresService: FiguresService; factorSet: string },
  inputs: FigureInputs,
  boundary: string | null,
): Promise<ReportDocument> {
  const { period, entries } = inputs
  const year = yearOfPeriod(period.id) ?? 0
  const last = period.months.at(-1)?.to ?? ''
  const baseYear = entries.filter((e) => e.key === 'base-year' && e.from < last).at(-1)?.value ?? null
  const inputsOf = async (other: number | null): Promise<FigureInputs | null> => {
    const id = other === null ? null : periodInYear(period.id, other)
    return id === null || id === period.id ? null : figuresService.readInputs(id, boundary)
  }
  const prior = await inputsOf(year - 1)
  const base = baseYear === year - 1 ? prior : await inputsOf(baseYear)
  const figures = figuresService.computeFigures(inputs, boundary)
  const history = inputs.now < period.span.to ? [] : await figuresService.readHistory(inputs)
  const frame = { inputs, factorSet, boundary, prior, base, baseYear: baseYear === null ? null : String(baseYear), history }
  return buildDocument(frame, figures)
}

/** A figure with the registers of its meters where the period begins and ends. */
export async function explainFigure(
  { buckets, readings, version, replaced }: Pick<AppParts, 'buckets' | 'readings' | 'version'> & { readonly replaced: ReplacedValues },
  inputs: FigureInputs,
  figure: Figure | null,
  language: Language,
): Promise<Explanation | Unknown> {
  if (figure === null) return { unknown: 'the campus has no site' }
  const points = registersOf(inputs.campus, figure)
  const query = { points, period: inputs.period.span, changed: changedRegisters(inputs, points) }
  const edges = await registersAt({ buckets, readings }, inputs.campus, query)
  const explanation = explanationOf(inputs, figure, edges, { version, language })
  return { ...explanation, meters: await Promise.all(explanation.meters.map((m) => withReplaced(replaced, inputs, m))) }
}

/** The meter with the values in the period that others replaced, of itself and of what it is computed of. */
async function withReplaced(replaced: ReplacedValues, { period, campus }: FigureInputs, meter: MeterLineage): Promise<MeterLineage> {
  const points = [...new Set([meter.point, ...(meter.of ?? []).map((term) => term.point)])]
  const found = (await Promise.all(points.map((point) => replaced.read(point, period.span)))).flat()
  if (found.length === 0) return meter
  const rows = found.map(({ point, time, old, value }) => ({ point, time: formatIn(campus.timezone, time), old, new: value }))
  return { ...meter, replaced: rows }
}

interface PreviewParts {
  readonly entryStore: EntryStore
  readonly figuresService: FiguresService
  readonly clock: AppParts['clock']
  readonly set: string
}

export async function previewFactor(
  { entryStore, figuresService, clock, set }: PreviewParts,
  draft: Parameters<ReportingApi['previewFactor']>[1],
  period: string,
): ReturnType<ReportingApi['previewFactor']> {
  const inputs = await figuresService.readInputs(period)
  if (inputs === null) return unknownPeriod(period)
  const examined = examineFactor(draft, billableCarriers(inputs.campus.accounting?.carriers ?? []))
  if (!examined.ok) return { faults: examined.faults }
  const row: Factor = { id: 'preview', ...examined.factor, recordedAt: clock.now() }
  const after = figuresService.computeFigures({ ...inputs, factors: factorsOf(set, [...(await entryStore.factors()), row]) }, null)
  const before = new Map(figuresService.computeFigures(inputs, null).map((f) => [f.id, f.value]))
  const moved: MovedFigure[] = after
    .filter((f) => f.value !== before.get(f.id))
    .map(({ id, boundary, unit, value }) => ({ id, boundary, unit, before: before.get(id) ?? null, after: value }))
  return { moved: printedNumbers(moved) }
}
