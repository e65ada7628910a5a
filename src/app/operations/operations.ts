/** The desk: draft reports, alarms and notices put together from their stages. */

import { createAlarmKeeper } from '../../alarms/keeper.ts'
import { type Alarm, type AlarmCode, formatIn, nameIn, monthsAfter } from '../../domain/index.ts'
import type { ReportingApi } from '../../figures/api.ts'
import { createDrafter, type Drafter } from '../../jobs/drafter.ts'
import { lastDue, slotOf } from '../../jobs/drafts-due.ts'
import type { Job } from '../../jobs/worker.ts'
import { type Courier, createCourier } from '../../notifications/courier.ts'
import { noticeOfAlarm, noticeOfDraft, type Sender } from '../../notifications/wording.ts'
import type { LivePublisher } from '../../views/live.ts'
import type { OperationsApi } from '../../views/operations-types.ts'
import type { AppParts } from '../context.ts'
import type { AppState } from '../context.ts'
import { coverageCauses, createHoldOff, holidayCauses, machineCauses, noticeCauses } from './causes.ts'
import { alarmView, draftView, noticeView, waitingView } from './operations-views.ts'
import { draftingOf } from '../reporting/drafting.ts'
import type { Losses } from './losses.ts'
import type { Progress } from './progress.ts'
import type { Rolling } from '../administration/rolling.ts'

export interface OperationsParts {
  readonly parts: AppParts
  readonly state: AppState
  readonly accounts: ReportingApi
  readonly live: LivePublisher
  readonly progress: Progress
  readonly rolling: Rolling
  readonly losses: Losses
}

export interface Operations {
  readonly api: OperationsApi
  readonly jobs: readonly Job[]
  stop(): void
}

/** A fault of the machine is believed, and so is its end, once it has lasted so long. */
const HOLD_MS = 60_000
/** Causes that are known at each look, without waiting. */
const AT_ONCE: readonly AlarmCode[] = ['holidays-unknown', 'coverage-low', 'notice-lost', 'messages-dropped', 'messages-missing']
const SHOWN_NOTICES = 100
/** Told otherwise: by the notice of the draft, or to nobody who could not be told. */
const WITHOUT_NOTICE: ReadonlySet<AlarmCode> = new Set(['coverage-low', 'notice-lost'])

export function createOperations(given: OperationsParts): Operations {
  const { parts, state } = given
  const { records, clock, events, messengers } = parts
  const courier = createCourier({ messengers, records, clock, events })
  const alarms = createAlarmKeeper({ records, clock, onChange: (alarm, change) => told(given, alarm, change) })
  const drafter = drafterOf(given, courier)
  const patient = createHoldOff(HOLD_MS)

  async function watch(): Promise<void> {
    const { storeFault, rollupFault } = state
    const [journal, broker] = [parts.journal.state(), parts.broker?.state() ?? null]
    const faults = machineCauses({ ingest: state.config.roles.includes('ingest'), journal, broker, storeFault, rollupFault })
    await given.losses.look(broker)
    const machine = patient(faults, clock.monotonic())
    const channels = messengers.map((m) => m.channel)
    await alarms.observe(
      [...machine.looked, ...AT_ONCE],
      [
        ...machine.causes,
        ...given.losses.causes(),
        ...holidayCauses(state.campus, clock.now()),
        ...coverageCauses(await drafter.list(), state.config.notify.coverageBelow),
        ...noticeCauses(await courier.list(), channels),
      ],
    )
    await tellOf(await alarms.list(), courier, senderOf(state).campus)
  }

  return {
    api: { ...draftsApi(given, drafter), ...watchApi(given, alarms, courier) },
    jobs: [
      { name: 'drafts', pattern: '*/15 * * * * *', run: () => drafter.run() },
      { name: 'watch', pattern: '*/10 * * * * *', run: watch },
      { name: 'notices', pattern: '*/5 * * * * *', run: () => courier.deliver() },
    ],
    stop: () => courier.stop(),
  }
}

function senderOf({ campus, config }: AppState): Sender {
  return { campus: nameIn(campus.name, 'en', campus.id), limit: config.notify.coverageBelow }
}

function drafterOf(given: OperationsParts, courier: Courier): Drafter {
  const { parts, state } = given
  const { records, clock, events } = parts
  return createDrafter({
    zone: () => state.campus.timezone,
    records,
    clock,
    ...draftingOf(given),
    async onDraft(draft, fresh) {
      const { period, revision } = draft
      if (fresh) events.emit({ code: 'draft-ready', level: 'info', detail: `the draft report of ${period} is ready, revision ${revision}` })
      await courier.queue(noticeOfDraft(draft, senderOf(state)))
    },
    onSkipped: (count) =>
      events.emit({ code: 'draft-skipped', level: 'warn', count, detail: `${count} months are too long ago for drafts of their own` }),
  })
}

/**
 * Queues what has to be told of the alarms. Again at each look, from the records alone: what was raised or over and not queued when the process
 * ended is told now. Only those who were told of an alarm are told that it is over.
 */
async function tellOf(alarms: readonly Alarm[], courier: Courier, campus: string): Promise<void> {
  const queued = new Set((await courier.list()).map((d) => d.notice.id))
  for (const alarm of alarms) {
    if (WITHOUT_NOTICE.has(alarm.code)) continue
    const [raised, now] = [noticeOfAlarm({ ...alarm, clearedAt: null }, campus), noticeOfAlarm(alarm, campus)]
    if (!queued.has(now.id) && (alarm.clearedAt === null || queued.has(raised.id))) await courier.queue(now)
  }
}

/** An alarm has changed: the log and the live stream. */
function told({ parts, state, live }: OperationsParts, alarm: Alarm, change: string): void {
  live.publishAlarm(alarmView(state.campus.timezone, alarm))
  const { code, sentence } = alarm
  if (change === 'raised') parts.events.emit({ code: 'alarm-raised', level: 'warn', reason: code, detail: sentence })
  if (change === 'cleared') parts.events.emit({ code: 'alarm-cleared', level: 'info', reason: code, detail: sentence })
}

function draftsApi({ parts, state }: OperationsParts, drafter: Drafter): Pick<OperationsApi, 'drafts' | 'makeDraft'> {
  const zone = (): string => state.campus.timezone
  const limit = (): number => state.config.notify.coverageBelow
  return {
    async drafts() {
      const period = monthsAfter(lastDue(zone(), parts.clock.now()), 1)
      const made = (await drafter.list()).map((draft) => draftView(zone(), draft, limit()))
      const reports = [...drafter.waiting().toReversed().map(waitingView), ...made]
      return { reports, next: { period, at: formatIn(zone(), slotOf(zone(), period)) }, coverage_below: limit() }
    },
    async makeDraft(period) {
      const draft = await drafter.make(period)
      if (draft === null) return { refused: `"${period}" is not over: a draft is made from 01:00 of the first day after it` }
      return draftView(zone(), draft, limit())
    },
  }
}

type Watched = Pick<OperationsApi, 'alarms' | 'acknowledgeAlarm' | 'notices'>

function watchApi({ state }: OperationsParts, alarms: ReturnType<typeof createAlarmKeeper>, courier: Courier): Watched {
  const view = (alarm: Alarm): ReturnType<typeof alarmView> => alarmView(state.campus.timezone, alarm)
  return {
    alarms: async () => (await alarms.list()).map(view),
    async acknowledgeAlarm(id, by, note) {
      const alarm = await alarms.acknowledge(id, by, note)
      return alarm === null ? null : view(alarm)
    },
    notices: async () => (await courier.list()).slice(0, SHOWN_NOTICES).map((d) => noticeView(state.campus.timezone, d)),
  }
}
