/** Rows of the table with those that are not written yet, in columns: an answer of half a million rows is copied in blocks, not taken apart. */

import { type Bucket, type BucketColumns, BUCKET_FIELDS, encodeBuckets, type NumberColumn } from '../../../domain/index.ts'

const START = BUCKET_FIELDS.findIndex((f) => f.name === 't0')

const order = (a: Bucket, b: Bucket): number => (a.point < b.point ? -1 : a.point > b.point ? 1 : a.start - b.start)

/** Rows [from, to) of the stored ones or of the unwritten ones. */
interface Block {
  readonly of: BucketColumns
  readonly name: number
  readonly from: number
  readonly to: number
}

/** Rows of the table, replaced by the unwritten ones with the same key, all of one step. Sorted by (point, start). */
export function overlay(stored: BucketColumns, unwritten: readonly Bucket[]): BucketColumns {
  if (unwritten.length === 0) return stored
  const newer = encodeBuckets([...unwritten].sort(order))
  const [below, above] = [runsOf(stored), runsOf(newer)]
  const names = [...new Set([...below.keys(), ...above.keys()])].sort()
  const blocks = names.flatMap((name, index) => mergeRuns({ stored, newer, index }, below.get(name) ?? NONE, above.get(name) ?? NONE))
  return joinBlocks(names, blocks, stored)
}

type Run = readonly [from: number, to: number]
const NONE: Run = [0, 0]

function runsOf({ names, point, length }: BucketColumns): Map<string, Run> {
  const runs = new Map<string, Run>()
  for (let from = 0; from < length; ) {
    let to = from + 1
    while (to < length && point[to] === point[from]) to++
    runs.set(names[point[from] as number] as string, [from, to])
    from = to
  }
  return runs
}

interface Sources {
  readonly stored: BucketColumns
  readonly newer: BucketColumns
  /** Of the name among those of the result. */
  readonly index: number
}

function mergeRuns({ stored, newer, index: name }: Sources, [low, high]: Run, [first, end]: Run): Block[] {
  const [old, fresh] = [stored.columns[START] as NumberColumn, newer.columns[START] as NumberColumn]
  const blocks: Block[] = []
  let at = low
  for (let i = first; i < end; i++) {
    const start = fresh[i] as number
    const place = placeOf(old, [at, high], start)
    blocks.push({ of: stored, name, from: at, to: place }, { of: newer, name, from: i, to: i + 1 })
    at = place < high && old[place] === start ? place + 1 : place
  }
  blocks.push({ of: stored, name, from: at, to: high })
  return blocks.filter((b) => b.to > b.from)
}

/** First index whose start is not before `start`. */
function placeOf(starts: NumberColumn, [from, to]: Run, start: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] as number) < start) low = middle + 1
    else high = middle
  }
  return low
}

/** Columns that the table was not asked for stay empty. */
function joinBlocks(names: readonly string[], blocks: readonly Block[], stored: BucketColumns): BucketColumns {
  const length = blocks.reduce((sum, b) => sum + b.to - b.from, 0)
  const point = new Int32Array(length)
  const columns = stored.columns.map((column) => {
    const isAbsent = column.length === 0 && stored.length > 0
    return new (column.constructor as new (length: number) => NumberColumn)(isAbsent ? 0 : length)
  })
  let at = 0
  for (const { of, name, from, to } of blocks) {
    point.fill(name, at, at + to - from)
    for (const [i, column] of columns.entries()) if (column.length > 0) column.set((of.columns[i] as NumberColumn).subarray(from, to), at)
    at += to - from
  }
  return { names, length, point, columns }
}
