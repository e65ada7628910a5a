/** The disclosure index: which figures of the report answer which line. */

import type { Campus } from '../../domain/index.ts'
import type { Figure } from '../formulas/compute.ts'
import { periodDays } from '../inputs/entry-amounts.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { DISCLOSURE } from '../messages/disclosure.ts'
import type { DisclosureStatement } from './report-document.ts'

/** The year in which the financial year of a local day begins. */
function fiscalYearOf({ fiscalStart = 1 }: Pick<Campus, 'fiscalStart'>, day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return month >= fiscalStart ? year : year - 1
}

export function disclosureStatements(inputs: Pick<FigureInputs, 'campus' | 'period'>, figures: readonly Figure[]): DisclosureStatement[] {
  const ids = new Set(figures.map((f) => f.id))
  const year = fiscalYearOf(inputs.campus, periodDays(inputs).from)
  return DISCLOSURE.filter(({ since = year, until = year + 1 }) => year >= since && year < until).map(
    ({ framework, line, figures: answers }) => ({ framework, line, figures: answers.filter((id) => ids.has(id)) }),
  )
}
