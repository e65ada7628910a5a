/** Judges the alarm rules that are due and has their alarms raised and cleared. */

import type { AlarmKeeper } from '../../alarms/keeper.ts'
import { type RuleJudgements, weighCauses } from '../../alarms/judgement.ts'
import { type AlarmKind, type AlarmRule, type Cause, HOUR, type Instant, MINUTE, offsetAt, QUARTER, DAY } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import type { Buckets, Clock, Events, LatestReading, Readings } from '../../ports/index.ts'
import type { ReportingApi } from '../../figures/api.ts'
import type { AppState } from '../context.ts'
import type { AvailabilityOfDevice } from '../monitoring/availability.ts'
import { judgeNightLoads } from './judges-band.ts'
import { judgeBalances, judgeBaseLoads, judgeLeaks, judgeMisScaled } from './judges-day.ts'
import { judgeDeviceOffline, judgeSilent, judgeThreshold } from './judges-now.ts'
import { judgeMonthCoverage, judgeYearTargets } from './judges-period.ts'
import { judgeComfort, judgeImplausibleValues, judgeStuckMeters } from './judges-quarter.ts'
import type { AlarmRuleChanges } from './rule-changes.ts'
import type { Judge, RuleContext } from './rule-context.ts'

export interface RuleWatchParts {
  readonly clock: Clock
  readonly events: Events
  readonly buckets: Pick<Buckets, 'read'>
  readonly readings: Pick<Readings, 'scan'>
  readonly reporting: Pick<ReportingApi, 'document'>
  readonly state: Pick<AppState, 'campus' | 'config' | 'storeFault' | 'rollupFault'>
  readonly latest: () => ReadonlyMap<string, LatestReading>
  readonly availability: () => readonly AvailabilityOfDevice[]
  /** Whether messages can arrive now. */
  readonly isListening: () => boolean
  /** Whether long work, a history or a rebuild, is under way: what is not finished cannot be judged. */
  readonly isBusy: () => boolean
  readonly alarms: AlarmKeeper
  readonly changes: AlarmRuleChanges
}

export interface RuleWatch {
  run(): Promise<void>
  /** Conditions that hold and whose hold-off runs, as of the last run. */
  pending(): readonly Cause[]
  /** When a rule was last judged; null: not since the start. */
  judgedAt(rule: string): Instant | null
}

interface Cadence {
  /** Number of the turn that `now` belongs to: a rule is judged once in each. */
  readonly turn: (now: Instant, zone: string) => number
  /** Needs buckets, and so a store and a rollup that work. */
  readonly buckets: boolean
}

const BEAT: Cadence = { turn: (now) => now, buckets: false }
/** A minute after the edge: the rollup has been there. */
const QUARTERLY: Cadence = { turn: (now) => Math.floor((now - MINUTE) / QUARTER), buckets: true }
const HOURLY: Cadence = { turn: (now) => Math.floor((now - 2 * MINUTE) / HOUR), buckets: true }
/** From 05:00 local time, when the night is over. */
const DAILY: Cadence = { turn: (now, zone) => Math.floor((now + offsetAt(zone, now) - 5 * HOUR) / DAY), buckets: true }

const JUDGES: Readonly<Record<AlarmKind, { readonly judge: Judge; readonly cadence: Cadence }>> = {
  silent: { judge: judgeSilent, cadence: BEAT },
  'device-offline': { judge: judgeDeviceOffline, cadence: BEAT },
  threshold: { judge: judgeThreshold, cadence: BEAT },
  stuck: { judge: judgeStuckMeters, cadence: QUARTERLY },
  implausible: { judge: judgeImplausibleValues, cadence: QUARTERLY },
  comfort: { judge: judgeComfort, cadence: QUARTERLY },
  'night-load': { judge: judgeNightLoads, cadence: HOURLY },
  'mis-scaled': { judge: judgeMisScaled, cadence: DAILY },
  balance: { judge: judgeBalances, cadence: DAILY },
  'base-load': { judge: judgeBaseLoads, cadence: DAILY },
  leak: { judge: judgeLeaks, cadence: DAILY },
  'coverage-at-risk': { judge: judgeMonthCoverage, cadence: DAILY },
  'target-at-risk': { judge: judgeYearTargets, cadence: DAILY },
}

class StandingRuleWatch implements RuleWatch {
  readonly #parts: RuleWatchParts
  #listeningSince: Instant | null = null
  /** Turn in which each rule was judged last. The text of the rule is part of the key: a changed rule is judged at once. */
  readonly #turns = new Map<string, number>()
  readonly #judged = new Map<string, Instant>()
  readonly #pending = new Map<string, readonly Cause[]>()
  readonly #failed = new Map<string, string>()
  #wasBusy = false

  constructor(parts: RuleWatchParts) {
    this.#parts = parts
  }

  pending(): readonly Cause[] {
    return [...this.#pending.values()].flat()
  }

  judgedAt(rule: string): Instant | null {
    return this.#judged.get(rule) ?? null
  }

  async run(): Promise<void> {
    const { alarms, changes, clock, state } = this.#parts
    const now = clock.now()
    const { rules } = await changes.read(state.config.alarms)
    const plan = rules.filter((rule) => rule.enabled)
    const context = this.#contextAt(now)
    this.#noteBusy()
    const judged: RuleJudgements[] = []
    for (const rule of plan) if (this.#isDue(rule, now)) judged.push(...(await this.#judge(rule, context)))
    const weighed = weighCauses(judged, { now, maintenance: state.config.alarms.maintenance })
    const names = new Set(plan.map((rule) => rule.id))
    for (const id of this.#pending.keys()) if (!names.has(id)) this.#pending.delete(id)
    for (const id of weighed.rules)
      this.#pending.set(
        id,
        weighed.pending.filter((cause) => cause.rule === id),
      )
    await alarms.judge(weighed, names)
  }

  #contextAt(now: Instant): RuleContext {
    const { buckets, clock, readings, reporting, state, latest, availability, isListening } = this.#parts
    this.#listeningSince = isListening() ? (this.#listeningSince ?? now) : null
    const { campus } = state
    const shared = {
      campus,
      now,
      buckets,
      readings,
      reporting,
      latest: latest(),
      availability: availability(),
      pause: () => clock.yieldToEventLoop(),
    }
    return { ...shared, listeningSince: this.#listeningSince ?? now }
  }

  /** Long work that ends has changed what rules stand on: all of them are due. */
  #noteBusy(): void {
    const isBusy = this.#parts.isBusy()
    if (this.#wasBusy && !isBusy) this.#turns.clear()
    this.#wasBusy = isBusy
  }

  #isDue(rule: AlarmRule, now: Instant): boolean {
    const { isBusy, state } = this.#parts
    const { cadence } = JUDGES[rule.kind]
    if (cadence.buckets && (isBusy() || state.storeFault !== null || state.rollupFault !== null)) return false
    return this.#turns.get(JSON.stringify(rule)) !== cadence.turn(now, state.campus.timezone)
  }

  /** Nothing where the judge fails: its alarms stay as they are, and it is due again. */
  async #judge(rule: AlarmRule, context: RuleContext): Promise<readonly RuleJudgements[]> {
    const { judge, cadence } = JUDGES[rule.kind]
    try {
      const judgements = await judge(rule, context)
      this.#turns.set(JSON.stringify(rule), cadence.turn(context.now, context.campus.timezone))
      this.#judged.set(rule.id, context.now)
      this.#failed.delete(rule.id)
      return [{ rule, judgements }]
    } catch (error) {
      const detail = errorText(error)
      if (this.#failed.get(rule.id) !== detail)
        this.#parts.events.emit({
          code: 'job-failed',
          level: 'warn',
          reason: 'alarm-rule',
          detail: `the alarm rule "${rule.id}" could not be judged: ${detail}`,
        })
      this.#failed.set(rule.id, detail)
      return []
    }
  }
}

export function createRuleWatch(parts: RuleWatchParts): RuleWatch {
  return new StandingRuleWatch(parts)
}
