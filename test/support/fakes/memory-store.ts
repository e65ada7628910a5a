/** Readings and buckets in plain maps: slow and simple. The reference that every store is compared with. */

import {
  type Bucket,
  type EdgeState,
  DAY,
  encodeBuckets,
  type Instant,
  instant,
  qualityOf,
  REMOVED_CODE,
  type ReadingColumns,
} from '../../../src/domain/index.ts'
import type { BucketQuery, Buckets, Change, LatestReading, ReadingBatch, Readings } from '../../../src/ports/index.ts'

interface Row {
  readonly point: string
  readonly time: number
  readonly value: number
  readonly quality: number
  readonly seq: number
}

const byPointAndTime = (a: Row, b: Row): number => (a.point < b.point ? -1 : a.point > b.point ? 1 : a.time - b.time)

export function columnsFrom(rows: readonly Omit<Row, 'seq'>[]): ReadingColumns {
  const names = [...new Set(rows.map((r) => r.point))].sort()
  return {
    names,
    length: rows.length,
    point: Uint32Array.from(rows, (r) => names.indexOf(r.point)),
    time: Float64Array.from(rows, (r) => r.time),
    value: Float64Array.from(rows, (r) => r.value),
    quality: Uint8Array.from(rows, (r) => r.quality),
  }
}

export function createMemoryReadings(): Readings {
  let offset = 0
  /** Every row ever written, for `changes`. */
  let written: Row[] = []
  const rows = new Map<string, Row>()

  const put = (row: Row): void => {
    const key = `${row.point} ${row.time}`
    written.push(row)
    if ((rows.get(key)?.seq ?? -1) <= row.seq) rows.set(key, row)
  }
  const sorted = (): Row[] => [...rows.values()].filter((r) => r.quality !== REMOVED_CODE).sort(byPointAndTime)

  return {
    async commit(batch: ReadingBatch) {
      const { rows, seq } = batch
      for (let i = 0; i < rows.length; i++) {
        if ((seq[i] as number) <= offset) continue
        put({
          point: rows.names[rows.point[i] as number] as string,
          time: rows.time[i] as number,
          value: rows.value[i] as number,
          quality: rows.quality[i] as number,
          seq: seq[i] as number,
        })
      }
      offset = batch.offset
    },
    offset: async () => offset,
    async scan({ points, span }) {
      return columnsFrom(
        sorted().filter((r) => r.time >= span.from && r.time < span.to && (points === undefined || points.includes(r.point))),
      )
    },
    async firstFrom(points, at) {
      const first = new Map<string, Instant>()
      for (const r of sorted())
        if (r.time >= at && r.quality !== 3 && points.includes(r.point) && !first.has(r.point)) first.set(r.point, instant(r.time))
      return first
    },
    async latest() {
      const newest = new Map<string, LatestReading>()
      for (const r of sorted())
        newest.set(r.point, { point: r.point, time: instant(r.time), value: r.value, quality: qualityOf(r.quality) })
      return [...newest.values()]
    },
    async changes(after) {
      const found = new Map<string, Change & { day: number }>()
      for (const { point, time, seq } of written) {
        if (seq <= after || seq > offset) continue
        const day = Math.floor(time / DAY)
        const known = found.get(`${day} ${point}`)
        const from = instant(Math.min(known?.from ?? Infinity, time))
        const to = instant(Math.max(known?.to ?? -Infinity, time))
        found.set(`${day} ${point}`, { point, from, to, day })
      }
      const changes = [...found.values()].sort((a, b) => a.day - b.day || (a.point < b.point ? -1 : 1))
      return { changes: changes.map(({ point, from, to }) => ({ point, from, to })), upTo: offset }
    },
    async remove(points, within) {
      const goes = (row: { point: string; time: number }): boolean =>
        points.includes(row.point) && (within === undefined || (row.time >= within.from && row.time < within.to))
      for (const [key, row] of rows) if (goes(row)) rows.delete(key)
      written = written.filter((row) => !goes(row))
    },
    compact: async () => 0,
    count: async () => rows.size,
  }
}

export interface MemoryBuckets extends Buckets {
  /** All of them, sorted by step, point and start. */
  all(): readonly Bucket[]
}

export function createMemoryBuckets(): MemoryBuckets {
  const rows = new Map<string, Bucket>()
  let rolledUpTo = 0
  const keyOf = (b: Bucket): string => `${b.step} ${b.point} ${b.start}`
  const order = (a: Bucket, b: Bucket): number =>
    a.step < b.step ? -1 : a.step > b.step ? 1 : a.point < b.point ? -1 : a.point > b.point ? 1 : a.start - b.start
  const matching = ({ step, span, points }: BucketQuery): Bucket[] =>
    [...rows.values()]
      .filter((b) => b.step === step && b.start >= span.from && b.start < span.to && (points === undefined || points.includes(b.point)))
      .sort(order)
  return {
    async write(buckets, upTo) {
      for (const b of buckets) rows.set(keyOf(b), b)
      if (upTo !== undefined) rolledUpTo = upTo
    },
    read: async (query) => matching(query),
    readColumns: async (query) => encodeBuckets(matching(query)),
    async edgeStates(points, at) {
      const found = new Map<string, EdgeState>()
      for (const b of [...rows.values()].sort(order))
        if (b.step === '15m' && b.end <= at && b.edge !== null && points.includes(b.point)) found.set(b.point, b.edge)
      return found
    },
    rolledUpTo: async () => rolledUpTo,
    async remove(points, within) {
      for (const [key, b] of rows) if (points.includes(b.point) && b.start >= within.from && b.start < within.to) rows.delete(key)
    },
    all: () => [...rows.values()].sort(order),
  }
}
