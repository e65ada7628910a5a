/** The coverage that a period is judged by: the least of its figures and of the meters behind them. */

import type { Campus, Span } from '../../domain/index.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import { roleCoverage, roleSpansOf, stepOfPeriod } from '../../jobs/role-coverage.ts'
import type { Buckets } from '../../ports/index.ts'

/** Share of the time that the meters of each role cover, for the role where it is least. */
export async function meterCoverageOf(campus: Campus, buckets: Pick<Buckets, 'read'>, span: Span): Promise<number> {
  const roleSpans = roleSpansOf(campus, span)
  const points = [...new Set(roleSpans.map((s) => s.point))]
  const found = points.length === 0 ? [] : await buckets.read({ step: stepOfPeriod(campus.timezone, span), span, points })
  return roleCoverage(roleSpans, found)
}

/** 0 where no figure has a value. */
export function lowestCoverage(figures: ReportDocument['figures'], meterCoverage: number): number {
  const valued = figures.filter((f) => f.value !== null)
  return valued.length === 0 ? 0 : Math.min(meterCoverage, ...valued.map((f) => f.coverage ?? 0))
}
