/** Buckets of a world in memory, as the rollup folds them; the meter errs by its class, the power flickers. */

import { type Bucket, encodeBuckets, instant, QUARTER, type Step } from '../../../src/domain/index.ts'
import type { BucketQuery, Buckets } from '../../../src/ports/index.ts'
import { createBucketEdges, createCascade, FOLDED } from '../../../src/rollup/fold.ts'
import { ZONE } from './days.ts'
import { randomOf } from './random.ts'

const KNOWN = { n: 1, measured: QUARTER, coarse: 0, bridged: 0, estimated: 0, findings: 0, version: 1 } as const

interface Metered {
  readonly seed: number
  readonly stem: string
  readonly from: number
  /** Quarter hours of the power are kept up to here: a baseline is learned from them. */
  readonly learnedTo: number
}

/** Limit of the error of a meter, relative: class 1. */
const CLASS = 0.01
/** Voltage and age of lamps, relative, quarter hour by quarter hour. */
const FLICKER = 0.004

/** Buckets of register and power of a load that draws `watts`. */
export function meter({ seed, stem, from, learnedTo }: Metered, watts: Float64Array): readonly Bucket[] {
  const random = randomOf(seed, `${stem} meter`)
  const gain = 1 + random.between(-CLASS, CLASS)
  const all: Bucket[] = []
  const edges = FOLDED.map((step) => createBucketEdges(ZONE, step))
  const [energy, power] = [createCascade(edges, (b) => all.push(b)), createCascade(edges, (b) => all.push(b))]
  for (let i = 0; i < watts.length; i++) {
    const start = instant(from + i * QUARTER)
    const w = (watts[i] as number) * gain * (1 + FLICKER * random.normal())
    const span = {
      step: '15m' as const,
      start,
      end: instant(start + QUARTER),
      ...KNOWN,
      edge: { time: instant(start + QUARTER), value: 0 },
    }
    energy.push(0, { point: `${stem}/energy`, arithmetic: 'register', total: Math.round(w * 250), min: null, max: null, ...span })
    const quarter: Bucket = { point: `${stem}/power`, arithmetic: 'gauge', total: w * QUARTER, min: w, max: w, ...span }
    if (start < learnedTo) all.push(quarter)
    power.push(0, quarter)
  }
  for (let level = 0; level < FOLDED.length; level++) {
    energy.close(level)
    power.close(level)
  }
  return all
}

/** Reads only, in the order of the store: by point, then by time. */
export function storeOf(buckets: readonly Bucket[]): Pick<Buckets, 'read' | 'readColumns'> {
  const byKey = new Map<string, Bucket[]>()
  const keyOf = (point: string, step: Step): string => `${step} ${point}`
  for (const b of buckets) {
    const list = byKey.get(keyOf(b.point, b.step))
    if (list === undefined) byKey.set(keyOf(b.point, b.step), [b])
    else list.push(b)
  }
  const matching = ({ step, span, points = [] }: BucketQuery): Bucket[] =>
    points.flatMap((point) => (byKey.get(keyOf(point, step)) ?? []).filter((b) => b.start >= span.from && b.start < span.to))
  return { read: async (query) => matching(query), readColumns: async (query) => encodeBuckets(matching(query)) }
}
