/** Runs the roller one call at a time: a recompute beside a rollup would write the same buckets twice. */

import type { Span } from '../../domain/index.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import type { Clock, Events } from '../../ports/index.ts'
import type { Roller } from '../../rollup/roller.ts'
import type { RebuildResult } from '../../views/types.ts'

export interface RollupQueue {
  /** Rolls up everything that was written since the watermark. */
  rollUp(): Promise<RebuildResult>
  recompute(span: Span | null): Promise<RebuildResult>
  /** A span of one point whose corrections changed. */
  recomputeCorrected(point: string, span: Span): Promise<RebuildResult>
  /** Buckets as they would be with these corrections of the point; nothing is written. */
  preview: Roller['preview']
  rebuild(verify: boolean): Promise<RebuildResult>
  /** Runs the work while no rollup runs. */
  runAlone<T>(work: () => Promise<T>): Promise<T>
  /** Resolves once nothing removes rows; until the returned function is called whatever would waits. Rollups of what is due go on. */
  holdRemovals(): Promise<() => void>
  /** Aborts a rollup that runs and resolves when it has ended. */
  stop(): Promise<void>
}

const NOTHING: RebuildResult = { points: 0, buckets: 0, different: 0 }

export function createRollupQueue(parts: { roller: Roller; events: Events; clock: Clock }): RollupQueue {
  const abort = new AbortController()
  const queue = createSerialQueue()
  const removals = createSerialQueue()
  const removing = <T>(work: () => Promise<T>): Promise<T> => removals.run(() => queue.run(work))

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
    rollUp: () => queue.run(rollOnce),
    recompute: (span) => removing(async () => ({ different: 0, ...(await parts.roller.recompute(null, span)) })),
    recomputeCorrected: (point, span) => removing(async () => ({ different: 0, ...(await parts.roller.recomputeCorrected(point, span)) })),
    preview: (point, span, corrections) => queue.run(() => parts.roller.preview(point, span, corrections)),
    // In one turn: what arrived and is not rolled up yet would differ without being wrong.
    rebuild: (verify) =>
      removing(async () => {
        if (verify) await rollOnce()
        return parts.roller.rebuild(verify)
      }),
    runAlone: removing,
    holdRemovals: () =>
      new Promise((resolve) => {
        void removals.run(() => new Promise<void>((release) => resolve(release)))
      }),
    async stop() {
      abort.abort()
      await queue.idle()
    },
  }
}
