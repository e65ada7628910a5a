/** Readings of a store with those of one point replaced within a span: what a rollup would read after a replay. Nothing is written. */

import { instant, type Quality, qualityOf, type ReadingColumns, type Span, span } from '../../../domain/index.ts'
import type { Readings } from '../../../ports/index.ts'
import type { PointReadings } from './read-again.ts'

interface Row {
  readonly name: string
  readonly time: number
  readonly value: number
  readonly code: number
}

export interface ReplacedSpan {
  readonly point: string
  readonly span: Span
  readonly again: PointReadings
}

const ALWAYS = span(-8.64e15, 8.64e15)
const BAD: Quality = 'bad'

export function overlayReadings(store: Readings, { point, span: within, again }: ReplacedSpan): Readings {
  const fresh = [...again.rows].map(([time, row]): Row => ({ name: point, time, ...row }))

  async function scan(query: Parameters<Readings['scan']>[0]): Promise<ReadingColumns> {
    const stored = await store.scan(query)
    if (query.points !== undefined && !query.points.includes(point)) return stored
    const kept = rowsOf(stored).filter((row) => row.name !== point || row.time < within.from || row.time >= within.to)
    const added = fresh.filter(({ time }) => time >= query.span.from && time < query.span.to)
    return columnsOf([...kept, ...added].sort((a, b) => (a.name === b.name ? a.time - b.time : a.name < b.name ? -1 : 1)))
  }

  const own = async (from: number): Promise<readonly Row[]> => rowsOf(await scan({ points: [point], span: span(from, ALWAYS.to) }))

  return {
    ...store,
    scan,
    async firstFrom(points, at) {
      const found = new Map(
        await store.firstFrom(
          points.filter((p) => p !== point),
          at,
        ),
      )
      const first = points.includes(point) ? (await own(at)).find(({ code }) => qualityOf(code) !== BAD) : undefined
      if (first !== undefined) found.set(point, instant(first.time))
      return found
    },
    async latest() {
      const others = (await store.latest()).filter((l) => l.point !== point)
      const last = (await own(ALWAYS.from)).at(-1)
      return last === undefined
        ? others
        : [...others, { point, time: instant(last.time), value: last.value, quality: qualityOf(last.code) }]
    },
  }
}

function rowsOf({ names, length, point, time, value, quality }: ReadingColumns): readonly Row[] {
  return Array.from({ length }, (_, i) => ({
    name: names[point[i] ?? 0] ?? '',
    time: time[i] ?? 0,
    value: value[i] ?? 0,
    code: quality[i] ?? 0,
  }))
}

function columnsOf(rows: readonly Row[]): ReadingColumns {
  const names = [...new Set(rows.map((row) => row.name))]
  const at = new Map(names.map((name, i) => [name, i]))
  return {
    names,
    length: rows.length,
    point: Uint32Array.from(rows, (row) => at.get(row.name) ?? 0),
    time: Float64Array.from(rows, (row) => row.time),
    value: Float64Array.from(rows, (row) => row.value),
    quality: Uint8Array.from(rows, (row) => row.code),
  }
}
