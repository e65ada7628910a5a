/** Composition by hand: stages from config and ports. No adapter is named here. */

import { createReporting } from './app/reporting/reporting.ts'
import { apiOf } from './app/api.ts'
import type { AppParts, AppState } from './app/context.ts'
import { createOperations } from './app/operations/operations.ts'
import { createDeviceAvailability, type DeviceAvailability } from './app/monitoring/availability.ts'
import { createLatestReadings, loadLatest } from './app/monitoring/latest.ts'
import { createLosses, type Losses } from './app/operations/losses.ts'
import { createProgress, type Progress } from './app/operations/progress.ts'
import { keepRefused } from './app/administration/refusals.ts'
import { createRolling, type Rolling } from './app/administration/rolling.ts'
import type { Config } from './config/types.ts'
import { type Campus, HOUR, MINUTE } from './domain/index.ts'
import { errorLine } from './kernel/index.ts'
import type { ReportingApi } from './figures/api.ts'
import { createIngestor } from './ingest/ingestor.ts'
import { createWorker, type Job } from './jobs/worker.ts'
import type { BrokerHandler, CommitNote, DeviceEventBatch, ServiceEvent } from './ports/index.ts'
import { createRoller, type Roller } from './rollup/roller.ts'
import { createLiveFeed } from './views/live.ts'
import type { CampusApi } from './views/types.ts'
import { createViews } from './views/views.ts'
import { subscriptionsOf } from './wire/index.ts'

export interface App {
  readonly api: CampusApi
  readonly accounts: ReportingApi
  readonly progress: Progress
  /** Whether devices are connected, as they or their wills last said. */
  readonly availability: Pick<DeviceAvailability, 'of' | 'list'>
  start(): Promise<void>
  /** To be called after each commit of the writer. */
  committed(note: CommitNote): void
  /** What messages tell of their devices; to be called as they are stored. */
  observe(batch: DeviceEventBatch): void
  /** What the store thread tells: whether the store is away is part of readiness. */
  noticed(event: ServiceEvent): void
  /** Another campus file is in force: its points, seasons, factors; addresses and folders stay. */
  reconfigure(config: Config): Promise<void>
  /** Broker first, then jobs; the stores are closed by who opened them. */
  stop(): Promise<void>
}

/** Nightly pass over duplicates, after local midnight. */
const COMPACT_AT = 3 * HOUR + 10 * MINUTE

export function createApp(parts: AppParts): App {
  const { clock, events, metrics, journal, writer } = parts
  const state: AppState = { campus: parts.config.campus, config: parts.config, stored: 0, storeFault: null, rollupFault: null }
  const latest = createLatestReadings()
  const live = createLiveFeed({ clock, unitOf: unitTable(() => state.campus) })
  const progress = createProgress(clock, (job) => live.publishProgress(job))
  const loading = loadLatest(parts, state, latest)
  const rolling = createRolling({ roller: rollerOf(parts, state, progress), events, clock })
  const { records, beats, readings, buckets } = parts
  const accounts = createReporting(parts, state)
  const renew = async (ids: readonly string[]): Promise<void> => latest.renew(ids, await readings.latest())
  const losses = createLosses({ records, clock, events, metrics })
  const availability = createDeviceAvailability()
  const desk = createOperations({ parts, state, accounts, live, progress, rolling, losses })
  const jobs = [...jobsOf(parts, state, rolling), ...desk.jobs]
  const worker = createWorker({ jobs, zone: () => state.campus.timezone, beats, clock, records, events })
  const views = createViews({ campus: () => state.campus, readings, buckets, latest: () => latest.map, missing: losses.missingOf, clock })
  const ingestor = (): BrokerHandler =>
    createIngestor({ journal, limits: parts.config.limits, events, metrics, clock, onRefused: keepRefused(parts.deadLetters, clock) })
  return {
    api: apiOf({ parts, state, views, live, progress, rolling, losses, renew, desk: desk.api }),
    accounts,
    progress,
    availability,
    async start() {
      state.stored = await writer.offset()
      // A journal folder that was lost or restored is behind the store: its numbers go on where the store stands.
      journal.skipTo(state.stored)
      journal.onAppend((at) => writer.nudge(at))
      writer.nudge(journal.state())
      await parts.broker?.start(subscriptionsOf(state.campus.sources), ingestor())
      if (parts.config.roles.includes('jobs')) await worker.start()
      await loading.start()
    },
    committed(note) {
      state.stored = note.offset
      // Whatever it failed with before: it has just taken something.
      state.storeFault = null
      const news = latest.merge(note.latest)
      if (news.length > 0) live.publish(news)
      metrics.count('readings_stored', {}, note.rows)
    },
    observe: observer(losses, availability),
    noticed: (event) => followStore(state, event),
    async reconfigure(config) {
      const { campus } = config
      state.config = config
      state.campus = campus
      await writer.reconfigure(campus)
      await parts.broker?.subscribe(subscriptionsOf(campus.sources))
    },
    async stop() {
      await parts.broker?.stop()
      loading.stop()
      desk.stop()
      // A roll that is under way is given up: what it has not done is still due at the next start.
      await Promise.all([rolling.stop(), worker.stop()])
      live.close()
    },
  }
}

/** Whether the store is away. */
function followStore(state: AppState, event: ServiceEvent): void {
  if (event.code === 'store-away') state.storeFault = event.detail
  if (event.code === 'store-back') state.storeFault = null
}

/** Hands what messages tell of their devices to those who keep it. */
function observer(losses: Losses, availability: DeviceAvailability): (batch: DeviceEventBatch) => void {
  return ({ events, gaps }) => {
    if (gaps.length > 0) losses.missing(gaps)
    availability.apply(events)
  }
}

function rollerOf(parts: AppParts, state: AppState, progress: Progress): Roller {
  const { readings, buckets, clock } = parts
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

function jobsOf(parts: AppParts, state: AppState, rolling: Rolling): readonly Job[] {
  return [
    {
      name: 'rollup',
      pattern: '*/5 * * * * *',
      async run() {
        try {
          await rolling.roll()
          state.rollupFault = null
        } catch (error) {
          state.rollupFault = errorLine(error)
          throw error
        }
      },
    },
    {
      name: 'compact',
      pattern: '0 */10 * * * *',
      daily: COMPACT_AT,
      async run() {
        await parts.readings.compact()
      },
    },
  ]
}

/** Unit of a point by id; the table is made anew when the campus changes. */
function unitTable(campus: () => Campus): (id: string) => string {
  let of: Campus | null = null
  let units = new Map<string, string>()
  return (id) => {
    if (of !== campus()) {
      of = campus()
      units = new Map(of.points.map((p) => [p.id, p.unit]))
    }
    return units.get(id) ?? ''
  }
}
