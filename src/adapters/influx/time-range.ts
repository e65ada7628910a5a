/** Conditions on time. Both ends are always written: without them InfluxDB uses 1970 or now as the end of some queries. */

import { FIRST_MS, LAST_MS } from './line.ts'

const clamp = (ms: number): number => Math.min(LAST_MS, Math.max(FIRST_MS, Math.ceil(ms)))

/** Closed-open, as every span; clamped to the years that the store can hold. */
export function within(span: { readonly from: number; readonly to: number }): string {
  return `time >= ${clamp(span.from)}ms AND time ${span.to > LAST_MS ? '<=' : '<'} ${clamp(span.to)}ms`
}

export const from = (at: number): string => within({ from: at, to: Infinity })
export const ALWAYS = from(-Infinity)
