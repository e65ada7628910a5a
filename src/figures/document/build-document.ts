/** The document of a report from the inputs of its period and of those it is compared with. */

import { formatIn, periodInYear, yearOfPeriod } from '../../domain/index.ts'
import { checkReport } from '../checks/check-report.ts'
import type { Figure } from '../formulas/compute.ts'
import { boundaryOf } from '../inputs/boundary.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { message } from '../messages/message.ts'
import { carrierStatements } from './carriers.ts'
import { comparePeriods } from './comparison.ts'
import { sourcesOf, sourceStatement } from './completeness.ts'
import { disclosureStatements } from './disclosure.ts'
import { createInputTable, entryStatements, factorStatements, type InputTable } from './references.ts'
import { DOCUMENT_FORMAT, DOCUMENT_VERSION, type FigureStatement, type ReportDocument } from './report-document.ts'
import { targetStatements } from './targets.ts'

export interface DocumentFrame {
  readonly inputs: FigureInputs
  readonly factorSet: string
  readonly boundary: string | null
  readonly prior: FigureInputs | null
  /** Null when no base year is set, or this is it. */
  readonly base: FigureInputs | null
  readonly baseYear: string | null
  /** Periods of the same form before this one, the latest first; left out: none. */
  readonly history?: readonly FigureInputs[]
}

function figureStatement(figure: Figure, table: InputTable): FigureStatement {
  const { id, boundary, value, unit, digits, coverage, estimated, interval90, factors, remarks, missing, inputs } = figure
  const references = [...new Set(inputs.map((input) => table.index(input)))]
  return { id, boundary, value, unit, digits, coverage, estimated, interval90, factors, remarks, missing, inputs: references }
}

function compareWithPriorAndBase(frame: DocumentFrame, figures: readonly Figure[]): ReportDocument['comparison'] {
  const { inputs, prior, base, baseYear } = frame
  const { id } = inputs.period
  const year = yearOfPeriod(id) ?? 0
  const note = baseYear === null ? message('no-base-year') : baseYear === String(year) ? message('is-base-year', { period: id }) : null
  return {
    prior: comparePeriods(inputs, prior, figures, periodInYear(id, year - 1) ?? String(year - 1)),
    base: base === null ? null : comparePeriods(inputs, base, figures, base.period.id),
    base_note: note,
  }
}

export function buildDocument(frame: DocumentFrame, figures: readonly Figure[]): ReportDocument {
  const { inputs, factorSet, boundary } = frame
  const { campus, period, now } = inputs
  const reported = boundaryOf(campus, boundary ?? 'all')
  const sources = reported === null ? [] : sourcesOf(inputs, reported)
  const table = createInputTable()
  const statements = figures.map((figure) => figureStatement(figure, table))
  const targets = targetStatements(inputs)
  return {
    format: DOCUMENT_FORMAT,
    version: DOCUMENT_VERSION,
    period: { id: period.id, from: formatIn(campus.timezone, period.span.from), to: formatIn(campus.timezone, period.span.to) },
    zone: campus.timezone,
    to_date: now < period.span.to,
    factor_set: factorSet,
    boundary,
    figures: statements,
    comparison: compareWithPriorAndBase(frame, figures),
    carriers: reported === null ? [] : carrierStatements(inputs, reported),
    completeness: sources.map(sourceStatement),
    disclosure: disclosureStatements(inputs, figures),
    targets,
    checks: checkReport({ inputs, figures, sources, history: frame.history ?? [] }),
    inputs: table.inputs,
    factors: factorStatements(inputs, table.inputs),
    entries: entryStatements(
      inputs,
      table.inputs,
      targets.map((t) => t.entry),
    ),
  }
}
