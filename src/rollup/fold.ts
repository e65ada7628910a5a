/** Quarter hours into hours, days, months and years: totals add exactly, integrals in time order, coverage adds up, the last closing closes. */

import { type Bucket, type Instant, instant, nextEdge, floorEdge, ROLLUP_VERSION, type Step } from '../domain/index.ts'

export const FOLDED: readonly Step[] = ['1h', '1d', '1M', '1y']

/** A bucket of `step` from its first child. */
function begin(step: Step, start: Instant, end: Instant, child: Bucket): Bucket {
  return { ...child, step, start, end, version: ROLLUP_VERSION }
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))
const most = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

/** `whole` with one more, later child. */
export function addChild(whole: Bucket, child: Bucket): Bucket {
  return {
    point: whole.point,
    step: whole.step,
    start: whole.start,
    end: whole.end,
    arithmetic: whole.arithmetic,
    n: whole.n + child.n,
    total: whole.total + child.total,
    min: least(whole.min, child.min),
    max: most(whole.max, child.max),
    measured: whole.measured + child.measured,
    coarse: whole.coarse + child.coarse,
    bridged: whole.bridged + child.bridged,
    estimated: whole.estimated + child.estimated,
    edge: child.edge ?? whole.edge,
    findings: whole.findings | child.findings,
    version: whole.version,
  }
}

/** Local edges of one step, found once each: most children share their parent with the one before. */
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
  /** A child of the given level's step-below, in time order: level 0 takes quarter hours, 1 hours, 2 days, 3 months. */
  push(level: number, child: Bucket): void
  /** Where the parent that is open at this level ends, or null. */
  openEnd(level: number): Instant | null
  /** Gives out what is open at this level to the caller and to the level above. */
  close(level: number): void
}

export function createCascade(edges: readonly BucketEdges[], emit: (bucket: Bucket) => void): Cascade {
  const open: (Bucket | null)[] = [null, null, null, null]

  function close(level: number): void {
    const whole = open[level] ?? null
    if (whole === null) return
    open[level] = null
    emit(whole)
    if (level + 1 < FOLDED.length) push(level + 1, whole)
  }

  function push(level: number, child: Bucket): void {
    let whole = open[level] ?? null
    if (whole !== null && child.start >= whole.end) {
      close(level)
      whole = null
    }
    if (whole !== null) {
      open[level] = addChild(whole, child)
      return
    }
    const { start, end } = (edges[level] as BucketEdges).spanOf(child.start)
    open[level] = begin(FOLDED[level] as Step, start, end, child)
  }

  return { push, close, openEnd: (level) => open[level]?.end ?? null }
}
