/** Causes of alarms that hold now. Pure. */

import { type AlarmCode, type Campus, type Cause, type Draft, type Instant, isYearKnown, localDate } from '../../domain/index.ts'
import { percentTextDown } from '../../kernel/index.ts'
import type { NoticeChannel, Delivery } from '../../notifications/outbox.ts'
import type { BrokerState, JournalState } from '../../ports/index.ts'

export interface MachineState {
  readonly ingest: boolean
  readonly journal: JournalState
  readonly broker: BrokerState | null
  readonly storeFault: string | null
  readonly rollupFault: string | null
}

const machineCause = (code: AlarmCode, sentence: string, evidence: Cause['evidence'] = {}): Cause => ({
  code,
  subject: '',
  severity: 'alarm',
  sentence,
  evidence,
})

/** Faults of the machine, as readiness knows them. */
export function findMachineCauses({ ingest, journal, broker, storeFault, rollupFault }: MachineState): Cause[] {
  const causes: Cause[] = []
  if (ingest && journal.full)
    causes.push(
      machineCause('journal-full', 'the journal is full: messages are not acknowledged until there is room on the disk', {
        bytes: journal.bytes,
      }),
    )
  if (ingest && broker !== null && !broker.connected)
    causes.push(machineCause('broker-away', `the broker is away: ${broker.detail}`, { reason: broker.detail }))
  if (storeFault !== null) causes.push(machineCause('store-away', `the store is away: ${storeFault}`, { reason: storeFault }))
  else if (rollupFault !== null)
    causes.push(machineCause('rollup-failed', `totals stand still, the rollup fails: ${rollupFault}`, { reason: rollupFault }))
  return causes
}

/** Years whose holidays the calendar lacks: this year, and from 1 December the next. A campus without a calendar needs none. */
export function findHolidayCauses({ calendar, calendars, timezone }: Campus, now: Instant): Cause[] {
  if (calendar === null) return []
  const today = localDate(timezone, now)
  const year = Number(today.slice(0, 4))
  const years = today.slice(5, 7) === '12' ? [year, year + 1] : [year]
  return years
    .filter((y) => !isYearKnown(calendar, y, calendars))
    .map((y) => ({
      code: 'holidays-unknown',
      subject: String(y),
      severity: 'warning',
      sentence: `the calendar "${calendar}" does not know the holidays of ${y}: every weekday counts as a working day; add the year under \`calendars\``,
      evidence: { calendar, year: y },
    }))
}

/** Drafts, each in its last revision, whose coverage is below the limit (0..1). */
export function findCoverageCauses(drafts: readonly Draft[], limit: number): Cause[] {
  return drafts
    .filter((draft) => draft.coverage < limit)
    .map(({ period, coverage }) => ({
      code: 'coverage-low',
      subject: period,
      severity: 'warning',
      sentence: `the draft report of ${period} stands on ${percentTextDown(coverage)} of the data, the limit is ${percentTextDown(limit)}`,
      evidence: { period, coverage, limit },
    }))
}

/** Configured channels whose last notice was given up. */
export function findNoticeCauses(deliveries: readonly Delivery[], channels: readonly NoticeChannel[]): Cause[] {
  const last = new Map<NoticeChannel, Delivery>()
  for (const d of deliveries) if (d.state !== 'waiting' && (last.get(d.channel)?.at ?? -Infinity) < d.at) last.set(d.channel, d)
  return [...last.values()]
    .filter((d) => d.state === 'lost' && channels.includes(d.channel))
    .map(({ channel, notice, reason }) => ({
      code: 'notice-lost',
      subject: channel,
      severity: 'warning',
      sentence: `the notice "${notice.title}" could not be delivered by ${channel}: ${reason ?? ''}`,
      evidence: { channel, title: notice.title, reason: reason ?? '' },
    }))
}

/** Codes that a run examined, and the causes of those codes that hold. Alarms of other codes stay as they are. */
export interface ObservedCauses {
  readonly codes: readonly AlarmCode[]
  readonly causes: readonly Cause[]
}

/** Codes of `findMachineCauses`: at most one cause of each holds. */
const MACHINE = ['journal-full', 'broker-away', 'store-away', 'rollup-failed'] as const satisfies readonly AlarmCode[]

/**
 * Reports a fault of the machine once it has been present, or absent, for `holdMs` without a break. A shorter fault reaches the log alone, and
 * a service that has just started clears no alarm whose cause it has not had the time to meet.
 */
export function createHoldOff(holdMs: number): (faults: readonly Cause[], now: number) => ObservedCauses {
  const since = new Map<AlarmCode, { present: boolean; from: number }>()
  return (faults, now) => {
    const present = new Set(faults.map((fault) => fault.code))
    for (const code of MACHINE)
      if (since.get(code)?.present !== present.has(code)) since.set(code, { present: present.has(code), from: now })
    const lasting = new Set<AlarmCode>(MACHINE.filter((code) => now - (since.get(code)?.from ?? now) >= holdMs))
    return { codes: [...lasting], causes: faults.filter(({ code }) => lasting.has(code)) }
  }
}
