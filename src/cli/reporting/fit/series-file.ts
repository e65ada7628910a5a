/** A plain CSV of `time,value` as rows of a series. */

import { parse as parseCsv } from 'csv-parse/sync'
import { parseInstant } from '../../../domain/index.ts'
import { errorText } from '../../../kernel/index.ts'
import type { SeriesRow } from '../../../savings/fit/series.ts'
import { CommandError, type CommandContext } from '../../support/command.ts'

/** Cells that say there is no value. */
const NO_VALUE: ReadonlySet<string> = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', 'n.a.', '-', '--'])
/** Faults that are printed; the rest is counted. */
const SHOWN = 5

function readCells(ctx: CommandContext, file: string): string[][] {
  try {
    return parseCsv(ctx.files.read(file), { skip_empty_lines: true, trim: true, bom: true, relax_column_count: true })
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

/** The first two columns: times in RFC 3339, those without offset by the zone. Throws a CommandError that names every wrong row. */
export function readSeries(ctx: CommandContext, file: string, zone: string): SeriesRow[] {
  const cells = readCells(ctx, file)
  const header = cells[0] !== undefined && parseInstant(cells[0][0] ?? '', zone) === null ? 1 : 0
  const faults: string[] = []
  const rows = cells.slice(header).flatMap(([stamp = '', cell = ''], i): SeriesRow[] => {
    const at = `${file}:${i + 1 + header}`
    const time = parseInstant(stamp, zone)
    const value = NO_VALUE.has(cell.toLowerCase()) ? null : Number(cell)
    if (time === null) faults.push(`${at}: time: "${stamp}" is no RFC 3339 time`)
    else if (value !== null && !Number.isFinite(value)) faults.push(`${at}: value: "${cell}" is no number`)
    else return [{ time, value }]
    return []
  })
  if (faults.length === 0 && rows.length > 0) return rows
  if (faults.length === 0) throw new CommandError(`${file}: there is no row; write a header time,value and a row for each value`, 2)
  const more = faults.length > SHOWN ? [`and ${faults.length - SHOWN} more`] : []
  throw new CommandError([...faults.slice(0, SHOWN), ...more].join('\n'), 2)
}
