/** What the use cases of devices are composed from. */

import type { Config } from '../../config/types.ts'
import type { Correction } from '../../domain/index.ts'
import type { OverlookedTopics } from '../../ingest/overlooked-topics.ts'
import type { RollupQueue } from '../administration/rollup-queue.ts'
import type { AppParts, AppState } from '../context.ts'
import type { DeviceAvailability } from '../monitoring/availability.ts'
import type { LatestReadings } from '../monitoring/latest.ts'
import type { Losses } from '../operations/losses.ts'
import type { Progress } from '../operations/progress.ts'
import type { EntryLog } from '../reporting/entry-log.ts'

export interface DevicesDeps {
  readonly parts: AppParts
  readonly state: AppState
  readonly latest: LatestReadings
  readonly availability: Pick<DeviceAvailability, 'of'>
  readonly overlooked: Pick<OverlookedTopics, 'list'>
  readonly losses: Pick<Losses, 'summary'>
  readonly rollups: Pick<RollupQueue, 'rollUp' | 'recomputeCorrected' | 'runAlone'>
  readonly progress: Progress
  readonly corrections: EntryLog<Correction>
  readonly renewLatest: (points: readonly string[]) => Promise<void>
  /** Puts another campus file in force. */
  readonly reconfigure: (config: Config) => Promise<void>
}
