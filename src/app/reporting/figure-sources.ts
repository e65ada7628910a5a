/** Where figures get their inputs from: the entry store, the savings and the buckets of the running service. */

import type { FiguresServiceParts } from '../../figures/figures-service.ts'
import { createBaselineLog } from '../../savings/baseline-log.ts'
import { createSaver } from '../../savings/saver.ts'
import type { AppParts, AppState } from '../context.ts'
import { createEntryStore, type EntryStore } from './entry-store.ts'

/** Without `sha256` baselines are learned at each claim; with it they are frozen. */
export type FigureSourceParts = Pick<AppParts, 'records' | 'clock' | 'buckets'> & Partial<Pick<AppParts, 'sha256'>>

export interface FigureSourceState extends Pick<AppState, 'campus'> {
  readonly config: Pick<AppState['config'], 'seasons' | 'factorSet'>
}

export interface FigureSources {
  readonly entryStore: EntryStore
  readonly sources: FiguresServiceParts
}

export function createFigureSources({ records, clock, buckets, sha256 }: FigureSourceParts, state: FigureSourceState): FigureSources {
  const campus = (): AppState['campus'] => state.campus
  const entryStore = createEntryStore({ records, clock, campus })
  const baselines = sha256 === undefined ? null : createBaselineLog({ records, clock, sha256 })
  const saver = createSaver({ campus, buckets, clock, baselines })
  return {
    entryStore,
    sources: {
      campus,
      seasons: () => state.config.seasons,
      factorSet: () => state.config.factorSet,
      buckets,
      entries: () => entryStore.entries(),
      factors: () => entryStore.factors(),
      savings: (within) => saver.savings(within),
      clock,
    },
  }
}
