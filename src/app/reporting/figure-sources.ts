/** Where figures get their inputs from: the entry store, the savings and the buckets of the running service. */

import { NO_CONTROL, type Saving, type Span } from '../../domain/index.ts'
import type { FiguresServiceParts } from '../../figures/figures-service.ts'
import { createBaselineLog } from '../../savings/baseline-log.ts'
import { createFrozenBaselines, type FrozenBaselines } from '../../savings/frozen-baselines.ts'
import { checkSites, type SiteCheck } from '../../savings/site/site-check.ts'
import { createSaver } from '../../savings/saver.ts'
import type { AppParts, AppState } from '../context.ts'
import { createControlActions } from './control-actions.ts'
import { createEntryStore, type EntryStore } from './entry-store.ts'

/** Without `sha256` baselines are learned at each claim; with it they are frozen. */
export type FigureSourceParts = Pick<AppParts, 'records' | 'clock' | 'buckets'> & Partial<Pick<AppParts, 'sha256'>>

export interface FigureSourceState extends Pick<AppState, 'campus'> {
  /** Without `control` every saving is attributed to its measure. */
  readonly config: Pick<AppState['config'], 'seasons' | 'factorSet'> & Partial<Pick<AppState['config'], 'control'>>
}

export interface FigureSources {
  readonly entryStore: EntryStore
  readonly sources: FiguresServiceParts
  /** Measures of each site held against its main meters. */
  readonly siteChecks: (within: Span, savings: readonly Saving[]) => Promise<readonly SiteCheck[]>
  /** Null: baselines are not frozen. */
  readonly frozen: FrozenBaselines | null
}

export function createFigureSources({ records, clock, buckets, sha256 }: FigureSourceParts, state: FigureSourceState): FigureSources {
  const campus = (): AppState['campus'] => state.campus
  const entryStore = createEntryStore({ records, clock, campus })
  const baselines = sha256 === undefined ? null : createBaselineLog({ records, clock, sha256 })
  const frozen = sha256 === undefined || baselines === null ? null : createFrozenBaselines({ campus, buckets, clock, baselines, sha256 })
  const actions = createControlActions(records, () => state.config.control ?? NO_CONTROL)
  const saver = createSaver({ campus, buckets, clock, baselines, actions })
  return {
    entryStore,
    siteChecks: (within, savings) => checkSites({ campus, buckets, clock }, within, savings),
    frozen,
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
