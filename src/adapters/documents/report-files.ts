/** Files of reports: workbooks, and pages for print. */

import { renderSVG } from 'uqr'
import { PortError } from '../../ports/index.ts'
import type { SheetTable } from '../../sheets/sheet-table.ts'
import { findChromium, printPdf } from './chromium.ts'

export interface ReportFiles {
  /** Sheets as XLSX. */
  workbook(sheets: readonly SheetTable[]): Promise<Uint8Array>
  /** An HTML page as PDF; a PortError says what is missing where the machine cannot print. */
  pdf(html: string): Promise<Uint8Array>
  /** A text as a code that a phone reads, SVG. */
  code(text: string): string
}

/** `path`: folders in which the program that prints is looked for; default: PATH. */
export function createReportFiles(path?: string): ReportFiles {
  return {
    // Loaded with the first workbook.
    workbook: async (sheets) => (await import('../../sheets/xlsx.ts')).writeXlsx(sheets),
    async pdf(html) {
      const program = findChromium(path)
      if (program !== null) return printPdf(program, html)
      const advice = 'on Debian or Ubuntu: apt-get install chromium fonts-noto-cjk. XLSX, CSV and JSON need none'
      throw new PortError('unavailable', `a PDF is printed by Chromium, and none is installed here; ${advice}`, { retry: false })
    },
    code: (text) => renderSVG(text, { border: 1 }),
  }
}
