/** Files of reports: workbooks, and pages for print. */

import { renderSVG } from 'uqr'
import type { SheetTable } from '../../sheets/sheet-table.ts'
import { findChromium, printPdf } from './chromium.ts'

export interface PrintedReport {
  readonly html: string
  /** Called where no Chromium is. */
  readonly sheets: () => readonly SheetTable[]
  readonly language: string
}

export interface ReportFiles {
  /** Sheets as XLSX. */
  workbook(sheets: readonly SheetTable[]): Promise<Uint8Array>
  /** A report as PDF: its page printed by the Chromium of the machine, or its sheets as plain tables where there is none. */
  pdf(report: PrintedReport): Promise<Uint8Array>
  /** A text as a code that a phone reads, SVG. */
  code(text: string): string
}

/** `path`: folders in which the program that prints is looked for; default: PATH. */
export function createReportFiles(path?: string): ReportFiles {
  return {
    // Loaded with the first workbook.
    workbook: async (sheets) => (await import('../../sheets/xlsx.ts')).writeXlsx(sheets),
    async pdf({ html, sheets, language }) {
      const program = findChromium(path)
      if (program !== null) return printPdf(program, html)
      return (await import('./plain-pdf.ts')).writePlainPdf(sheets(), language)
    },
    code: (text) => renderSVG(text, { border: 1 }),
  }
}
