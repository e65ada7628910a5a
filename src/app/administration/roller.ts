/** The roller over the ports, with its progress shown. */

import { createRoller, type Roller } from '../../rollup/roller.ts'
import type { AppParts, AppState } from '../context.ts'
import type { Progress } from '../operations/progress.ts'

export function createShownRoller({ readings, buckets, clock }: AppParts, state: AppState, progress: Progress): Roller {
  return createRoller({
    readings,
    buckets,
    points: () => state.campus.points,
    zone: state.campus.timezone,
    clock,
    onProgress: ({ done, total }) =>
      progress.report({
        id: 'rollup',
        name: 'rollup',
        state: done < total ? 'running' : 'done',
        done,
        total,
        unit: 'point days',
        detail: 'buckets from raw readings',
      }),
  })
}
