/** Readings of a point that are older than the archive: those of the same field differ by a ratio alone, so the stored values are converted. */

import {
  DAY,
  type FromRow,
  type Instant,
  type Point,
  possible,
  QUALITY_CODE,
  type Quantity,
  span,
  type Span,
  tidy,
} from '../../../domain/index.ts'
import type { LoggedRow, StoredRow } from '../../../ports/index.ts'
import { encodeImport, IMPORT_TOPIC } from '../../../wire/index.ts'
import { rowAt } from '../../../rollup/tracks/meter-change.ts'
import type { AppParts } from '../../context.ts'

export interface OlderReadings {
  /** Ends where the archive begins. */
  readonly span: Span
  /** The row as it would be by the changed campus. */
  readonly convert: (time: number, row: StoredRow) => StoredRow
  /** Whether any value changes. */
  readonly changes: boolean
}

/** The parts of the span between the beginnings and ends of rows, with the rows that hold in each. */
function ratiosOf(before: readonly FromRow[], after: readonly FromRow[], within: Span): (number | null)[] {
  const edges = [...before, ...after]
    .flatMap(({ from, to }) => [from, to])
    .filter((at) => at !== null && at > within.from && at < within.to)
  return [within.from, ...new Set(edges)].map((at) => ratioAt(before, after, at ?? within.from))
}

/** What the values of a moment are multiplied by; null: another field serves the point, whose values were not stored for it. */
function ratioAt(before: readonly FromRow[], after: readonly FromRow[], at: number): number | null {
  const [old, fresh] = [rowAt(before, at), rowAt(after, at)]
  if (old === null && fresh === null) return 1
  if (old === null || fresh === null) return null
  if (old.source !== fresh.source || old.device !== fresh.device || old.field !== fresh.field) return null
  return tidy(fresh.multiplier / old.multiplier)
}

function convertRow(quantity: Quantity, ratio: number, { value, code }: StoredRow): StoredRow {
  if (ratio === 1) return { value, code }
  const next = tidy(value * ratio)
  // A value that no such quantity has was bad for that alone.
  const mended = code === QUALITY_CODE.bad && !possible(quantity, value) && possible(quantity, next)
  return { value: next, code: mended ? QUALITY_CODE.good : possible(quantity, next) ? code : QUALITY_CODE.bad }
}

/** Null: the values cannot be had from those that are stored. */
export function olderReadings(before: Point, after: Point, within: Span): OlderReadings | null {
  const ratios = ratiosOf(before.from, after.from, within)
  if (before.quantity !== after.quantity || before.kind !== after.kind || ratios.includes(null)) return null
  const convert = (time: number, row: StoredRow): StoredRow => convertRow(after.quantity, ratioAt(before.from, after.from, time) ?? 1, row)
  return { span: within, convert, changes: ratios.some((ratio) => ratio !== 1) }
}

/** Readings are read this much at a time. */
const STEP = 7 * DAY
/** Rows of one message in the journal. */
const ROWS = 5000

/** Calls `take` with the stored readings, oldest first. */
async function eachStored(
  { readings }: Pick<AppParts, 'readings'>,
  point: string,
  within: Span,
  take: (rows: readonly (StoredRow & { readonly time: number })[]) => Promise<void> | void,
): Promise<void> {
  let from: Instant | undefined = (await readings.firstFrom([point], within.from)).get(point)
  from = from === undefined || from < within.from ? within.from : from
  while (from < within.to) {
    const part: Span = span(from, Math.min(from + STEP, within.to))
    const found = await readings.scan({ points: [point], span: part })
    const rows = Array.from({ length: found.length }, (_, i) => ({
      time: found.time[i] ?? 0,
      value: found.value[i] ?? 0,
      code: found.quality[i] ?? 0,
    }))
    if (rows.length > 0) await take(rows)
    from = part.to
  }
}

/** As they would be. */
export async function readOlder(
  parts: Pick<AppParts, 'readings'>,
  point: string,
  { span: within, convert }: OlderReadings,
): Promise<ReadonlyMap<number, StoredRow>> {
  const found = new Map<number, StoredRow>()
  await eachStored(parts, point, within, (rows) => {
    for (const { time, value, code } of rows) found.set(time, convert(time, { value, code }))
  })
  return found
}

type RewriteParts = Pick<AppParts, 'readings' | 'importLog' | 'journal' | 'clock' | 'writer'>

/** Logs the readings as they stand, under the id of the change: a change that a stop interrupts goes on from these, and converts none twice. */
export async function logOlder(parts: RewriteParts, change: string, point: string, { span: within }: OlderReadings): Promise<void> {
  await eachStored(parts, point, within, (rows) => {
    const logged = rows.map(({ time, value, code }): LoggedRow => ({ time, value, before: { value, code } }))
    return parts.importLog.append(change, { point, rows: logged })
  })
}

/** Puts the converted readings into the journal, in the place of those that were logged. */
export async function rewriteOlder(parts: RewriteParts, change: string, { span: within, convert }: OlderReadings): Promise<void> {
  const { journal, clock, writer, importLog } = parts
  for await (const { point, rows } of importLog.read(change)) {
    const own = rows.filter(({ time }) => time >= within.from && time < within.to)
    for (let at = 0; at < own.length; at += ROWS) {
      const next = own.slice(at, at + ROWS).map(({ time, before, value }) => ({ time, ...convert(time, before ?? { value, code: 0 }) }))
      const pairs = next.map(({ time, value }) => [time, value] as const)
      const payload = encodeImport(point, pairs, { import: change, storedCodes: next.map(({ code }) => code) })
      journal.append({ topic: IMPORT_TOPIC, payload, receivedAt: clock.now(), retain: false, dup: false, qos: 1 })
      await writer.drained(journal.state().lastSeq)
    }
  }
}
