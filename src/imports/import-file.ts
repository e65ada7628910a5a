/** Bytes of a file and options to rows of points: the one entry of the module. Pure: the caller reads files and stores rows. */

import { failed, flag, shortened, undecided, wrongOption } from './failure.ts'
import { IMPORT_LIMITS, type ImportLimits } from './limits.ts'
import { type ImportOptions, mergeOptions } from './options.ts'
import { parseProfile } from './profile.ts'
import { kindsOf } from './resolve/columns.ts'
import { type ImportPlan, resolveOptions } from './resolve/plan.ts'
import { type Collected, collectRows, type PreviewRow } from './rows/collect.ts'
import { uniqueRows } from './rows/duplicates.ts'
import type { PointRows } from './rows/point-rows.ts'
import { readTable } from './table/read-table.ts'
import {
  cellText,
  type ImportDetection,
  type ImportFailure,
  type ImportRefusal,
  type ImportTarget,
  type Outcome,
  type StampSide,
  type Table,
  type TableRow,
} from './types.ts'

export interface ImportRequest {
  readonly bytes: Uint8Array
  readonly options: ImportOptions
  /** The point of the import first; with `map` every point that it names. */
  readonly targets: readonly ImportTarget[]
  /** What is later lies in the future, epoch ms: now and five minutes. */
  readonly latest?: number
  /** Text of a profile by name or path, or null where there is none. Needed for `profile`, and for NEM12 and ESPI without one. */
  readonly profileText?: (name: string) => string | null
  readonly limits?: ImportLimits
}

export interface ImportedPoint {
  readonly point: string
  /** Column of its values. */
  readonly column: string
  /** By time, each time once, in the canonical unit. */
  readonly rows: PointRows
  readonly duplicates: number
  readonly estimated: number
  /** Epoch ms, or null without rows. */
  readonly first: number | null
  readonly last: number | null
}

export interface ImportCounts {
  /** Rows of the file below its header. */
  readonly rows: number
  /** Rows that can be stored, over all points. */
  readonly stored: number
  readonly noValue: number
  readonly duplicates: number
  readonly estimated: number
  readonly refused: number
}

export interface ImportResult {
  /** Not empty: nothing is to be stored. */
  readonly failures: readonly ImportFailure[]
  readonly detected: readonly ImportDetection[]
  readonly columns: readonly string[]
  readonly points: readonly ImportedPoint[]
  /** The first `limits.refusals` of `counts.refused`. */
  readonly refusals: readonly ImportRefusal[]
  readonly counts: ImportCounts
  /** Which end of the interval the times are; null: the file does not say, so the point's own `stamp` holds. */
  readonly stamp: StampSide | null
  /** Length of an amount by option or profile, ms; null: that of the point holds. */
  readonly interval: number | null
  /** Oldest time that is believed by option or profile, epoch ms; null: the usual limit. */
  readonly acceptSince: number | null
  /** In place of the CT ratio of the points by option or profile; null: theirs holds. */
  readonly ctRatio: number | null
  readonly preview: readonly PreviewRow[]
  readonly notes: readonly string[]
}

const NOTHING: ImportCounts = { rows: 0, stored: 0, noValue: 0, duplicates: 0, estimated: 0, refused: 0 }
/** Above this share of times with different values the file is of several meters, and nothing of it is stored. */
const MOST_CONFLICTS = 0.1
const SUGGESTED = 12

export function importFile(request: ImportRequest): ImportResult {
  const limits = request.limits ?? IMPORT_LIMITS
  const options = withProfile(request.options, request, request.options.profile)
  if (!options.ok) return failure(options.failures)
  const table = readTable(request.bytes, options.value, limits)
  if (!table.ok) return failure(table.failures)
  const known = options.value.records === undefined ? table.value.detected.find((d) => d.option === 'profile') : undefined
  const complete = known === undefined ? options : withProfile(options.value, request, known.value)
  if (!complete.ok) return failure(complete.failures)
  const context = { targets: request.targets, ...(request.latest === undefined ? {} : { latest: request.latest }) }
  const plan = resolveOptions(table.value, complete.value, context)
  if (!plan.ok) return { ...failure(plan.failures), detected: table.value.detected }
  const { interval = null, acceptSince = null, ctRatio = null } = complete.value
  return { ...readRows(plan.value, table.value, limits), interval, acceptSince, ctRatio }
}

/** 0 all stored, 1 some rows refused, 2 nothing stored. */
export function importExit(result: ImportResult): 0 | 1 | 2 {
  if (result.failures.length > 0 || result.counts.stored === 0) return 2
  return result.counts.refused > 0 ? 1 : 0
}

function failure(failures: readonly ImportFailure[]): ImportResult {
  const options = { stamp: null, interval: null, acceptSince: null, ctRatio: null }
  return { failures, detected: [], columns: [], points: [], refusals: [], counts: NOTHING, ...options, preview: [], notes: [] }
}

function withProfile(user: ImportOptions, request: ImportRequest, name: string | undefined): Outcome<ImportOptions> {
  if (name === undefined) return { ok: true, value: user }
  const text = request.profileText?.(name) ?? null
  if (text === null)
    return failed(wrongOption(`there is no profile "${name}"`, ['--profile green-button', '--profile FILE.yaml'], { value: name }))
  const profile = parseProfile(text, name)
  return profile.ok ? { ok: true, value: mergeOptions(profile.value.options, user) } : profile
}

function readRows(plan: ImportPlan, table: Table, limits: ImportLimits): Omit<ImportResult, 'interval' | 'acceptSince' | 'ctRatio'> {
  const refusals: ImportRefusal[] = []
  let refused = 0
  const refuse = (refusal: ImportRefusal): void => {
    refused++
    if (refusals.length < limits.refusals) refusals.push({ ...refusal, value: shortened(refusal.value) })
  }
  const collected = collectRows(plan, refuse)
  const found = plan.series.map((series, i) => ({
    series,
    ...uniqueRows(
      collected.columns[i] ?? {
        length: 0,
        times: new Float64Array(),
        values: new Float64Array(),
        estimated: new Uint8Array(),
        lines: new Uint32Array(),
      },
      {
        choose: plan.duplicates ?? null,
        column: series.name,
        zone: plan.zone,
        refuse,
      },
    ),
  }))
  const points = found.map(({ series, rows, duplicates }) => pointOf(series.target.point, series.name, { rows, duplicates }))
  const mixed = found.find((f) => f.conflicts > MOST_CONFLICTS * (f.rows.length + f.conflicts))
  const sum = (of: (p: ImportedPoint) => number): number => points.reduce((n, p) => n + of(p), 0)
  const counts = {
    ...collected.counts,
    stored: sum((p) => p.rows.length),
    duplicates: sum((p) => p.duplicates),
    estimated: sum((p) => p.estimated),
    refused,
  }
  return {
    failures: mixed === undefined ? nothingRead(counts, refusals) : [severalSeries(plan, mixed.conflicts, refusals)],
    detected: plan.detected,
    columns: plan.columns,
    points,
    refusals: refusals.toSorted((a, b) => a.line - b.line),
    counts: mixed === undefined ? counts : { ...counts, stored: 0 },
    stamp: plan.stamp,
    preview: collected.preview,
    notes: notesOf(collected, counts, table),
  }
}

function pointOf(
  point: string,
  column: string,
  { rows, duplicates }: { readonly rows: PointRows; readonly duplicates: number },
): ImportedPoint {
  const estimated = rows.estimated.reduce((n, e) => n + e, 0)
  return { point, column, rows, duplicates, estimated, first: rows.times[0] ?? null, last: rows.times.at(-1) ?? null }
}

function nothingRead(counts: ImportCounts, refusals: readonly ImportRefusal[]): ImportFailure[] {
  const [first] = refusals
  if (counts.stored > 0) return []
  const reason = first === undefined ? 'no row has a value' : `no row can be read; the first: ${first.reason}`
  return [
    undecided(
      reason,
      first === undefined ? ['--value COLUMN'] : ['--time-format PATTERN', '--value COLUMN', '--where COLUMN=VALUE'],
      first ?? {},
    ),
  ]
}

/** Columns that tell rows of one time apart, as choices. */
function severalSeries(plan: ImportPlan, conflicts: number, refusals: readonly ImportRefusal[]): ImportFailure {
  const sample: TableRow[] = []
  for (const row of plan.rows()) if (row.fault === undefined && sample.push(row) >= 2000) break
  const kinds = kindsOf(plan.columns, sample)
  const choices = plan.columns.flatMap((column, i) => {
    const values = new Set(sample.map((r) => cellText(r.cells[i])))
    const used = i === plan.time.date || i === plan.time.clock || plan.series.some((s) => s.index === i)
    const plain = values.size >= 2 && values.size <= SUGGESTED && (kinds[i]?.times ?? 0) < 0.5
    return used || !plain ? [] : [...values].map((value) => flag('where', `${column}=${value}`))
  })
  const at = refusals.find((r) => r.reason.startsWith('several rows share')) ?? {}
  const reason = `several rows share one time with different values (${conflicts} times): the file may hold several meters`
  return undecided(reason, [...choices.slice(0, SUGGESTED), '--duplicates last', '--duplicates first', '--duplicates sum'], at)
}

function notesOf({ once }: Collected, counts: ImportCounts, table: Table): string[] {
  const notes: string[] = []
  if (once > 0)
    notes.push(
      `${once} local times of a doubled hour stand in the file once and are read as its first pass, or as its second where the file begins there`,
    )
  if (counts.duplicates > 0) notes.push(`${counts.duplicates} rows repeat the time of another row and are counted once`)
  if (table.format === 'xlsx') notes.push('lines are rows of the sheet')
  return notes
}
