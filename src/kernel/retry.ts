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

/** An attempt that is repeated until it succeeds: the first failure is reported, and the success after a failure. */
export interface RepeatedAttempt {
  readonly attempt: () => Promise<void>
  readonly onFirstFailure: (error: unknown) => void
  /** Success after a failure. */
  readonly onRecovery: () => void
  /** The time between two attempts; never rejects. */
  readonly wait: () => Promise<unknown>
  readonly signal: { readonly aborted: boolean }
}

/** Resolves when an attempt has succeeded, or the signal is aborted. Never rejects. */
export async function attemptUntilDone({ attempt, onFirstFailure, onRecovery, wait, signal }: RepeatedAttempt): Promise<void> {
  for (let failed = false; !signal.aborted; failed = true) {
    try {
      await attempt()
      if (failed) onRecovery()
      return
    } catch (error) {
      if (!failed && !signal.aborted) onFirstFailure(error)
    }
    await wait()
  }
}
