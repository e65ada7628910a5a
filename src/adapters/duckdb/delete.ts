/** Deletes rows slice by slice of time, with a checkpoint behind each: the memory that DuckDB needs to undo a deletion grows with its rows. */

import { DAY, type Span } from '../../domain/index.ts'
import type { Session } from './session.ts'

interface Deletion {
  readonly table: 'reading' | 'bucket'
  /** Name of its column of times. */
  readonly time: string
  /** Further condition, ` AND ...`. */
  readonly filter: string
  /** Null: all times. */
  readonly within: Span | null
}

const SLICE_DAYS = 31
/** Only a slice of one day may hold more. A month of 2,000 points at a minute was 86 million, and the hash table over them 400 MB. */
const SLICE_ROWS = 4_000_000

export async function deleteFrom(session: Session, { within, ...what }: Deletion): Promise<void> {
  for (const slice of await slicesOf(session, what, within)) {
    await session.transact(() => session.writer.run(`DELETE FROM ${what.table} WHERE ${slice(what.time)}${what.filter}`))
    await session.withMoreMemory(() => session.exclusive(() => session.writer.run('CHECKPOINT')))
  }
}

type Rows = Pick<Deletion, 'table' | 'time' | 'filter'>

/** A condition on a column of times. */
export type TimeCondition = (column: string) => string

/** From the start of one day to the end of another, in days since 1970. */
interface Days {
  readonly first: number
  readonly last: number
  readonly rows: number
}

/** Joins ascending days to slices of at most SLICE_DAYS days and SLICE_ROWS rows. */
export function joinDays(days: readonly number[], rows: readonly number[]): readonly Days[] {
  const slices: Days[] = []
  for (const [i, day] of days.entries()) {
    const more = rows[i] ?? 0
    const open = slices.at(-1)
    if (open !== undefined && day - open.first < SLICE_DAYS && open.rows + more <= SLICE_ROWS)
      slices[slices.length - 1] = { first: open.first, last: day, rows: open.rows + more }
    else slices.push({ first: day, last: day, rows: more })
  }
  return slices
}

/** Conditions that cut the times of the rows into slices; a slice without rows is left out. */
export async function slicesOf(session: Session, { table, time, filter }: Rows, within: Span | null = null): Promise<TimeCondition[]> {
  const inSpan = within === null ? '' : ` AND ${time} >= ${within.from} AND ${time} < ${within.to}`
  const sql = `SELECT floor(${time} / ${DAY}) AS day, count(*)::DOUBLE FROM ${table} WHERE true${filter}${inSpan} GROUP BY day ORDER BY day`
  const [days, rows] = (await session.query(sql, ['double', 'double'])) as [Float64Array, Float64Array]
  return joinDays([...days], [...rows]).map(({ first, last }) => {
    const from = Math.max(first * DAY, within?.from ?? -Infinity)
    const to = Math.min((last + 1) * DAY, within?.to ?? Infinity)
    const bound = (column: string, edge: number, sign: string): string => (Number.isFinite(edge) ? `${column} ${sign} ${edge}` : 'true')
    return (column: string): string => `${bound(column, from, '>=')} AND ${bound(column, to, '<')}`
  })
}
