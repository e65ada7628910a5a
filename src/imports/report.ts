/** What an import found, refused and will store, as data: the command prints it, programs and the page read it. */

import { formatIn, instant } from '../domain/index.ts'
import type { ImportResult } from './import-file.ts'
import type { Shipment, ShipmentPlan } from './rows/shipment.ts'
import type { ImportFailure } from './types.ts'

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

export const storedRows = ({ shipments }: ShipmentPlan): number => shipments.reduce((n, s) => n + s.length, 0)
export const refusedRows = ({ result, plan }: Pick<ImportReport, 'result' | 'plan'>): number => result.counts.refused + plan.refusals.length

/** A row of the preview, with its time as it would be stored and the unit of its point. */
export interface ReportedRow {
  readonly line: number
  readonly point: string
  readonly written: string
  readonly time: string
  readonly value: number
  readonly unit: string
  readonly estimated: boolean
}

/** The first rows as they would be stored. */
export function previewRows({ result, plan, zone }: ImportReport): readonly ReportedRow[] {
  return result.preview.flatMap((row) => {
    const shipment = plan.shipments.find((s) => s.point.id === row.point)
    if (shipment === undefined) return []
    return [{ ...row, time: formatIn(zone, instant(shipment.timeOf(row.time))), value: shipment.valueOf(row), unit: shipment.point.unit }]
  })
}

export interface ReportedPoint {
  readonly point: string
  readonly unit: string
  readonly column: string
  readonly accepted: number
  readonly duplicates: number
  readonly estimated: number
  readonly from: string | null
  readonly to: string | null
}

export function reportedPoints({ plan, zone }: Pick<ImportReport, 'plan' | 'zone'>): readonly ReportedPoint[] {
  return plan.shipments.map((shipment) => reportedPoint(shipment, zone))
}

function reportedPoint({ point, imported, length, timeOf }: Shipment, zone: string): ReportedPoint {
  const at = (i: number): string | null => (length === 0 ? null : formatIn(zone, instant(timeOf(imported.rows.times[i] ?? 0))))
  const { column, duplicates } = imported
  const estimated = imported.rows.estimated.subarray(0, length).reduce((n, e) => n + e, 0)
  return { point: point.id, unit: point.unit, column, accepted: length, duplicates, estimated, from: at(0), to: at(length - 1) }
}

/** The JSON of the command and of the API. */
export function reportData(report: ImportReport, preview: boolean) {
  const { result, plan } = report
  const failures = failuresOf(report)
  const points = reportedPoints(report)
  return {
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
