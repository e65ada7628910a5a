/** Buckets of a point with every field, exact, for exports and for recomputing by hand. */

import {
  arithmeticOf,
  basePerUnit,
  type Bucket,
  findingCodes,
  iso,
  type Point,
  quantityOf,
  type Span,
  type Step,
} from '../../domain/index.ts'
import type { BucketView, BucketsView } from './series-types.ts'

function rowOf(b: Bucket): BucketView {
  return {
    start: iso(b.start),
    end: iso(b.end),
    n: b.n,
    total: b.total,
    min: b.min,
    max: b.max,
    measured_ms: b.measured,
    coarse_ms: b.coarse,
    bridged_ms: b.bridged,
    estimated_ms: b.estimated,
    closing: b.edge === null ? null : { time: iso(b.edge.time), value: b.edge.value },
    findings: findingCodes(b.findings),
    version: b.version,
  }
}

/** Buckets of the store, ascending; a span without data has no row. Totals and edge readings of a register are integers of `base_unit`. */
export function bucketsView(point: Point, query: { span: Span; step: Step }, buckets: readonly Bucket[]): BucketsView {
  const register = arithmeticOf(point.kind) === 'register'
  const { base } = quantityOf(point.quantity)
  return {
    point: point.id,
    quantity: point.quantity,
    unit: point.unit,
    base_unit: register ? (base?.unit ?? point.unit) : `${point.unit}*ms`,
    base_per_unit: register ? basePerUnit(point.quantity) : 1,
    step: query.step,
    from: iso(query.span.from),
    to: iso(query.span.to),
    buckets: buckets.filter((b) => b.n > 0 || b.edge !== null || b.findings !== 0 || b.total !== 0).map(rowOf),
  }
}
