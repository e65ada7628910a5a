/** What the accounts answer: a report with its comparisons, a figure explained, a factor row tried. */

import { carriersOf, type Factor, periodSpan } from '../../domain/index.ts'
import type { FiguresService } from '../../figures/service.ts'
import type { ReportingApi, Moved, Unknown } from '../../figures/api.ts'
import type { Figure } from '../../figures/formulas/compute.ts'
import { type Explanation, explanationOf, metersOf } from '../../figures/document/explanation.ts'
import { examineFactor } from '../../figures/factors/factor-draft.ts'
import { factorsOf } from '../../figures/factors/factor-table.ts'
import type { FigureInputs } from '../../figures/inputs/figure-inputs.ts'
import { type Report, reportOf } from '../../figures/document/report.ts'
import type { Language } from '../../figures/messages/language.ts'
import type { AppParts } from '../context.ts'
import type { EntryStore } from './entry-store.ts'
import { registersAt } from './edge-registers.ts'

export const NO_PERIOD = (text: string): Unknown => ({ unknown: `"${text}" is no period; write 2026, 2026-Q1 or 2026-03` })

interface Wish {
  readonly boundary: string | null
  readonly language: Language
}

/** A period with the year before and the base year beside it. */
export async function reportFor(
  { accountant, factorSet }: { accountant: FiguresService; factorSet: string },
  ledger: FigureInputs,
  { boundary, language }: Wish,
): Promise<Report> {
  const { campus, period, facts } = ledger
  const [year, rest] = [Number(period.id.slice(0, 4)), period.id.slice(4)]
  const last = period.months.at(-1)?.to ?? ''
  const baseYear = facts.filter((f) => f.key === 'base-year' && f.from < last).at(-1)?.value ?? null
  const of = async (other: number | null): Promise<FigureInputs | null> => {
    const id = other === null ? '' : `${other}${rest}`
    return periodSpan(campus.timezone, id) === null || id === period.id ? null : accountant.inputs(id, boundary)
  }
  const prior = await of(year - 1)
  const base = baseYear === year - 1 ? prior : await of(baseYear)
  const figures = accountant.figures(ledger, boundary)
  return reportOf({ ledger, factorSet, boundary, language, prior, base, baseYear: baseYear === null ? null : String(baseYear) }, figures)
}

/** A figure with the registers of its meters where the period begins and ends. */
export async function explained(
  { buckets, readings, version }: Pick<AppParts, 'buckets' | 'readings' | 'version'>,
  ledger: FigureInputs,
  figure: Figure | null,
  language: Language,
): Promise<Explanation | Unknown> {
  if (figure === null) return { unknown: 'the campus has no site' }
  const edges = await registersAt({ buckets, readings }, ledger.campus, metersOf(figure), ledger.period.span)
  return explanationOf(ledger, figure, edges, { version, language })
}

interface PreviewParts {
  readonly books: EntryStore
  readonly accountant: FiguresService
  readonly clock: AppParts['clock']
  readonly set: string
}

export async function preview(
  { books, accountant, clock, set }: PreviewParts,
  entry: Parameters<ReportingApi['previewFactor']>[0],
  period: string,
): ReturnType<ReportingApi['previewFactor']> {
  const ledger = await accountant.inputs(period)
  if (ledger === null) return NO_PERIOD(period)
  const examined = examineFactor(entry, carriersOf(ledger.campus.accounting?.carriers ?? []))
  if (!examined.ok) return { faults: examined.faults }
  const row: Factor = { id: 'preview', ...examined.factor, recordedAt: clock.now() }
  const after = accountant.figures({ ...ledger, factors: factorsOf(set, [...(await books.factors()), row]) }, null)
  const before = new Map(accountant.figures(ledger, null).map((f) => [f.id, f.value]))
  const moved: Moved[] = after
    .filter((f) => f.value !== before.get(f.id))
    .map(({ id, boundary, unit, value }) => ({ id, boundary, unit, before: before.get(id) ?? null, after: value }))
  return { moved }
}
