/** Takes the rows of an import back: what they replaced comes back, the others are removed, and what stands there by now stays and is named. */

import type { LoggedRow } from '../../../ports/index.ts'
import { appendRows, type ImportParts, readRows } from './import-rows.ts'
import type { UndoOutcome } from './import-types.ts'
import type { ImportEntry, KeptReadings } from './register.ts'
import { type LaterImport, planUndo, readByPoint, type RowsByTime } from './undo-plan.ts'

/** Rows that are compared with the store at once. */
const SLICE = 20_000

export interface UndoRequest {
  readonly entry: ImportEntry
  /** Imports that came after it and stand. */
  readonly later: readonly ImportEntry[]
  /** Whether the campus file has the point: rows of others cannot be written. */
  readonly hasPoint: (point: string) => boolean
  readonly onProgress?: (done: number, total: number) => void
}

/** An undo that was interrupted is done again: rows that came back already count as such. Throws PortError. */
export async function undoImport(parts: ImportParts, { entry, later, hasPoint, onProgress }: UndoRequest): Promise<UndoOutcome> {
  await parts.writer.drained(parts.journal.state().lastSeq)
  const byPoint = await readByPoint(parts.importLog.read(entry.id))
  const above = await readLater(parts, later, new Set(byPoint.keys()))
  const total = [...byPoint.values()].reduce((n, rows) => n + rows.size, 0)
  const outcome = { restored: 0, removed: 0, seq: parts.journal.state().lastSeq }
  const kept: KeptReadings[] = []
  let done = 0
  for (const [point, rows] of byPoint) {
    for (const slice of slices(rows)) {
      done += slice.size
      if (hasPoint(point)) {
        const now = await readRows(parts, point, [...slice.keys()])
        const plan = planUndo(point, slice, { now, later: above.get(point) ?? [] })
        // First what later imports bring back: a crash in between logs it again.
        for (const [id, rebased] of plan.rebased) await parts.importLog.append(id, { point, rows: rebased })
        for (const part of plan.parts)
          outcome.seq = appendRows(parts, { point, rows: part.rows }, { import: entry.id, storedCodes: part.codes })
        outcome.restored += plan.restored
        outcome.removed += plan.removed
        for (const [id, readings] of plan.kept) addKept(kept, { point, readings, import: id })
      } else addKept(kept, { point, readings: slice.size, import: null })
      onProgress?.(done, total)
    }
  }
  return { ...outcome, kept }
}

async function readLater(
  { importLog }: ImportParts,
  later: readonly ImportEntry[],
  points: ReadonlySet<string>,
): Promise<Map<string, LaterImport[]>> {
  const found = new Map<string, LaterImport[]>()
  for (const { id } of later.filter((e) => e.points.some((p) => points.has(p))))
    for (const [point, rows] of await readByPoint(importLog.read(id), points)) found.set(point, [...(found.get(point) ?? []), { id, rows }])
  return found
}

function* slices(rows: ReadonlyMap<number, LoggedRow>): Generator<RowsByTime> {
  const sorted = [...rows.entries()].sort(([a], [b]) => a - b)
  for (let i = 0; i < sorted.length; i += SLICE) yield new Map(sorted.slice(i, i + SLICE))
}

function addKept(kept: KeptReadings[], more: KeptReadings): void {
  const at = kept.findIndex((k) => k.point === more.point && k.import === more.import)
  const present = kept[at]
  if (present === undefined) kept.push(more)
  else kept[at] = { ...present, readings: present.readings + more.readings }
}
