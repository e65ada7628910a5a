/** Rows of a file enter through the journal as messages do: the same validation and rollups as live data. Before, what they replace is logged. */

import { HOUR, instant, type Instant, span } from '../../../domain/index.ts'
import type { LoggedRow, StoredRow } from '../../../ports/index.ts'
import { encodeImport, type ImportMarks, IMPORT_TOPIC } from '../../../wire/index.ts'
import type { AppParts } from '../../context.ts'
import type { ImportedRows } from './import-types.ts'

export type ImportParts = Pick<AppParts, 'journal' | 'clock' | 'readings' | 'writer' | 'importLog'>

/** Rows as new as this may stand in messages that are journalled and not stored yet: those are stored first, or their values could not come back. */
const FRESH = HOUR

/** Resolves to the logged rows and the sequence of the journal. Throws PortError `full` when the journal takes no more. */
export async function importRows(
  parts: ImportParts,
  importId: string,
  { point, rows, ...marks }: Omit<ImportedRows, 'import'>,
): Promise<{ readonly seq: number; readonly logged: readonly LoggedRow[] }> {
  const unique = [...new Map(rows).entries()]
  const newest = unique.reduce((most, [time]) => Math.max(most, time), -Infinity)
  if (newest > parts.clock.now() - FRESH) await parts.writer.drained(parts.journal.state().lastSeq)
  const present = await readRows(
    parts,
    point,
    unique.map(([time]) => time),
  )
  const logged = unique.map(([time, value]): LoggedRow => ({ time, value, before: present.get(time) ?? null }))
  await parts.importLog.append(importId, { point, rows: logged })
  return { seq: appendRows(parts, { point, rows }, { ...marks, import: importId }), logged }
}

export function appendRows(
  { journal, clock }: Pick<ImportParts, 'journal' | 'clock'>,
  { point, rows }: Pick<ImportedRows, 'point' | 'rows'>,
  marks: ImportMarks,
): number {
  const payload = encodeImport(point, rows, marks)
  return journal.append({ topic: IMPORT_TOPIC, payload, receivedAt: clock.now(), retain: false, dup: false, qos: 1 })
}

/** What the store holds at these times, by time. */
export async function readRows(
  { readings }: Pick<ImportParts, 'readings'>,
  point: string,
  times: readonly number[],
): Promise<Map<number, StoredRow>> {
  const wanted = new Set(times)
  const [from, to] = bounds(times)
  const found = new Map<number, StoredRow>()
  if (times.length === 0) return found
  const stored = await readings.scan({ points: [point], span: span(from, to + 1) })
  for (let i = 0; i < stored.length; i++) {
    const time = stored.time[i] ?? 0
    if (wanted.has(time)) found.set(time, { value: stored.value[i] ?? 0, code: stored.quality[i] ?? 0 })
  }
  return found
}

function bounds(times: readonly number[]): readonly [from: Instant, to: Instant] {
  let [from, to] = [Infinity, -Infinity]
  for (const time of times) {
    from = Math.min(from, time)
    to = Math.max(to, time)
  }
  return [instant(from), instant(to)]
}
