/** Findings are data: a stable code, a sentence for people, and the evidence. They travel with the number they concern. */

export type Severity = 'info' | 'warning' | 'alarm'

export interface Finding {
  readonly code: FindingCode | PointFindingCode
  readonly severity: Severity
  readonly sentence: string
  readonly evidence?: Readonly<Record<string, string | number>>
}

/**
 * The closed set of findings a rollup can make about a bucket. The position is the bit in `Bucket.findings`:
 * append only, never reorder.
 */
export const FINDING_CODES = [
  'counter-reset',
  'counter-rollover',
  'counter-dip',
  'gap-bridged',
  'spike-held',
  'spike-confirmed',
  'spike-discarded',
  'stuck',
  'bad-value',
  'suspect-value',
  'receive-time',
  'clock-rejected',
  'meter-swapped',
  'stale',
  'register-large',
  'counter-replaced',
  'corrected',
  'value-replaced',
] as const

/** Found of a point beside its buckets: it says nothing about a number, but why one may be missing. */
export const POINT_FINDING_CODES = ['messages-missing'] as const

export type PointFindingCode = (typeof POINT_FINDING_CODES)[number]

export type FindingCode = (typeof FINDING_CODES)[number]

export function findingBit(code: FindingCode): number {
  return 1 << FINDING_CODES.indexOf(code)
}

export function findingCodes(bits: number): FindingCode[] {
  return FINDING_CODES.filter((_, i) => (bits & (1 << i)) !== 0)
}
