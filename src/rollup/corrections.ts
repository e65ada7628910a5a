/** Corrections of one point as the rollup applies them: to each quarter hour before it is folded, and to the readings of its register. Pure. */

import { type Bucket, copyBucket, type Correction, coveredMs, findingBit, type Instant, instant, QUARTER } from '../domain/index.ts'

export interface Corrector {
  /** The quarter hour with every correction of it applied, in the order they were recorded. */
  correct(quarter: Bucket): Bucket
  /** Starts of quarter hours that have a content although no reading gives one, ascending. */
  readonly estimated: readonly Instant[]
  /** Readings that stand in for what the meter sent, in time order, canonical unit. */
  readonly registers: readonly { readonly time: Instant; readonly value: number }[]
}

const CORRECTED = findingBit('corrected')

/** Null where nothing of the point is corrected. */
export function createCorrector(corrections: readonly Correction[]): Corrector | null {
  const inForce = corrections.filter((c) => c.withdrawn === undefined)
  if (inForce.length === 0) return null
  const estimated = inForce.flatMap(({ span, effect }) =>
    effect.kind === 'estimate' ? effect.amounts.map((_, i) => instant(span.from + i * QUARTER)) : [],
  )
  const registers = inForce.flatMap(({ effect }) => (effect.kind === 'register' ? [{ time: effect.at, value: effect.value }] : []))
  return {
    correct: (quarter) =>
      inForce.reduce((bucket, correction) => (holds(correction, bucket.start) ? apply(correction, bucket) : bucket), quarter),
    estimated: [...new Set(estimated)].sort((a, b) => a - b),
    registers: [...new Map(registers.map((r) => [r.time, r])).values()].sort((a, b) => a.time - b.time),
  }
}

const holds = ({ span }: Correction, at: Instant): boolean => at >= span.from && at < span.to

/** A quarter hour that lost its content may be stored or not: marked as corrected it would mark its hour, its day and its month too. */
const isEmpty = (b: Bucket): boolean => b.n === 0 && b.total === 0 && b.edge === null && coveredMs(b) === 0

function apply({ effect, span }: Correction, bucket: Bucket): Bucket {
  if (effect.kind !== 'estimate' && isEmpty(bucket)) return bucket
  if (effect.kind === 'register') return copyBucket(bucket, { findings: bucket.findings | CORRECTED })
  if (effect.kind === 'scale') return scaled(bucket, effect.factor)
  const content = { min: null, max: null, measured: 0, coarse: 0, bridged: 0, findings: bucket.findings | CORRECTED }
  if (effect.kind === 'exclude') return copyBucket(bucket, { ...content, total: 0, estimated: 0 })
  const amount = effect.amounts[Math.round((bucket.start - span.from) / QUARTER)] ?? 0
  return copyBucket(bucket, { ...content, total: amount, estimated: bucket.end - bucket.start })
}

/** Amounts are whole base units: each quarter hour is rounded by itself. */
function scaled(bucket: Bucket, factor: number): Bucket {
  const { arithmetic, total, min, max, findings } = bucket
  const product = total * factor
  const [low, high] = factor < 0 ? [max, min] : [min, max]
  return copyBucket(bucket, {
    total: arithmetic === 'gauge' ? product : Math.round(product),
    min: low === null ? null : low * factor,
    max: high === null ? null : high * factor,
    findings: findings | CORRECTED,
  })
}
