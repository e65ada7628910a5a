/** The report of a period as a workbook: ten sheets in the order in which a reader asks. */

import type { Language } from '../../messages/language.ts'
import { renderReport } from '../render/report.ts'
import { entriesSheet, explanationSheet, factorsSheet, metersSheet, monthlySheet } from './input-sheets.ts'
import { disclosureSheet, methodSheet, qualitySheet, revisionsSheet } from './quality-sheets.ts'
import { type ReportSheet, type SheetInput, wordsIn } from './sheet.ts'
import { summarySheet } from './summary-sheet.ts'

export type WorkbookSource = Omit<SheetInput, 'report'>

/** Reads the document and the catalogues, nothing else: the workbook of a statement is the same for ever. */
export function renderWorkbook(source: WorkbookSource, language: Language): ReportSheet[] {
  const input = { ...source, report: renderReport(source.document, language, source.statement?.revision) }
  const words = wordsIn(language)
  return [
    summarySheet(input, words),
    monthlySheet(input, words),
    metersSheet(input, words),
    factorsSheet(input, words),
    entriesSheet(input, words),
    qualitySheet(input, words),
    revisionsSheet(input, words),
    methodSheet(input, words),
    explanationSheet(input, words),
    disclosureSheet(input, words),
  ]
}
