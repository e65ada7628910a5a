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

export async function deleteFrom(session: Session, { within, ...what }: Deletion): Promise<void> {
  for (const slice of await slicesOf(session, what, within)) {
    await session.transact(() => session.writer.run(`DELETE FROM ${what.table} WHERE ${slice(what.time)}${what.filter}`))
    await session.roomy(() => session.alone(() => session.writer.run('CHECKPOINT')))
  }
}

type Rows = Pick<Deletion, 'table' | 'time' | 'filter'>

/** A condition on a column of times. */
export type Slice = (column: string) => string

/** Conditions that cut the rows' times into months, those in which there are rows. */
export async function slicesOf(session: Session, { table, time, filter }: Rows, within: Span | null = null): Promise<Slice[]> {
  const inside = within === null ? '' : ` AND ${time} >= ${within.from} AND ${time} < ${within.to}`
  const sql = `SELECT DISTINCT floor(${time} / ${SLICE}) AS slice FROM ${table} WHERE true${filter}${inside} ORDER BY slice`
  const [numbers] = (await session.query(sql, ['double'])) as [Float64Array]
  return Array.from(numbers, (n) => {
    const from = Math.max(n * SLICE, within?.from ?? -Infinity)
    const to = Math.min((n + 1) * SLICE, within?.to ?? Infinity)
    const bound = (column: string, edge: number, sign: string): string => (Number.isFinite(edge) ? `${column} ${sign} ${edge}` : 'true')
    return (column: string): string => `${bound(column, from, '>=')} AND ${bound(column, to, '<')}`
  })
}
