/** Instants, durations and spans. An instant is UTC epoch milliseconds; a span is closed-open: [from, to). */

declare const instantBrand: unique symbol

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: true }

export interface Span {
  readonly from: Instant
  readonly to: Instant
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** Length of the finest bucket, on a UTC grid. All local midnights since 2000 lie on the grid. */
export const QUARTER = 15 * MINUTE

export function instant(epochMs: number): Instant {
  return epochMs as Instant
}

export function span(from: number, to: number): Span {
  return { from: instant(from), to: instant(to) }
}

export function contains(s: Span, at: Instant): boolean {
  return at >= s.from && at < s.to
}

export function floorTo(at: Instant, step: number): Instant {
  return instant(Math.floor(at / step) * step)
}

export function ceilTo(at: Instant, step: number): Instant {
  return instant(Math.ceil(at / step) * step)
}

/** RFC 3339 in UTC with milliseconds. */
export function iso(at: Instant): string {
  return new Date(at).toISOString()
}
