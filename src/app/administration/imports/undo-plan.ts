/** What undoing an import writes: rows as they stood before, or their removal. Pure. */

import { REMOVED_CODE } from '../../../domain/index.ts'
import type { LoggedRow, LoggedRows, StoredRow } from '../../../ports/index.ts'

/** Rows of one point by time. */
export type RowsByTime = ReadonlyMap<number, LoggedRow>

export interface UndoPart {
  readonly point: string
  readonly rows: readonly (readonly [time: number, value: number])[]
  /** Of each row: its code as it was stored before, or REMOVED_CODE. */
  readonly codes: readonly number[]
}

export interface LaterImport {
  readonly id: string
  readonly rows: RowsByTime
}

export interface PointUndo {
  readonly parts: readonly UndoPart[]
  readonly restored: number
  readonly removed: number
  /** Rows that stay, by the later import that holds their time; null: a reading of another origin. */
  readonly kept: ReadonlyMap<string | null, number>
  /** What later imports bring back when they are undone themselves: what stood there before this import. */
  readonly rebased: ReadonlyMap<string, readonly LoggedRow[]>
}

/** Rows of one message of the journal. */
const ROWS = 1000

/** `now`: what the store holds at these times. `later` in the order in which the imports were opened. */
export function planUndo(
  point: string,
  logged: RowsByTime,
  { now, later }: { readonly now: ReadonlyMap<number, StoredRow>; readonly later: readonly LaterImport[] },
): PointUndo {
  const writes: { time: number; value: number; code: number }[] = []
  const kept = new Map<string | null, number>()
  const rebased = new Map<string, LoggedRow[]>()
  let [restored, removed] = [0, 0]
  for (const { time, value, before } of logged.values()) {
    const present = now.get(time)
    const holders = later.filter(({ rows }) => rows.has(time))
    const holder = holders.at(-1)
    if (holder !== undefined) {
      kept.set(holder.id, (kept.get(holder.id) ?? 0) + 1)
      // The one that replaced this row: where values are equal, the first after it.
      const next = holders.find(({ rows }) => rows.get(time)?.before?.value === value)
      const row = next?.rows.get(time)
      if (next !== undefined && row !== undefined) addTo(rebased, next.id, { ...row, before })
    } else if (present?.value === value && before !== null) {
      writes.push({ time, value: before.value, code: before.code })
      restored++
    } else if (present?.value === value) {
      writes.push({ time, value: 0, code: REMOVED_CODE })
      removed++
    } else if (isRestored(present, before)) {
      // An undo that was interrupted has written this row.
      if (before === null) removed++
      else restored++
    } else kept.set(null, (kept.get(null) ?? 0) + 1)
  }
  return { parts: cut(point, writes), restored, removed, kept, rebased }
}

function addTo(rebased: Map<string, LoggedRow[]>, id: string, row: LoggedRow): void {
  const rows = rebased.get(id)
  if (rows === undefined) rebased.set(id, [row])
  else rows.push(row)
}

const isRestored = (present: StoredRow | undefined, before: StoredRow | null): boolean =>
  before === null ? present === undefined : present?.value === before.value

function cut(point: string, writes: readonly { time: number; value: number; code: number }[]): UndoPart[] {
  const parts: UndoPart[] = []
  for (let i = 0; i < writes.length; i += ROWS) {
    const rows = writes.slice(i, i + ROWS)
    parts.push({ point, rows: rows.map(({ time, value }) => [time, value] as const), codes: rows.map(({ code }) => code) })
  }
  return parts
}

/** Logged rows of an import by point and time: later lines of the log replace earlier ones. */
export async function readByPoint(
  log: AsyncIterable<LoggedRows>,
  points?: ReadonlySet<string>,
): Promise<Map<string, Map<number, LoggedRow>>> {
  const found = new Map<string, Map<number, LoggedRow>>()
  for await (const { point, rows } of log) {
    if (points !== undefined && !points.has(point)) continue
    const byTime = found.get(point) ?? new Map<number, LoggedRow>()
    found.set(point, byTime)
    for (const row of rows) byTime.set(row.time, row)
  }
  return found
}
