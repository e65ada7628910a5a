/** Compares closed periods with what they would say today, so that a late value or a changed entry is noticed without anybody asking. */

import { type Cause, HOUR } from '../../domain/index.ts'
import type { Job } from '../../jobs/worker.ts'
import { type AppParts, systemContext } from '../context.ts'
import type { ClosingApi, PendingChanges } from './api.ts'

export interface RestatementWatchParts {
  readonly closing: Pick<ClosingApi, 'pending' | 'statements'>
  readonly clock: AppParts['clock']
  /** A rollup that runs would be compared half done. */
  readonly isBusy: () => boolean
}

export interface RestatementWatch {
  readonly job: Job
  /** Of the last comparison of each closed period. */
  findCauses(): readonly Cause[]
}

/** Late values arrive within a year or so; older periods take turns. */
const NEWEST = 24
const OLDER_A_RUN = 6

export function createRestatementWatch({ closing, clock, isBusy }: RestatementWatchParts): RestatementWatch {
  const found = new Map<string, PendingChanges>()
  let turn = 0
  let last = Number.NEGATIVE_INFINITY

  async function run(): Promise<void> {
    if (isBusy() || clock.monotonic() - last < HOUR) return
    last = clock.monotonic()
    const context = systemContext('restatements', clock.now())
    const statements = await closing.statements(context)
    const periods = [...new Set(statements.map((s) => s.period))].sort((a, b) => (a < b ? 1 : -1))
    const older = periods.slice(NEWEST)
    const inTurn = Array.from({ length: Math.min(OLDER_A_RUN, older.length) }, (_, i) => older[(turn + i) % older.length] ?? '')
    turn += inTurn.length
    for (const period of [...periods.slice(0, NEWEST), ...inTurn]) {
      const changes = await closing.pending(context, period)
      if ('refused' in changes) found.delete(period)
      else found.set(period, changes)
      await clock.yieldToEventLoop()
    }
  }

  return {
    job: { name: 'restatements', pattern: '40 */5 * * * *', run },
    findCauses: () => [...found.values()].flatMap(causeOf),
  }
}

/** Changes below the published digits are collected and raise nothing; neither does what somebody rejected. */
function causeOf({ period, revision, pending, rejected }: PendingChanges): Cause[] {
  if (rejected !== null) return []
  const moved = pending.filter((p) => p.published)
  const [first] = moved
  if (first === undefined) return []
  const figures = moved.map((p) => p.figure).join(', ')
  return [
    {
      code: 'restatement-pending',
      subject: period,
      severity: 'warning',
      sentence: `${period}, closed as revision ${revision}, would say something else today: ${figures} (${first.cause}); \`campus restate ${period}\` shows it`,
      evidence: { period, revision, figures, count: moved.length, cause: first.cause },
    },
  ]
}
