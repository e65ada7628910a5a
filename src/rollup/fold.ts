/**
 * Folds quarter hours into hours, days, months and years. Totals of registers add exactly, integrals of gauges are added in time order,
 * coverage adds up, and the parent ends with the last edge state of its children.
 */

import {
  type Bucket,
  copyBucket,
  DAY,
  HOUR,
  type Instant,
  instant,
  nextEdge,
  floorEdge,
  ROLLUP_VERSION,
  type Step,
} from '../domain/index.ts'

export const FOLDED: readonly Step[] = ['1h', '1d', '1M', '1y']

/** Readings that come at least so often, ms, tell the shape of steps of this length: what is coarse below is measured in them. */
const RESOLVED: readonly number[] = [HOUR, DAY, 31 * DAY, 366 * DAY]

/** Opens a bucket of `step` with its first child. */
function openParent(step: Step, start: Instant, end: Instant, child: Bucket): Bucket {
  return copyBucket(child, { step, start, end, version: ROLLUP_VERSION })
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))
const most = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

/** The parent with one more, later child. */
export function addChild(parent: Bucket, child: Bucket): Bucket {
  return {
    point: parent.point,
    step: parent.step,
    start: parent.start,
    end: parent.end,
    arithmetic: parent.arithmetic,
    n: parent.n + child.n,
    total: parent.total + child.total,
    min: least(parent.min, child.min),
    max: most(parent.max, child.max),
    measured: parent.measured + child.measured,
    coarse: parent.coarse + child.coarse,
    bridged: parent.bridged + child.bridged,
    estimated: parent.estimated + child.estimated,
    edge: child.edge ?? parent.edge,
    findings: parent.findings | child.findings,
    version: parent.version,
  }
}

/** Local edges of one step. The last result is kept, because most children share their parent with the one before. */
export interface BucketEdges {
  spanOf(at: Instant): { readonly start: Instant; readonly end: Instant }
}

export function createBucketEdges(zone: string, step: Step): BucketEdges {
  let start = instant(Number.NaN)
  let end = start
  return {
    spanOf(at) {
      if (!(at >= start && at < end)) {
        start = floorEdge(zone, step, at)
        end = nextEdge(zone, step, at)
      }
      return { start, end }
    },
  }
}

export interface Cascade {
  /** Adds a child in time order: level 0 takes quarter hours, 1 hours, 2 days, 3 months. */
  push(level: number, child: Bucket): void
  /** End of the parent that is open at this level, or null. */
  openEnd(level: number): Instant | null
  /** Emits the parent that is open at this level, and pushes it to the level above. */
  close(level: number): void
}

/** `spacing`: expected time between readings, ms. */
export function createCascade(edges: readonly BucketEdges[], emit: (bucket: Bucket) => void, spacing = Infinity): Cascade {
  const open: (Bucket | null)[] = [null, null, null, null]

  function close(level: number): void {
    const parent = open[level] ?? null
    if (parent === null) return
    open[level] = null
    emit(parent)
    if (level + 1 < FOLDED.length) push(level + 1, parent)
  }

  function push(level: number, below: Bucket): void {
    const resolved = below.coarse > 0 && spacing <= (RESOLVED[level] ?? 0)
    const child = resolved ? copyBucket(below, { measured: below.measured + below.coarse, coarse: 0 }) : below
    let parent = open[level] ?? null
    if (parent !== null && child.start >= parent.end) {
      close(level)
      parent = null
    }
    if (parent !== null) {
      open[level] = addChild(parent, child)
      return
    }
    const { start, end } = (edges[level] as BucketEdges).spanOf(child.start)
    open[level] = openParent(FOLDED[level] as Step, start, end, child)
  }

  return { push, close, openEnd: (level) => open[level]?.end ?? null }
}
