/** What an import found, refused and stored, for people and as JSON. */

import {
  exitOf,
  failuresOf,
  flag,
  IMPORT_OPTIONS,
  type ImportDetection,
  type ImportFailure,
  type ImportRefusal,
  type ImportReport,
  previewRows,
  refusedRows,
  reportData,
  reportedPoints,
} from '../../../imports/index.ts'
import type { CommandContext } from '../../support/command.ts'
import { table } from '../../support/table.ts'

/** Detections, notes, refused rows and failures, on stderr. */
export function printFindings(ctx: CommandContext, report: ImportReport): void {
  const { file, result, plan } = report
  const say = (line: string): void => ctx.stderr(`${line}\n`)
  for (const detection of result.detected) say(`${file}: detected ${detectionText(detection)}: ${detection.because}`)
  for (const note of [...result.notes, ...plan.notes]) say(`${file}: ${note}`)
  const refusals = [...result.refusals, ...plan.refusals]
  for (const refusal of refusals) say(`${file}:${refusal.line}: ${faultText(refusal)}`)
  const more = refusedRows(report) - refusals.length
  if (more > 0) say(`${file}: and ${more} more rows like these`)
  for (const failure of failuresOf(report)) printFailure(say, file, failure)
  if (exitOf(report) === 2) say(`${file}: nothing is stored`)
}

/** As a command line takes it; what is no option of a command line, in words. */
function detectionText({ option, value }: ImportDetection): string {
  if (!IMPORT_OPTIONS.includes(option)) return `${option} (${value})`
  return option === 'wide' ? '--wide' : flag(option, value)
}

function printFailure(say: (line: string) => void, file: string, failure: ImportFailure): void {
  say(failure.kind === 'option' ? `${file}: ${failure.reason}` : `${file}:${failure.line}: ${faultText(failure)}`)
  if (failure.options.length === 0) return
  say(failure.options.length === 1 ? 'decide it with' : 'decide it with one of')
  for (const option of failure.options) say(`  ${option}`)
}

function faultText({ column, value, reason }: ImportRefusal): string {
  if (value === '') return column === '' ? reason : `${column}: ${reason}`
  return `${column === '' ? '' : `${column} `}"${value}": ${reason}`
}

/** The first rows as they would be stored. */
export function previewText(report: ImportReport): string {
  const rows = previewRows(report).map((r) => [
    String(r.line),
    r.written,
    r.point,
    r.time,
    String(r.value),
    r.unit,
    r.estimated ? 'estimated' : '',
  ])
  const columns = ['line', 'in the file', 'point', 'time', 'value', 'unit', '']
  return table(
    columns.map((title) => ({ title, right: title === 'line' || title === 'value' })),
    rows,
  )
}

/** One line a point and one for the rows that are not stored. `preview`: nothing is. */
export function summaryText(report: ImportReport, preview: boolean): string {
  const { counts } = report.result
  const lines = reportedPoints(report).map(({ point, unit, accepted, estimated, from, to }) => {
    const marks = estimated > 0 ? `; ${estimated} of them estimated` : ''
    return `${accepted} readings of ${point} (${unit}) ${preview ? 'found' : 'imported'}, ${from ?? '-'} to ${to ?? '-'}${marks}`
  })
  const rest = [`${refusedRows(report)} rows refused`, `${counts.noValue} cells with no value`, `${counts.duplicates} repeated`]
  return `${[...lines, rest.join(', ')].join('\n')}\n`
}

/** Keys of a single point stand at the top, as scripts know them. */
export function reportJson(report: ImportReport, preview: boolean): object {
  const data = reportData(report, preview)
  const [only] = data.points.length === 1 ? data.points : []
  return { ...(only === undefined ? {} : { point: only.point, unit: only.unit, from: only.from, to: only.to }), ...data }
}
