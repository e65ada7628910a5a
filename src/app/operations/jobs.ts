/** Jobs of the store: rollup at every beat, compaction once a night. */

import { HOUR, MINUTE } from '../../domain/index.ts'
import type { Job } from '../../jobs/worker.ts'
import { errorLine } from '../../kernel/index.ts'
import type { Readings } from '../../ports/index.ts'
import type { RollupQueue } from '../administration/rollup-queue.ts'
import type { ServiceState } from '../state.ts'

/** After local midnight, when duplicates of the day have arrived. */
const COMPACT_AT = 3 * HOUR + 10 * MINUTE

export function storeJobs(parts: { rollups: RollupQueue; readings: Pick<Readings, 'compact'>; state: ServiceState }): readonly Job[] {
  const { rollups, readings, state } = parts
  return [
    {
      name: 'rollup',
      pattern: '*/5 * * * * *',
      async run() {
        try {
          await rollups.rollUp()
          state.rollupRecovered()
        } catch (error) {
          state.rollupFailed(errorLine(error))
          throw error
        }
      },
    },
    {
      name: 'compact',
      pattern: '0 */10 * * * *',
      daily: COMPACT_AT,
      run: async () => void (await readings.compact()),
    },
  ]
}
