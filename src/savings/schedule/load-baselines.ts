/** What each load would have done: the measure's written schedule, or what was learned from the time before control. */

import { type Bucket, DAY, type Load, type SavingMessage, type Span, span } from '../../domain/index.ts'
import type { LoadBaseline } from './claim.ts'
import { createLearner, type LearnedBaseline } from './baseline-learner.ts'
import { fullOutput } from './on-power.ts'
import type { Task } from '../plan.ts'
import { createProfile } from './profile.ts'
import type { SavingsInputs } from '../savings-inputs.ts'

type Baselines = Map<Load, LoadBaseline | SavingMessage>

/** Of each task, or why a load has none. */
export async function findBaselines(inputs: SavingsInputs, tasks: readonly Task[]): Promise<Baselines> {
  const found: Baselines = new Map()
  for (const { baseline, loads } of inputs.campus.measures) {
    const own = tasks.filter((t) => loads.includes(t.load))
    if (baseline.kind === 'learned') await learnBaselines(inputs, own, baseline.within, found)
    else {
      const profile = createProfile(inputs.campus.timezone, baseline.schedule)
      for (const { load } of own) found.set(load, { profile, learned: null })
    }
  }
  for (const { load, energy, power } of tasks) {
    const commissioning = [energy, power].find((p) => p.status === 'commissioning')
    if (commissioning !== undefined) found.set(load, { code: 'in-commissioning', values: { point: commissioning.id } })
  }
  return found
}

/** The time before control is read in parts of this length: memory stays bounded. */
const CHUNK = 31 * DAY

async function learnBaselines(inputs: SavingsInputs, tasks: readonly Task[], within: Span, found: Baselines): Promise<void> {
  const zone = inputs.campus.timezone
  const parts = { zone, calendar: inputs.calendar, within }
  const points = tasks.map((t) => t.power.id)
  const loads = tasks.map((task) => ({ task, learner: createLearner({ ...parts, point: task.power.id }), hours: [] as Bucket[] }))
  for (let from: number = within.from; from < within.to; from += CHUNK) {
    const chunk = span(from, Math.min(from + CHUNK, within.to))
    const quarters = await inputs.read('15m', chunk, points)
    const hours = await inputs.read('1h', chunk, points)
    for (const { task, learner, hours: kept } of loads) {
      for (const quarter of quarters.get(task.power.id) ?? []) learner.add(quarter)
      kept.push(...(hours.get(task.power.id) ?? []))
    }
  }
  for (const { task, learner, hours } of loads) {
    const full = fullOutput(hours, 0)?.median ?? task.load.rated
    const learned: LearnedBaseline | SavingMessage =
      full === null ? { code: 'no-full-hour-before', values: { point: task.power.id } } : learner.finish(full)
    found.set(task.load, 'code' in learned ? learned : { profile: createProfile(zone, learned.schedule), learned })
  }
}
