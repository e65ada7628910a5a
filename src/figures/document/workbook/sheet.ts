/** A report as sheets of cells, before any file format: XLSX and PDF are written from them. */

import { textIn, type Language } from '../../messages/language.ts'
import { HEADINGS, UNIT_NAMES } from '../../messages/names.ts'
import { SHEET_WORDS, SHEETS } from '../../messages/sheets.ts'
import type { SheetCell, CellColumn, SheetTable } from '../../../sheets/sheet-table.ts'
import type { Report } from '../render/report.ts'
import type { ReportDocument } from '../report-document.ts'

export type SheetName = keyof typeof SHEETS

export interface ReportSheet extends SheetTable {
  readonly id: SheetName
}

/** How a period was closed: what the files print of its statement. */
export interface SignedStatement {
  readonly revision: number
  readonly hash: string
  readonly closedAt: string
  readonly closedBy: string
  readonly preparedBy: readonly string[]
  readonly reason: string | null
  readonly objections: readonly string[]
  readonly codeVersion: string
}

export interface SheetInput {
  readonly document: ReportDocument
  readonly report: Report
  /** SHA-256 of the document, hex. */
  readonly hash: string
  /** The statement in force, or null while the period is open. */
  readonly statement: SignedStatement | null
  /** All revisions of the period up to the one that is printed, oldest first. */
  readonly revisions: readonly SignedStatement[]
}

export interface Words {
  readonly heading: (name: keyof typeof HEADINGS) => string
  readonly word: (name: keyof typeof SHEET_WORDS) => string
  readonly sheet: (name: SheetName) => string
  readonly unit: (name: string) => string
}

export function wordsIn(language: Language): Words {
  return {
    heading: (name) => textIn(HEADINGS[name], language),
    word: (name) => textIn(SHEET_WORDS[name], language),
    sheet: (name) => textIn(SHEETS[name], language),
    unit: (name) => textIn(UNIT_NAMES[name] ?? [name, name, name], language),
  }
}

const PLAIN_DIGITS = 6

export const numberCell = (value: number | null, digits = PLAIN_DIGITS): SheetCell => (value === null ? null : { number: value, digits })
export const shareCell = (value: number | null): SheetCell => (value === null ? null : { share: value })
export const column = (title: string, width = 14): CellColumn => ({ title, width })
