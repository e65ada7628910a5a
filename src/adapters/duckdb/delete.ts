/** Rows deleted a month at a time with a checkpoint behind each: what DuckDB keeps in memory to undo a deletion grows with it. */

import { DAY, type Span } from '../../domain/index.ts'
import type { Session } from './session.ts'

interface Deletion {
  readonly table: 'reading' | 'bucket'
  /** Its column of times. */
  readonly time: string
  /** ` AND ...` */
  readonly filter: string
  /** Null: all times. */
  readonly within: Span | null
}

const SLICE = 31 * DAY

export async function deleteFrom(session: Session, { table, time, filter, within }: Deletion): Promise<void> {
  const [least, most] = (await session.query(`SELECT min(${time}), max(${time}) FROM ${table} WHERE true${filter}`, [
    'double',
    'double',
  ])) as [Float64Array, Float64Array]
  const from = Math.max(least[0] ?? Number.NaN, within?.from ?? -Infinity)
  const to = Math.min((most[0] ?? Number.NaN) + 1, within?.to ?? Infinity)
  // Nothing there: both are NaN.
  for (let at = from; at < to; at += SLICE) {
    const slice = `${time} >= ${at} AND ${time} < ${Math.min(at + SLICE, to)}`
    await session.transact(() => session.writer.run(`DELETE FROM ${table} WHERE ${slice}${filter}`))
    await session.roomy(() => session.alone(() => session.writer.run('CHECKPOINT')))
  }
}

/** A transaction that looks at more than it writes. */
export function roomily<T>(session: Session, work: (committed: (note: () => void) => void) => Promise<T>): Promise<T> {
  return session.roomy(() => session.transact(work))
}
