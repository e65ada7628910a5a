/** What an import found, refused and stored, for people and as JSON. */

import { formatIn, instant } from '../../../domain/index.ts'
import {
  flag,
  IMPORT_OPTIONS,
  type ImportDetection,
  type ImportFailure,
  type ImportRefusal,
  type ImportResult,
} from '../../../imports/index.ts'
import type { CommandContext } from '../../support/command.ts'
import { table } from '../../support/table.ts'
import type { Shipment, ShipmentPlan } from './shipment.ts'

export interface ImportReport {
  readonly file: string
  readonly result: ImportResult
  readonly plan: ShipmentPlan
  /** Zone of the campus: times are printed with its offset. */
  readonly zone: string
}

/** 0 all stored, 1 some rows refused, 2 nothing stored. */
export function exitOf(report: ImportReport): 0 | 1 | 2 {
  if (failuresOf(report).length > 0 || storedRows(report.plan) === 0) return 2
  return refusedRows(report) > 0 ? 1 : 0
}

export function failuresOf({ result, plan }: ImportReport): readonly ImportFailure[] {
  return [...result.failures, ...plan.failures]
}

const storedRows = ({ shipments }: ShipmentPlan): number => shipments.reduce((n, s) => n + s.length, 0)
const refusedRows = ({ result, plan }: ImportReport): number => result.counts.refused + plan.refusals.length

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

function previewRows({ result, plan, zone }: ImportReport) {
  return result.preview.flatMap((row) => {
    const shipment = plan.shipments.find((s) => s.point.id === row.point)
    if (shipment === undefined) return []
    return [{ ...row, time: formatIn(zone, instant(shipment.timeOf(row.time))), unit: shipment.point.unit }]
  })
}

/** One line a point and one for the rows that are not stored. `preview`: nothing is. */
export function summaryText(report: ImportReport, preview: boolean): string {
  const { counts } = report.result
  const lines = report.plan.shipments.map((s) => {
    const { point, unit, accepted, estimated, from, to } = pointJson(s, report.zone)
    const marks = estimated > 0 ? `; ${estimated} of them estimated` : ''
    return `${accepted} readings of ${point} (${unit}) ${preview ? 'found' : 'imported'}, ${from ?? '-'} to ${to ?? '-'}${marks}`
  })
  const rest = [`${refusedRows(report)} rows refused`, `${counts.noValue} without a value`, `${counts.duplicates} repeated`]
  return `${[...lines, rest.join(', ')].join('\n')}\n`
}

function pointJson({ point, imported, length, timeOf }: Shipment, zone: string) {
  const at = (i: number): string | null => (length === 0 ? null : formatIn(zone, instant(timeOf(imported.rows.times[i] ?? 0))))
  const { column, duplicates } = imported
  const estimated = imported.rows.estimated.subarray(0, length).reduce((n, e) => n + e, 0)
  return { point: point.id, unit: point.unit, column, accepted: length, duplicates, estimated, from: at(0), to: at(length - 1) }
}

/** Keys of a single point stand at the top, as scripts know them. */
export function reportJson(report: ImportReport, preview: boolean): object {
  const { result, plan, zone } = report
  const failures = failuresOf(report)
  const points = plan.shipments.map((s) => pointJson(s, zone))
  const [only] = points.length === 1 ? points : []
  return {
    ...(only === undefined ? {} : { point: only.point, unit: only.unit, from: only.from, to: only.to }),
    accepted: failures.length > 0 ? 0 : storedRows(plan),
    refused: refusedRows(report),
    no_value: result.counts.noValue,
    duplicates: result.counts.duplicates,
    estimated: points.reduce((n, p) => n + p.estimated, 0),
    points,
    detected: result.detected,
    notes: [...result.notes, ...plan.notes],
    refusals: [...result.refusals, ...plan.refusals],
    failures,
    ...(preview ? { preview: previewRows(report) } : {}),
  }
}
