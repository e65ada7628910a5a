/** Draft reports, alarms and notices put together from their stages, with the jobs that keep them current. */

import { createAlarmKeeper } from '../../alarms/keeper.ts'
import type { Drafter } from '../../jobs/drafter.ts'
import { lastDue, slotOf } from '../../jobs/drafts-due.ts'
import type { Job } from '../../jobs/worker.ts'
import { createCourier } from '../../notifications/courier.ts'
import { type Alarm, formatIn, monthsAfter, periodSpan } from '../../domain/index.ts'
import type { ReportingApi } from '../../figures/api.ts'
import type { LatestReading } from '../../ports/index.ts'
import type { LivePublisher } from '../../views/live.ts'
import { type ControlCauses, createAlarmWatch } from './alarm-watch.ts'
import { createFindingsRun } from '../findings/findings-run.ts'
import { alarmActions } from '../alarms/alarm-actions.ts'
import { createAlarmRuleChanges } from '../alarms/rule-changes.ts'
import { createRuleWatch } from '../alarms/rule-watch.ts'
import { createRestatementWatch, type RestatementWatchParts } from '../closing/restatement-watch.ts'
import type { AvailabilityOfDevice } from '../monitoring/availability.ts'
import type { OperationsApi } from './api.ts'
import { createReportDrafter, type ReportDrafterParts } from './drafter.ts'
import type { Losses } from './losses.ts'
import { updateBackupGauges, updateGauges } from './metrics.ts'
import { createScheduledBackups } from './backups/scheduled-backups.ts'
import { alarmView, draftView, noticeView, waitingView } from './operations-views.ts'

export interface OperationsParts extends ReportDrafterParts {
  readonly reporting: Pick<ReportingApi, 'document' | 'factors'>
  readonly closing: RestatementWatchParts['closing']
  readonly live: LivePublisher
  readonly losses: Losses
  readonly control: ControlCauses
  readonly latest: () => ReadonlyMap<string, LatestReading>
  readonly availability: () => readonly AvailabilityOfDevice[]
}

type RuleSources = Omit<Parameters<typeof createRuleWatch>[0], 'alarms' | 'changes'>

export interface Operations {
  readonly api: OperationsApi
  readonly jobs: readonly Job[]
  stop(): void
}

const NOTICES_SHOWN = 100

export function createOperations(deps: OperationsParts): Operations {
  const { parts, state, live } = deps
  const { records, clock, events, messengers } = parts
  const courier = createCourier({ messengers, records, clock, events })
  const alarms = createAlarmKeeper({ records, clock, onChange: (alarm, change) => publishAlarm({ parts, state, live }, alarm, change) })
  const drafter = createReportDrafter(deps, courier)
  const backups = createScheduledBackups(deps)
  const changes = createAlarmRuleChanges({ records, clock })
  const rules = createRuleWatch({ ...ruleSources(deps), alarms, changes })
  const findings = createFindingsRun({ parts, state, reporting: deps.reporting, isBusy: () => isBusy(deps) })
  const restatements = createRestatementWatch({ closing: deps.closing, clock, isBusy: () => isBusy(deps) })
  const watch = createAlarmWatch({
    parts,
    state,
    losses: deps.losses,
    control: deps.control,
    alarms,
    drafter,
    courier,
    rules,
    backups,
    restatements,
  })
  return {
    api: {
      ...draftActions(deps, drafter),
      ...alarmActions({ state, alarms, watch: rules, changes, clock }),
      ...findings.api,
      notices: async () => (await courier.list()).slice(0, NOTICES_SHOWN).map((delivery) => noticeView(state.campus.timezone, delivery)),
      progress: async () => deps.progress.list(),
      async metrics() {
        updateGauges(parts, state)
        updateBackupGauges(parts, await backups.state())
        return parts.metrics.text()
      },
    },
    jobs: [
      { name: 'drafts', pattern: '*/15 * * * * *', run: () => drafter.run() },
      { name: 'watch', pattern: '*/10 * * * * *', run: watch },
      findings.job,
      restatements.job,
      { name: 'backup', pattern: '30 */10 * * * *', daily: state.config.backup.at, run: () => backups.run() },
      { name: 'notices', pattern: '*/5 * * * * *', run: () => courier.deliver() },
    ],
    stop: () => courier.stop(),
  }
}

function ruleSources({ parts, state, reporting, progress, latest, availability }: OperationsParts): RuleSources {
  const { clock, events, buckets, readings, broker } = parts
  return {
    clock,
    events,
    buckets,
    readings,
    reporting,
    state,
    latest,
    availability,
    // Without the ingest role another process receives; what it stores is seen all the same.
    isListening: () => broker?.state().connected ?? true,
    isBusy: () => isBusy({ progress }),
  }
}

/** What is not finished cannot be judged. */
const isBusy = ({ progress }: Pick<OperationsParts, 'progress'>): boolean => progress.list().some((job) => job.state === 'running')

/** Tells the log and the live stream that an alarm changed. */
function publishAlarm({ parts, state, live }: Pick<OperationsParts, 'parts' | 'state' | 'live'>, alarm: Alarm, change: string): void {
  live.publishAlarm(alarmView(state.campus.timezone, alarm, parts.clock.now()))
  const { code, sentence } = alarm
  if (change === 'raised') parts.events.emit({ code: 'alarm-raised', level: 'warn', reason: code, detail: sentence })
  if (change === 'cleared') parts.events.emit({ code: 'alarm-cleared', level: 'info', reason: code, detail: sentence })
}

function draftActions({ parts, state }: OperationsParts, drafter: Drafter): Pick<OperationsApi, 'drafts' | 'makeDraft'> {
  const zone = (): string => state.campus.timezone
  const limit = (): number => state.config.notify.coverageBelow
  return {
    async drafts() {
      const period = monthsAfter(lastDue(zone(), parts.clock.now()), 1)
      const drafts = (await drafter.list()).map((draft) => draftView(zone(), draft, limit()))
      const reports = [...drafter.waiting().toReversed().map(waitingView), ...drafts]
      return { reports, next: { period, at: formatIn(zone(), slotOf(zone(), period)) }, coverage_below: limit() }
    },
    async makeDraft(_context, period) {
      const draft = await drafter.make(period)
      if (draft !== null) return draftView(zone(), draft, limit())
      const { timezone, fiscalStart } = state.campus
      if (periodSpan(timezone, period, fiscalStart) === null)
        return { refused: 'refused', detail: `"${period}" is no period: a year has 52 or 53 ISO weeks, and months go forward, 120 at most` }
      return { refused: 'refused', detail: `"${period}" is not over: a draft is made from 01:00 of the first day after it` }
    },
  }
}
