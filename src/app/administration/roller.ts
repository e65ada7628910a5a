/** The roller over the ports, with its progress shown. */

import type { Correction } from '../../domain/index.ts'
import type { Clock, Records } from '../../ports/index.ts'
import { type ComputedBy, createRoller, type Formulas, type Roller } from '../../rollup/roller.ts'
import type { AppParts, AppState } from '../context.ts'
import type { Progress } from '../operations/progress.ts'

const STREAM = 'rollup-version'
const FORMULAS = 'computed-points'

function recordedVersion({ records, clock }: { records: Records; clock: Clock }): ComputedBy {
  return {
    async version() {
      const last = (await records.read(STREAM)).at(-1)?.body as { readonly version?: number } | undefined
      return last?.version ?? 0
    },
    async formulas() {
      const last = (await records.read(FORMULAS)).at(-1)?.body as { readonly formulas?: Formulas } | undefined
      return last?.formulas ?? {}
    },
    recordFormulas: async (formulas) => void (await records.append(FORMULAS, 'formulas', clock.now(), { formulas })),
    record: async (version) => void (await records.append(STREAM, `v${version}`, clock.now(), { version })),
  }
}

export interface ShownRollerParts extends Pick<AppParts, 'readings' | 'buckets' | 'records' | 'clock'> {
  readonly corrections: () => Promise<readonly Correction[]>
}

export function createShownRoller(
  { readings, buckets, records, clock, corrections }: ShownRollerParts,
  state: AppState,
  progress: Progress,
): Roller {
  return createRoller({
    readings,
    buckets,
    points: () => state.campus.points,
    zone: state.campus.timezone,
    clock,
    corrections,
    computedBy: recordedVersion({ records, clock }),
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
