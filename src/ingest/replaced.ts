/**
 * Rows that replace another value at the same point and time. A row newer than all before it of its point replaces nothing, which is nearly
 * every row; only the others are looked up in the store. The mark is stored with the row, so that a rebuild finds it again.
 */

import { DAY, instant, QUALITY_CODE, type ReadingColumns, REPLACED_CODE, type ReplacedReading, span } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { ReadingBatch, Readings } from '../ports/index.ts'

export interface ReplacedFinder {
  /** Marks the rows of a batch that replace another value, before it is committed. Called again for one batch it marks the same. */
  mark(batch: ReadingBatch): Promise<readonly ReplacedReading[]>
}

/** Old values kept of one batch; the mark of a row is kept beyond that. */
const MOST_KEPT = 1000

interface Held {
  readonly value: number
  readonly quality: number
}

export function createReplacedFinder(readings: Pick<Readings, 'latest' | 'scan'>): ReplacedFinder {
  /** Newest time of each point, by id; null until it is read. */
  let known: Map<string, number> | null = null
  /** The same by the index of a list of names. */
  let newest = new Float64Array(0)
  let names: readonly string[] | null = null
  let marked: ReadingBatch | null = null
  let notNewer: readonly number[] = []

  /** Indexes of rows that are not newer than all before them of their point. */
  function findNotNewer(rows: ReadingColumns, stored: Map<string, number>): number[] {
    if (names !== rows.names) {
      names?.forEach((name, i) => stored.set(name, newest[i] ?? -Infinity))
      names = rows.names
      newest = Float64Array.from(names, (name) => stored.get(name) ?? -Infinity)
    }
    const found: number[] = []
    for (let i = 0; i < rows.length; i++) {
      const p = rows.point[i] as number
      const time = rows.time[i] as number
      if (time > (newest[p] as number)) newest[p] = time
      else found.push(i)
    }
    return found
  }

  return {
    async mark(batch) {
      known ??= new Map((await readings.latest()).map(({ point, time }) => [point, time]))
      if (batch !== marked) notNewer = findNotNewer(batch.rows, known)
      marked = batch
      return notNewer.length === 0 ? [] : markRows(batch.rows, await findHeld(readings, batch.rows, notNewer))
    },
  }
}

/** What the store or the batch holds at the points and times that are looked for, by point index and time; null where nothing. */
type Looked = Map<number, Map<number, Held | null>>

/** Reads the stored rows at the points and times of these rows, a day at a time. */
async function findHeld(readings: Pick<Readings, 'scan'>, rows: ReadingColumns, wanted: readonly number[]): Promise<Looked> {
  const pointOf = (i: number): number => rows.point[i] as number
  const timeOf = (i: number): number => rows.time[i] as number
  const looked: Looked = new Map()
  for (const i of wanted) looked.set(pointOf(i), (looked.get(pointOf(i)) ?? new Map<number, Held | null>()).set(timeOf(i), null))
  for (const group of groupBy(wanted, (i) => Math.floor(timeOf(i) / DAY)).values()) {
    const indexes = new Map(group.map((i) => [rows.names[pointOf(i)] as string, pointOf(i)]))
    const times = group.map(timeOf)
    const within = span(
      times.reduce((a, b) => Math.min(a, b)),
      times.reduce((a, b) => Math.max(a, b)) + 1,
    )
    const stored = await readings.scan({ points: [...indexes.keys()], span: within })
    for (let i = 0; i < stored.length; i++) {
      const at = looked.get(indexes.get(stored.names[stored.point[i] as number] as string) ?? -1)
      const time = stored.time[i] as number
      if (at?.has(time)) at.set(time, { value: stored.value[i] as number, quality: stored.quality[i] as number })
    }
  }
  return looked
}

const isMarked = ({ quality }: Held): boolean => quality !== QUALITY_CODE.bad && (quality & REPLACED_CODE) !== 0

/** Marks in the order of the rows: a later row of the batch replaces an earlier one too. */
function markRows(rows: ReadingColumns, looked: Looked): ReplacedReading[] {
  const replaced: ReplacedReading[] = []
  for (let i = 0; i < rows.length; i++) {
    const time = rows.time[i] as number
    const at = looked.get(rows.point[i] as number)
    const before = at?.get(time)
    if (at === undefined || before === undefined) continue
    const value = rows.value[i] as number
    if (before !== null && rows.quality[i] !== QUALITY_CODE.bad && (before.value !== value || isMarked(before))) {
      rows.quality[i] = (rows.quality[i] as number) | REPLACED_CODE
      const point = rows.names[rows.point[i] as number] as string
      if (before.value !== value && replaced.length < MOST_KEPT) replaced.push({ point, time: instant(time), old: before.value, value })
    }
    at.set(time, { value, quality: rows.quality[i] as number })
  }
  return replaced
}
