/** What each load would have done: the measure's written schedule, or what was learned from the time before control. */

import { type Bucket, DAY, type Load, type SavingMessage, type Span, span } from '../domain/index.ts'
import type { LoadBaseline } from './claim.ts'
import { createLearner, type Learned } from './learn.ts'
import { fullOutput } from './on-power.ts'
import type { Task } from './plan.ts'
import { createProfile } from './profile.ts'
import type { Question } from './reading.ts'

type Baselines = Map<Load, LoadBaseline | SavingMessage>

/** Of each task, or why a load has none. */
export async function baselinesOf(q: Question, tasks: readonly Task[]): Promise<Baselines> {
  const found: Baselines = new Map()
  for (const { baseline, loads } of q.campus.measures) {
    const own = tasks.filter((t) => loads.includes(t.load))
    if (baseline.kind === 'learned') await learn(q, own, baseline.within, found)
    else {
      const profile = createProfile(q.campus.timezone, baseline.schedule)
      for (const { load } of own) found.set(load, { profile, learned: null })
    }
  }
  for (const { load, energy, power } of tasks) {
    const trial = [energy, power].find((p) => p.status === 'commissioning')
    if (trial !== undefined) found.set(load, { code: 'in-commissioning', values: { point: trial.id } })
  }
  return found
}

/** A long time before control is never held at once. */
const STRETCH = 31 * DAY

async function learn(q: Question, tasks: readonly Task[], within: Span, found: Baselines): Promise<void> {
  const zone = q.campus.timezone
  const parts = { zone, calendar: q.calendar, within }
  const points = tasks.map((t) => t.power.id)
  const loads = tasks.map((task) => ({ task, learner: createLearner({ ...parts, point: task.power.id }), hours: [] as Bucket[] }))
  for (let from: number = within.from; from < within.to; from += STRETCH) {
    const stretch = span(from, Math.min(from + STRETCH, within.to))
    const quarters = await q.read('15m', stretch, points)
    const hours = await q.read('1h', stretch, points)
    for (const { task, learner, hours: kept } of loads) {
      for (const quarter of quarters.get(task.power.id) ?? []) learner.add(quarter)
      kept.push(...(hours.get(task.power.id) ?? []))
    }
  }
  for (const { task, learner, hours } of loads) {
    const full = fullOutput(hours, 0)?.median ?? task.load.rated
    const learned: Learned | SavingMessage =
      full === null ? { code: 'no-full-hour-before', values: { point: task.power.id } } : learner.learned(full)
    found.set(task.load, 'code' in learned ? learned : { profile: createProfile(zone, learned.schedule), learned })
  }
}
