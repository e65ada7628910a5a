/** A file as people have it through the API: read for a preview, or stored row by row behind the answer. */

import { MINUTE, type Point, type RequestContext } from '../../../domain/index.ts'
import {
  exitOf,
  type ImportPoint,
  type ImportReport,
  planShipments,
  readOptions,
  reportData,
  type Shipment,
} from '../../../imports/index.ts'
import { errorText } from '../../../kernel/index.ts'
import type { AppParts, AppState } from '../../context.ts'
import type { Progress } from '../../operations/progress.ts'
import type { Refusal } from '../../refusal.ts'
import type { RollupQueue } from '../rollup-queue.ts'
import type { FileImport, FileReport } from './import-types.ts'
import type { Imports } from './imports.ts'

export interface FileImportParts {
  readonly parts: Pick<AppParts, 'clock' | 'writer' | 'fileReader'>
  readonly state: Pick<AppState, 'campus'>
  readonly imports: Imports
  readonly progress: Progress
  readonly rollups: Pick<RollupQueue, 'rollUp'>
}

/** Clocks may be ahead by this much, as in messages. */
const AHEAD = 5 * MINUTE
/** Rows of one message of the journal. */
const ROWS = 1000

export type FileImportAction = (context: RequestContext, file: FileImport) => Promise<FileReport | Refusal>

/** `preview`: stores nothing. Else the answer comes when the file is read, and the rows are stored behind it: progress and list tell. */
export function createFileImport(deps: FileImportParts): FileImportAction {
  return async (context, file) => {
    const report = await readReport(deps, file)
    if ('refused' in report) return report
    const data = { ...reportData(report, true), exit: exitOf(report) }
    if (file.preview || data.exit === 2) return { ...data, import: null }
    const opened = await deps.imports.open(context, { file: file.name, points: report.plan.shipments.map((s) => s.point.id) })
    if ('refused' in opened) return opened
    void storeRows(deps, context, { id: opened.id, report })
    return { ...data, import: opened.id }
  }
}

async function readReport({ parts, state }: FileImportParts, { name, bytes, options, point }: FileImport): Promise<ImportReport | Refusal> {
  const read = readOptions(options)
  if (!read.ok) return { refused: 'invalid-request', faults: read.failures.map((f) => ({ path: f.column, message: f.reason })) }
  const wanted = [...new Set(read.value.map?.map((m) => m.point) ?? (point === null ? [] : [point]))]
  if (wanted.length === 0) return { refused: 'invalid-request', faults: [{ path: 'point', message: 'which point receives the values?' }] }
  const found = wanted.map((id) => state.campus.points.find((p) => p.id === id))
  const missing = wanted.find((_, i) => found[i] === undefined)
  if (missing !== undefined) return { refused: 'unknown-point', detail: `no point "${missing}" in the campus file` }
  const computed = found.find((p) => p?.of !== undefined)
  if (computed !== undefined) return { refused: 'refused', detail: `"${computed.id}" is computed of other points: import into those` }
  const points = found.flatMap((p) => (p === undefined ? [] : [importPoint(p)]))
  const latest = parts.clock.now() + AHEAD
  const result = await parts.fileReader.read({ bytes, options: read.value, targets: points.map((p) => p.target), latest })
  const zone = state.campus.timezone
  return { file: name, result, plan: planShipments(result, { points, zone, latest }), zone }
}

function importPoint({ id, unit, quantity, kind, rules, from, fileUnit = unit }: Point): ImportPoint {
  const interval = rules.interval === null ? {} : { interval: rules.interval }
  return {
    id,
    unit,
    target: { point: id, quantity, unit: fileUnit, ...interval },
    months: rules.calendarMonths ?? null,
    stamp: kind === 'interval' ? (rules.stamp ?? 'end') : null,
    ratios: from.map((row) => ({ from: row.from, to: row.to, multiplier: row.ctRatio ?? row.multiplier })),
  }
}

interface Storing {
  readonly id: string
  readonly report: ImportReport
}

/** Part by part, so that messages of devices are acknowledged in between. What fails is shown with the import, which can be taken back. */
async function storeRows(
  { parts, imports, progress, rollups }: FileImportParts,
  context: RequestContext,
  { id, report }: Storing,
): Promise<void> {
  const total = report.plan.shipments.reduce((n, s) => n + s.length, 0)
  const show = (state: 'running' | 'done' | 'failed', done: number, detail: string): void =>
    progress.report({ id, name: 'import', state, done, total, unit: 'readings', detail })
  let done = 0
  try {
    let seq = 0
    for (const shipment of report.plan.shipments)
      for (let i = 0; i < shipment.length; i += ROWS) {
        const to = Math.min(shipment.length, i + ROWS)
        const accepted = await imports.add(context, { import: id, ...rowsOf(shipment, i, to), ...sinceOf(report) })
        if ('refused' in accepted) return show('failed', done, accepted.detail ?? accepted.faults?.[0]?.message ?? 'rows were refused')
        seq = accepted.seq
        done += to - i
        show('running', done, report.file)
        await parts.clock.yieldToEventLoop()
      }
    await imports.finish(id)
    await parts.writer.drained(seq)
    await rollups.rollUp()
    show('done', total, report.file)
  } catch (error) {
    show('failed', done, errorText(error))
  }
}

const sinceOf = ({ result }: ImportReport) => (result.acceptSince === null ? {} : { acceptSince: result.acceptSince })

function rowsOf({ point, imported, timeOf, valueOf }: Shipment, from: number, to: number) {
  const part = imported.rows.slice(from, to)
  const estimated = part.flatMap((row, i) => (row.quality === 'estimated' ? [i] : []))
  return { point: point.id, rows: part.map((row) => [timeOf(row.time), valueOf(row)] as const), estimated }
}
