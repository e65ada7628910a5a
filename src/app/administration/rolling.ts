/** The roller, one call at a time, with its progress. */

import type { Instant, Span } from '../../domain/index.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import type { Clock, Events } from '../../ports/index.ts'
import type { Roller } from '../../rollup/roller.ts'
import type { RebuildResult } from '../../views/types.ts'

export interface Rolling {
  /** Everything written since the watermark. */
  roll(): Promise<RebuildResult>
  recompute(span: Span | null): Promise<RebuildResult>
  rebuild(verify: boolean): Promise<RebuildResult>
  /** Work beside which nothing is rolled up. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when no roll is under way; aborts a running one. */
  stop(): Promise<void>
}

const NOTHING: RebuildResult = { points: 0, buckets: 0, different: 0 }

export function createRolling(parts: { roller: Roller; events: Events; clock: Clock }): Rolling {
  const abort = new AbortController()
  const queue = createSerialQueue()

  async function rollOnce(): Promise<RebuildResult> {
    if (abort.signal.aborted) return NOTHING
    const started = parts.clock.monotonic()
    const result = await parts.roller.roll(abort.signal)
    if (result.buckets === 0) return NOTHING
    const ms = Math.round(parts.clock.monotonic() - started)
    parts.events.emit({
      code: 'rollup-done',
      level: 'debug',
      detail: `${result.buckets} buckets of ${result.points} points in ${ms} ms`,
      count: result.buckets,
    })
    return { ...result, different: 0 }
  }

  return {
    roll: () => queue.run(rollOnce),
    recompute: (span) => queue.run(async () => ({ different: 0, ...(await parts.roller.recompute(null, span)) })),
    rebuild: (verify) => queue.run(() => parts.roller.rebuild(verify)),
    alone: queue.run,
    async stop() {
      abort.abort()
      await queue.idle()
    },
  }
}

/** Both ends given or none: half a span is the caller's mistake. */
export function spanOf(from: Instant | null, to: Instant | null): Span | null {
  return from === null || to === null ? null : { from, to }
}
