/** A baseline learned from the time before control: mean share of full output by day type and quarter hour of the local day. */

import {
  type Bucket,
  type Calendar,
  coveredMs,
  DAY,
  DAY_TYPES,
  type DayType,
  HOUR,
  localDate,
  offsetAt,
  QUARTER,
  type SavingMessage,
  SHARE_UNITS,
  type ShareSchedule,
  type ShareWindow,
  type Span,
} from '../../domain/index.ts'
import type { DayHours } from './day-scatter.ts'

const SLOTS = DAY / QUARTER
/** Known share of the time before control that a baseline needs. */
const LEAST_COVERAGE_BEFORE = 0.9
/** Fewer days of a type than this tell nothing of it. */
const FEWEST_DAYS = 2

export interface LearnedBaseline {
  readonly schedule: ShareSchedule
  /** Hours at full output of each day, by type. */
  readonly dayHours: Readonly<Record<DayType, DayHours>>
  /** Whose days each type goes by: itself, or the weekend for a holiday that was hardly seen. */
  readonly by: Readonly<Record<DayType, DayType>>
}

export interface Learner {
  /** Quarter hours of the power, in any order, each once. */
  add(quarter: Bucket): void
  /** `full`: W at full output. Otherwise why nothing can be learned. */
  finish(full: number): LearnedBaseline | SavingMessage
}

interface Sums {
  /** W x ms and ms, by slot. */
  readonly power: Float64Array
  readonly covered: Float64Array
  /** W x ms and ms of each local day. */
  readonly days: Map<number, { power: number; covered: number }>
}

/** `point` is the power that is learned from, for messages. */
export function createLearner(parts: { point: string; zone: string; calendar: Calendar; within: Span }): Learner {
  const { point, zone, calendar, within } = parts
  const emptySums = (): Sums => ({ power: new Float64Array(SLOTS), covered: new Float64Array(SLOTS), days: new Map() })
  const sums: Record<DayType, Sums> = { workday: emptySums(), weekend: emptySums(), holiday: emptySums() }
  let total = 0
  let last = { day: Number.NaN, type: 'workday' as DayType }

  return {
    add(quarter) {
      const covered = coveredMs(quarter)
      if (covered <= 0) return
      const wall = quarter.start + offsetAt(zone, quarter.start)
      const day = Math.floor(wall / DAY)
      if (day !== last.day) last = { day, type: calendar.typeOf(localDate(zone, quarter.start)) }
      const of = sums[last.type]
      const slot = Math.floor((wall - day * DAY) / QUARTER)
      of.power[slot] = (of.power[slot] ?? 0) + quarter.total
      of.covered[slot] = (of.covered[slot] ?? 0) + covered
      const sum = of.days.get(day) ?? { power: 0, covered: 0 }
      of.days.set(day, { power: sum.power + quarter.total, covered: sum.covered + covered })
      total += covered
    },
    finish(full) {
      const share = total / (within.to - within.from)
      if (share < LEAST_COVERAGE_BEFORE) return { code: 'before-too-little', values: { point, percent: 100 * share } }
      return buildBaseline(sums, full, point)
    },
  }
}

const TOO_FEW = { workday: 'too-few-workdays', weekend: 'too-few-weekends' } as const

/** A type that was hardly seen goes by the weekend's days: statutory days are rare in four weeks. */
function buildBaseline(sums: Readonly<Record<DayType, Sums>>, full: number, point: string): LearnedBaseline | SavingMessage {
  const isSeen = (type: DayType): boolean => sums[type].days.size >= FEWEST_DAYS && sums[type].covered.every((ms) => ms > 0)
  const unseen = (['workday', 'weekend'] as const).find((type) => !isSeen(type))
  if (unseen !== undefined) return { code: TOO_FEW[unseen], values: { point, days: FEWEST_DAYS } }
  const by: Record<DayType, DayType> = { workday: 'workday', weekend: 'weekend', holiday: isSeen('holiday') ? 'holiday' : 'weekend' }
  const each = <T>(of: (s: Sums) => T): Record<DayType, T> =>
    Object.fromEntries(DAY_TYPES.map((type) => [type, of(sums[by[type]])])) as Record<DayType, T>
  return { schedule: each((s) => windowsOf(s, full)), dayHours: each((s) => hoursByDay(s, full)), by }
}

const shareAt = ({ power, covered }: Sums, slot: number, full: number): number => (power[slot] ?? 0) / (covered[slot] ?? 1) / full

function windowsOf(sums: Sums, full: number): readonly ShareWindow[] {
  return Array.from({ length: SLOTS }, (_, slot) => ({
    from: slot * QUARTER,
    to: (slot + 1) * QUARTER,
    share: Math.round(shareAt(sums, slot, full) * SHARE_UNITS) / SHARE_UNITS,
  }))
}

/** Days that are known for nine tenths, each as if it were known wholly. */
function hoursByDay({ days }: Sums, full: number): DayHours {
  const whole = [...days].filter(([, { covered }]) => covered >= LEAST_COVERAGE_BEFORE * DAY)
  return new Map(whole.map(([day, { power, covered }]) => [day, (power / covered / full) * (DAY / HOUR)]))
}
