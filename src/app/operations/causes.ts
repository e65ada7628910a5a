/** What holds now that somebody has to look at. Pure. */

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

const one = (code: AlarmCode, sentence: string, evidence: Cause['evidence'] = {}): Cause => ({
  code,
  subject: '',
  severity: 'alarm',
  sentence,
  evidence,
})

/** Faults of the machine, as readiness knows them. */
export function machineCauses({ ingest, journal, broker, storeFault, rollupFault }: MachineState): Cause[] {
  const causes: Cause[] = []
  if (ingest && journal.full)
    causes.push(
      one('journal-full', 'the journal is full: messages are not acknowledged until there is room on the disk', { bytes: journal.bytes }),
    )
  if (ingest && broker !== null && !broker.connected)
    causes.push(one('broker-away', `the broker is away: ${broker.detail}`, { reason: broker.detail }))
  if (storeFault !== null) causes.push(one('store-away', `the store is away: ${storeFault}`, { reason: storeFault }))
  else if (rollupFault !== null)
    causes.push(one('rollup-failed', `totals stand still, the rollup fails: ${rollupFault}`, { reason: rollupFault }))
  return causes
}

/** From 1 December on the holidays of the next year must be known; those of this year always. A campus without a calendar has none to know. */
export function holidayCauses({ calendar, calendars, timezone }: Campus, now: Instant): Cause[] {
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

/** Drafts, each in its last revision, that stand on less data than the limit (0..1). */
export function coverageCauses(drafts: readonly Draft[], limit: number): Cause[] {
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

/** Channels there are, whose last notice was given up. */
export function noticeCauses(deliveries: readonly Delivery[], channels: readonly NoticeChannel[]): Cause[] {
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

/** What was looked for with an outcome that can be relied on, and what of it holds. */
export interface Settled {
  readonly looked: readonly AlarmCode[]
  readonly causes: readonly Cause[]
}

/** Codes of `machineCauses`: at most one cause of each holds. */
const MACHINE = ['journal-full', 'broker-away', 'store-away', 'rollup-failed'] as const satisfies readonly AlarmCode[]

/**
 * Settles a fault of the machine once it has been there, or has been gone, for `holdMs` without a break. Until then nothing is known of it:
 * what comes and goes is told by the log alone, and a service that has just started does not take for mended what it has not met yet.
 */
export function createHoldOff(holdMs: number): (faults: readonly Cause[], now: number) => Settled {
  const seen = new Map<AlarmCode, { here: boolean; since: number }>()
  return (faults, now) => {
    const here = new Set(faults.map((fault) => fault.code))
    for (const code of MACHINE) if (seen.get(code)?.here !== here.has(code)) seen.set(code, { here: here.has(code), since: now })
    const looked = MACHINE.filter((code) => now - (seen.get(code)?.since ?? now) >= holdMs)
    return { looked, causes: faults.filter(({ code }) => looked.some((l) => l === code)) }
  }
}
