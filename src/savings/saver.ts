/**
 * The claims of a span: what they need is read in few questions for all loads together, and let go with the answer.
 */

import { instant, type Measure, type Saving, type SavingLoad, type SavingMonth, type Span } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets, Clock } from '../ports/index.ts'
import type { Campus } from '../domain/index.ts'
import { accuracyOf } from './accuracy.ts'
import { baselinesOf } from './baselines.ts'
import { claimOf, ENOUGH_KNOWN, type MonthFacts } from './claim.ts'
import { type MonthConsumption, type Exposure, exposureOf, knownShare } from './exposure.ts'
import { loadFindings, measureFindings } from './findings.ts'
import { lookedAt, type Task } from './plan.ts'
import { powersOf } from './powers.ts'
import { countedOf, type LoadMonth, quartersOf, type Question, questionOf, readFrom } from './reading.ts'

export interface SaverParts {
  readonly campus: () => Campus
  readonly buckets: Pick<Buckets, 'read'>
  readonly clock: Pick<Clock, 'now'>
}

export interface Saver {
  /** Claims of each measure in the months of the span that have begun; null when no measure is named. */
  savings(within: Span): Promise<readonly Saving[] | null>
}

type Baselines = Awaited<ReturnType<typeof baselinesOf>>

const NOTHING: MonthConsumption = { month: null, days: new Map() }
const NO_TIME: Exposure = { weight: 0, metered: 0, days: { workday: 0, weekend: 0, holiday: 0 } }

export function createSaver({ campus, buckets, clock }: SaverParts): Saver {
  const read = readFrom(buckets)
  return {
    async savings(within) {
      const at = campus()
      if (at.measures.length === 0) return null
      const q = await questionOf(at, within, clock.now(), read)
      const looked = new Map(at.measures.map((m) => [m, lookedAt(q, m)]))
      const parts = q.tasks.flatMap((task) => (looked.get(task.measure) ?? []).map((l): LoadMonth => ({ task, looked: l })))
      const months = await monthsOf(q, parts)
      return at.measures.map((measure) => savingOf(q, measure, months))
    },
  }
}

/** Each load's month as a claim, or with the reason why there is none. */
async function monthsOf(q: Question, parts: readonly LoadMonth[]): Promise<ReadonlyMap<LoadMonth, SavingMonth>> {
  const counted = await countedOf(q, parts)
  const coverage = new Map(parts.map((p) => [p, knownShare(p.looked, counted.get(p) ?? NOTHING)]))
  const enough = parts.filter((p) => (coverage.get(p) ?? 0) >= ENOUGH_KNOWN)
  const baselines = await baselinesOf(q, [...new Set(enough.map((p) => p.task))])
  const powers = await powersOf(q, enough)
  const exposures = await exposuresOf(q, enough, counted, baselines)
  return new Map(
    parts.map((part) => {
      const { task, looked } = part
      const facts: MonthFacts = {
        month: looked.month.id,
        span: looked.span,
        coverage: coverage.get(part) ?? 0,
        baseline: baselines.get(task.load) ?? { code: 'no-baseline', values: { point: task.energy.id } },
        power: powers.get(part) ?? { code: 'power-not-read', values: { point: task.power.id } },
        exposure: exposures.get(part) ?? NO_TIME,
        accuracy: accuracyOf(task.energy, task.power, instant(looked.span.to - 1)),
        findings: counted.get(part)?.month?.findings ?? 0,
      }
      return [part, claimOf(task.load, facts)]
    }),
  )
}

/** Month by month, so that no more than a month of quarter hours is held at a time. */
async function exposuresOf(
  q: Question,
  parts: readonly LoadMonth[],
  counted: ReadonlyMap<LoadMonth, MonthConsumption>,
  baselines: Baselines,
): Promise<ReadonlyMap<LoadMonth, Exposure>> {
  const found = new Map<LoadMonth, Exposure>()
  for (const group of groupBy(parts, (p) => p.looked.index).values()) {
    const quarters = await quartersOf(q, group, counted)
    for (const part of group) {
      const baseline = baselines.get(part.task.load)
      if (baseline === undefined || 'code' in baseline) continue
      const own = quarters.get(part.task.energy.id) ?? []
      found.set(part, exposureOf(baseline.profile, part.looked, counted.get(part) ?? NOTHING, own))
    }
  }
  return found
}

function savingOf(q: Question, measure: Measure, months: ReadonlyMap<LoadMonth, SavingMonth>): Saving {
  const byTask = groupBy(months, ([part]) => part.task)
  const loads = q.tasks.filter((t) => t.measure === measure).map((task) => loadOf(task, byTask.get(task) ?? []))
  return { measure, loads, findings: measureFindings(q, measure, loads) }
}

function loadOf(task: Task, own: readonly (readonly [LoadMonth, SavingMonth])[]): SavingLoad {
  const months = own.map(([, month]) => month)
  const stated = own.every(([{ looked }]) => accuracyOf(task.energy, task.power, instant(looked.span.to - 1)).percent !== null)
  const { energy, power } = task
  return { energy: energy.id, power: power.id, place: energy.place, months, findings: loadFindings(task, months, stated) }
}
