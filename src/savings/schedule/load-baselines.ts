/** What each load would have done: the measure's written schedule, or what was learned from the time before control; and how far either may be off. */

import {
  type Bucket,
  coveredMs,
  DAY,
  DAY_TYPES,
  dayStart,
  type DayType,
  instant,
  type Load,
  type SavingFinding,
  type SavingMessage,
  type Span,
  span,
} from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { Task } from '../plan.ts'
import type { SavingsInputs } from '../savings-inputs.ts'
import { createLearner, type LearnedBaseline } from './baseline-learner.ts'
import type { LoadBaseline } from './claim.ts'
import { type BaselineError, commonShare, dayError } from './day-scatter.ts'
import { hoursFrom, NO_HOURS } from './hours.ts'
import { type FullOutput, fullOutput } from './on-power.ts'
import { createProfile } from './profile.ts'
import { type CheckedSchedule, checkSchedule, measuredDays, spreadError, spreadOf, TIME_BEFORE, writtenHours } from './schedule-check.ts'

type Baselines = Map<Load, LoadBaseline | SavingMessage>

/** Of each task, or why a load has none. */
export async function findBaselines(inputs: SavingsInputs, tasks: readonly Task[]): Promise<Baselines> {
  const found: Baselines = new Map()
  for (const [measure, own] of groupBy(tasks, (t) => t.measure)) {
    const { baseline } = measure
    if (baseline.kind === 'learned') await learnBaselines(inputs, own, baseline.within, found)
    else await checkBaselines(inputs, own, found)
  }
  for (const { load, energy, power } of tasks) {
    const commissioning = [energy, power].find((p) => p.status === 'commissioning')
    if (commissioning !== undefined) found.set(load, { code: 'in-commissioning', values: { point: commissioning.id } })
  }
  return found
}

/** The time before control is read in parts of this length: memory stays bounded. */
const CHUNK = 31 * DAY
/** Standard error of a median over that of a mean, for a normal scatter: sqrt(pi / 2). */
const MEDIAN = 1.2533

const relativeError = (full: FullOutput | null): number =>
  full === null || full.scatter === null ? 0 : (MEDIAN * full.scatter) / Math.sqrt(full.hours) / full.median

interface Lesson {
  readonly task: Task
  /** W at full output before control, and its relative standard uncertainty. */
  readonly full: number
  readonly fullError: number
  readonly learned: LearnedBaseline
  readonly hash: string | null
}

async function learnBaselines(inputs: SavingsInputs, tasks: readonly Task[], within: Span, found: Baselines): Promise<void> {
  const lessons: Lesson[] = []
  const fresh: Task[] = []
  for (const task of tasks) {
    const frozen = (await inputs.frozen?.find(task.energy.id, within)) ?? null
    if (frozen === null) fresh.push(task)
    else lessons.push({ task, full: frozen.full, fullError: frozen.fullError, learned: frozen.learned, hash: frozen.hash })
  }
  if (fresh.length > 0) lessons.push(...(await learnFresh(inputs, fresh, within, found)))
  const common = byType((type) => commonShare(lessons.map(({ learned, full }) => ({ hours: learned.dayHours[type], full }))))
  for (const lesson of lessons) {
    const error = errorOf(lesson, common, `${within.from} ${within.to}`)
    found.set(lesson.task.load, {
      profile: createProfile(inputs.campus.timezone, lesson.learned.schedule),
      schedule: lesson.learned.schedule,
      error,
      finding: null,
      hash: lesson.hash,
    })
  }
}

/** What was never claimed before is learned, and frozen once the time it is learned from is rolled up. */
async function learnFresh(inputs: SavingsInputs, tasks: readonly Task[], within: Span, found: Baselines): Promise<Lesson[]> {
  const lessons: Lesson[] = []
  for (const { task, learner, hours, data } of await readBefore(inputs, tasks, within)) {
    const output = fullOutput(hoursFrom(hours), 0)
    const full = output?.median ?? task.load.rated
    const learned: LearnedBaseline | SavingMessage =
      full === null ? { code: 'no-full-hour-before', values: { point: task.power.id } } : learner.finish(full)
    if ('code' in learned || full === null) {
      found.set(task.load, 'code' in learned ? learned : { code: 'no-baseline', values: { point: task.energy.id } })
      continue
    }
    const fullError = relativeError(output)
    const { energy, measure } = task
    const content = { measure: measure.id, load: energy.id, within, full, fullError, learned }
    const frozen = inputs.frozen === null || inputs.horizon < within.to ? null : await inputs.frozen.freeze(content, data.join('\n'))
    lessons.push({ task, full, fullError, learned, hash: frozen?.hash ?? null })
  }
  return lessons
}

const byType = <T>(of: (type: DayType) => T): Record<DayType, T> =>
  Object.fromEntries(DAY_TYPES.map((type) => [type, of(type)])) as Record<DayType, T>

function errorOf({ learned, fullError }: Lesson, common: Readonly<Record<DayType, number>>, group: string): BaselineError {
  const errors = byType((type) => {
    const of = learned.by[type]
    return { ...(dayError(learned.dayHours[type]) ?? { shared: 0, own: 0 }), common: common[type], of }
  })
  return { byType: errors, full: fullError, group }
}

/** The data that each load's baseline would be learned from now, as it is hashed. */
export async function readDataBefore(inputs: SavingsInputs, tasks: readonly Task[], within: Span): Promise<ReadonlyMap<Task, string>> {
  const loads = await readBefore(inputs, tasks, within)
  return new Map(loads.map(({ task, data }) => [task, data.join('\n')]))
}

async function readBefore(inputs: SavingsInputs, tasks: readonly Task[], within: Span) {
  const parts = { zone: inputs.campus.timezone, calendar: inputs.calendar, within }
  const points = tasks.map((t) => t.power.id)
  const loads = tasks.map((task) => ({
    task,
    learner: createLearner({ ...parts, point: task.power.id }),
    hours: [] as Bucket[],
    data: [] as string[],
  }))
  for (let from: number = within.from; from < within.to; from += CHUNK) {
    const chunk = span(from, Math.min(from + CHUNK, within.to))
    const quarters = await inputs.read('15m', chunk, points)
    const hours = await inputs.read('1h', chunk, points)
    for (const { task, learner, hours: kept, data } of loads) {
      for (const quarter of quarters.get(task.power.id) ?? []) {
        learner.add(quarter)
        if (inputs.frozen !== null) data.push(`${quarter.start} ${quarter.total} ${coveredMs(quarter)}`)
      }
      kept.push(...(hours.get(task.power.id) ?? []))
    }
  }
  return loads
}

/** A written schedule is checked against the eight weeks before control; where nothing was measured then, the other loads of the measure tell its spread. */
async function checkBaselines(inputs: SavingsInputs, tasks: readonly Task[], found: Baselines): Promise<void> {
  const [first] = tasks
  if (first?.measure.baseline.kind !== 'schedule') return
  const { measure } = first
  const { schedule } = first.measure.baseline
  const profile = createProfile(inputs.campus.timezone, schedule)
  const checked = measure.from === null ? new Map<Task, CheckedSchedule>() : await checkLoads(inputs, tasks, measure.from)
  const spread = spreadOf([...checked.values()])
  for (const task of tasks) {
    const own = checked.get(task)
    const error = own?.error ?? (spread === null ? null : spreadError(writtenHours(measure), spread, measure.id))
    found.set(task.load, { profile, schedule, error, finding: own === undefined ? unproved(task, spread) : own.finding, hash: null })
  }
}

async function checkLoads(inputs: SavingsInputs, tasks: readonly Task[], control: string): Promise<Map<Task, CheckedSchedule>> {
  const start = dayStart(inputs.campus.timezone, control)
  const before = span(instant(start - TIME_BEFORE), start)
  const points = tasks.map((t) => t.power.id)
  const [days, hours] = [await inputs.read('1d', before, points), await inputs.readHours(before, points)]
  const found = new Map<Task, CheckedSchedule>()
  for (const task of tasks) {
    const output = fullOutput(hours.get(task.power.id) ?? NO_HOURS, 0)
    if (output === null) continue
    const full = { error: relativeError(output), group: task.measure.id }
    const own = measuredDays(days.get(task.power.id) ?? [], output.median, inputs)
    const result = checkSchedule(task.power.id, writtenHours(task.measure), own, full)
    if (result !== null) found.set(task, result)
  }
  return found
}

function unproved({ energy }: Task, spread: number | null): SavingFinding {
  const values = { point: energy.id }
  return {
    code: 'unproved-baseline',
    message: spread === null ? { code: 'unproved', values } : { code: 'unproved-spread', values: { ...values, percent: 100 * spread } },
  }
}
