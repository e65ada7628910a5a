/** Plain text tables: columns padded by display width (CJK characters take two cells). */

import { visibleText } from '../../kernel/index.ts'

export interface TableColumn {
  readonly title: string
  readonly right?: boolean
}

export function widthOf(text: string): number {
  let width = 0
  for (const char of text) width += WIDE.test(char) ? 2 : 1
  return width
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/

/** A cell is one line, whatever a device calls itself. */
const cellOf = (text: string): string => visibleText(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t')

export function table(columns: readonly TableColumn[], texts: readonly (readonly string[])[]): string {
  const rows = texts.map((row) => row.map(cellOf))
  const widths = columns.map((c, i) => Math.max(widthOf(c.title), ...rows.map((r) => widthOf(r[i] ?? ''))))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const pad = ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell)))
        return columns[i]?.right ? pad + cell : cell + pad
      })
      .join('  ')
      .trimEnd()
  return [columns.map((c) => c.title), ...rows].map(line).join('\n') + '\n'
}
