/** Rows of a request before they are accepted: each fault with its place, so that nothing is acknowledged and then refused. */

import { type Campus, type Instant, instant, iso, MINUTE } from '../../../domain/index.ts'
import { ACCEPT_SINCE } from '../../../wire/index.ts'
import type { ImportedRows } from './import-types.ts'
import type { Refusal } from '../../refusal.ts'

/** Clocks may be ahead by this much, as in messages. */
const AHEAD = 5 * MINUTE

/** Null where every row can be stored. */
export function judgeRows(
  { point, rows, acceptSince = ACCEPT_SINCE }: Omit<ImportedRows, 'import'>,
  campus: Campus,
  now: Instant,
): Refusal | null {
  const target = campus.points.find((p) => p.id === point)
  if (target?.of !== undefined) return { refused: 'refused', detail: `"${point}" is computed of other points: import into those` }
  if (target === undefined)
    return { refused: 'refused', detail: `no point "${point}" in the campus file; add it, or import into one that is there` }
  const since = iso(instant(acceptSince)).slice(0, 10)
  const faults = rows.flatMap(([time, value], row) => {
    const path = `rows/${row}`
    if (time < acceptSince)
      return [{ path, message: `the time ${iso(instant(time))} lies before ${since}, the oldest that is believed; set accept_since` }]
    if (time > now + AHEAD) return [{ path, message: `the time ${iso(instant(time))} lies in the future` }]
    return Number.isFinite(value) ? [] : [{ path, message: `the value ${String(value)} is no number` }]
  })
  return faults.length === 0
    ? null
    : { refused: 'invalid-request', detail: `${faults.length} of ${rows.length} rows cannot be stored`, faults }
}
