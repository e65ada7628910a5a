/** Delays between attempts at something that may succeed later. */

export interface RetryPolicy {
  /** Before the second attempt, ms. */
  readonly first: number
  /** No delay is longer, ms. */
  readonly longest: number
}

/**
 * The delay after so many failures (0, 1, ...), ms: doubled each time up to the longest, with jitter over its upper half, so that many
 * clients of one server do not return at the same instant. `random` is in [0, 1).
 */
export function retryDelay({ first, longest }: RetryPolicy, failures: number, random: number): number {
  const delay = Math.min(longest, first * 2 ** Math.min(failures, 20))
  return delay / 2 + (random * delay) / 2
}
