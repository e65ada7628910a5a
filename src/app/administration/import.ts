/** Rows of a file enter through the journal as messages do: the same validation and rollups as live data. */

import type { Campus } from '../../domain/index.ts'
import { PortError } from '../../ports/index.ts'
import { encodeImport, IMPORT_TOPIC } from '../../wire/index.ts'
import type { AppParts } from '../context.ts'
import type { ImportedRows } from './api.ts'

/** Throws PortError: `refused` for an unknown point, `full` when the journal takes no more. */
export function importRows(
  { journal, clock }: Pick<AppParts, 'journal' | 'clock'>,
  campus: Campus,
  { point, rows, ...marks }: ImportedRows,
): { accepted: number; seq: number } {
  const known = campus.points.find((p) => p.id === point)
  if (known === undefined) throw new PortError('refused', `no point "${point}" in the campus file`)
  if (known.of !== undefined) throw new PortError('refused', `"${point}" is computed of other points: import into those`)
  const payload = encodeImport(point, rows, marks)
  const seq = journal.append({ topic: IMPORT_TOPIC, payload, receivedAt: clock.now(), retain: false, dup: false, qos: 1 })
  return { accepted: rows.length, seq }
}
