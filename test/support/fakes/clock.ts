/** A Clock that the test advances: sleepers wake in the order of their time. */

import { instant, type Instant } from '../../../src/domain/index.ts'
import type { Clock } from '../../../src/ports/index.ts'

export interface HandClock extends Clock {
  /** Advances the clock and runs everything that is due by then. */
  advance(ms: number): Promise<void>
  set(at: Instant): void
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

export function createHandClock(start: string | number = '2026-03-02T04:00:00Z'): HandClock {
  let now = typeof start === 'number' ? start : Date.parse(start)
  let monotonic = 0
  let sleepers: Sleeper[] = []
  const move = (ms: number): void => {
    now += ms
    monotonic += ms
  }
  return {
    now: () => instant(now),
    monotonic: () => monotonic,
    yieldToEventLoop: turn,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const sleeper = { at: monotonic + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((s) => s !== sleeper)
          resolve()
        })
      }),
    async advance(ms) {
      const end = monotonic + ms
      await turn()
      for (;;) {
        const [next] = sleepers.filter((s) => s.at <= end).toSorted((a, b) => a.at - b.at)
        if (next === undefined) break
        sleepers = sleepers.filter((s) => s !== next)
        move(Math.max(0, next.at - monotonic))
        next.wake()
        await turn()
      }
      move(end - monotonic)
    },
    set: (at) => void (now = at),
  }
}
