/**
 * The claims of a span. What they need is read in few queries for all loads together.
 */

import {
  instant,
  localDate,
  type Measure,
  type OnPowerStep,
  type Saving,
  type SavingLoad,
  type SavingMonth,
  type Span,
} from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets, Clock } from '../ports/index.ts'
import type { Campus } from '../domain/index.ts'
import type { ActionLog } from './action-log.ts'
import type { BaselineLog } from './baseline-log.ts'
import { accuracyOf } from './accuracy.ts'
import { findBaselines } from './schedule/load-baselines.ts'
import { claimOf, LEAST_COVERAGE, type MonthInputs } from './schedule/claim.ts'
import { type MonthConsumption, type Exposure, exposureOf, coveredShare } from './schedule/exposure.ts'
import { workingUse } from './schedule/calendar-check.ts'
import { loadFindings, measureFindings } from './schedule/claim-findings.ts'
import { monthScopes, type Task } from './plan.ts'
import { findPowers, type PowerWindows, readPowerWindows, splitAtSteps, useOfLoad } from './schedule/load-powers.ts'
import {
  readConsumption,
  type LoadMonth,
  readPartialQuarters,
  type SavingsInputs,
  readSavingsInputs,
  readFrom,
  readHoursFrom,
} from './savings-inputs.ts'

export interface SaverParts {
  readonly campus: () => Campus
  readonly buckets: Pick<Buckets, 'read' | 'readColumns'>
  readonly clock: Pick<Clock, 'now'>
  /** Where learned baselines are frozen; null or absent: each claim learns again. */
  readonly baselines?: BaselineLog | null
  /** What control did; null or absent: every claim is attributed to its measure. */
  readonly actions?: ActionLog | null
}

export interface Saver {
  /** Claims of each measure in the months of the span that have begun; null when no measure is named. */
  savings(within: Span): Promise<readonly Saving[] | null>
}

type Baselines = Awaited<ReturnType<typeof findBaselines>>

const NOTHING: MonthConsumption = { month: null, days: new Map() }
const NO_TIME: Exposure = { weight: 0, metered: 0, days: { workday: 0, weekend: 0, holiday: 0 } }

export function createSaver({ campus, buckets, clock, baselines = null, actions = null }: SaverParts): Saver {
  const [read, readHours] = [readFrom(buckets), readHoursFrom(buckets)]
  return {
    async savings(within) {
      const at = campus()
      if (at.measures.length === 0) return null
      const inputs = { ...(await readSavingsInputs(at, within, clock.now(), read)), readHours, frozen: baselines, actions }
      const scopes = new Map(at.measures.map((m) => [m, monthScopes(inputs, m)]))
      const parts = inputs.tasks.flatMap((task) =>
        (scopes.get(task.measure) ?? []).map((scope): LoadMonth => ({ task, scope, segment: null, before: null })),
      )
      const claimed = await claimMonths(inputs, parts)
      return at.measures.map((measure) => savingOf(inputs, measure, claimed))
    },
  }
}

/** Each load's month as a claim, or with the reason why it is not claimed; a month in parts where its power steps. */
async function claimMonths(inputs: SavingsInputs, whole: readonly LoadMonth[]): Promise<ClaimedMonths> {
  const known = await readKnown(inputs, whole)
  const covered = whole.filter((p) => known.isEnough(p))
  const windows = await readPowerWindows(inputs, covered)
  const parts = whole.flatMap((p) => (known.isEnough(p) ? splitAtSteps(p, windows) : [p]))
  const split = parts.filter((p) => p.segment !== null)
  const { consumption, coverage, isEnough } = split.length === 0 ? known : await readKnown(inputs, parts)
  const enough = parts.filter(isEnough)
  const baselines = await findBaselines(inputs, [...new Set(enough.map((p) => p.task))])
  const powers = await findPowers(inputs, enough, windows)
  const exposures = await findExposures(inputs, enough, consumption, baselines)
  const idle = await findIdle(inputs, enough)
  const months = new Map(
    parts.map((part) => {
      const { task, scope } = part
      const month: MonthInputs = {
        month: scope.month.id,
        span: scope.span,
        coverage: coverage.get(part) ?? 0,
        baseline: baselines.get(task.load) ?? { code: 'no-baseline', values: { point: task.energy.id } },
        power: powers.get(part) ?? { code: 'power-not-read', values: { point: task.power.id } },
        exposure: exposures.get(part) ?? NO_TIME,
        accuracy: accuracyOf(task.energy, task.power, instant(scope.span.to - 1)),
        idle: idle.has(part),
        step: stepOf(inputs, part),
        findings: consumption.get(part)?.month?.findings ?? 0,
      }
      return [part, claimOf(task.load, month)] as const
    }),
  )
  return { months, baselines, windows }
}

interface ClaimedMonths {
  readonly months: ReadonlyMap<LoadMonth, SavingMonth>
  readonly baselines: Baselines
  readonly windows: PowerWindows
}

/** Parts by whose end no actuator of the load had confirmed a command. */
async function findIdle({ actions }: SavingsInputs, parts: readonly LoadMonth[]): Promise<ReadonlySet<LoadMonth>> {
  const idle = new Set<LoadMonth>()
  if (actions !== null) for (const part of parts) if ((await actions.acted(part.task.load, part.scope.month.span)) === false) idle.add(part)
  return idle
}

/** What the meters know of the parts. */
async function readKnown(inputs: SavingsInputs, parts: readonly LoadMonth[]) {
  const consumption = await readConsumption(inputs, parts)
  const coverage = new Map(parts.map((p) => [p, coveredShare(p.scope, consumption.get(p) ?? NOTHING)]))
  return { consumption, coverage, isEnough: (p: LoadMonth): boolean => (coverage.get(p) ?? 0) >= LEAST_COVERAGE }
}

function stepOf({ campus }: SavingsInputs, { scope, segment, before }: LoadMonth): OnPowerStep | null {
  if (segment === null || before === null) return null
  return { day: localDate(campus.timezone, scope.span.from), before, after: segment.full.median }
}

/** Month by month, so that no more than a month of quarter hours is in memory. */
async function findExposures(
  inputs: SavingsInputs,
  parts: readonly LoadMonth[],
  consumption: ReadonlyMap<LoadMonth, MonthConsumption>,
  baselines: Baselines,
): Promise<ReadonlyMap<LoadMonth, Exposure>> {
  const found = new Map<LoadMonth, Exposure>()
  for (const group of groupBy(parts, (p) => p.scope.index).values()) {
    const quarters = await readPartialQuarters(inputs, group, consumption)
    for (const part of group) {
      const baseline = baselines.get(part.task.load)
      if (baseline === undefined || 'code' in baseline) continue
      const own = quarters.get(part.task.energy.id) ?? []
      found.set(part, exposureOf(baseline.profile, part.scope, consumption.get(part) ?? NOTHING, own))
    }
  }
  return found
}

function savingOf(inputs: SavingsInputs, measure: Measure, { months, baselines, windows }: ClaimedMonths): Saving {
  const byTask = groupBy(months, ([part]) => part.task)
  const loads = inputs.tasks
    .filter((t) => t.measure === measure)
    .map((task) => loadOf(task, byTask.get(task) ?? [], baselines.get(task.load) ?? null))
  return { measure, loads, findings: measureFindings(inputs, loads, useOf(inputs, measure, windows)) }
}

/** Of the loads that follow the working week, from the first day of control on. */
function useOf(inputs: SavingsInputs, { loads, from }: Measure, windows: PowerWindows): ReadonlyMap<string, number> {
  const own = loads.map(({ power }) => new Map([...useOfLoad(inputs, power, windows)].filter(([date]) => from === null || date >= from)))
  return workingUse(own, inputs.calendar)
}

type Baselined = Baselines extends ReadonlyMap<unknown, infer B> ? B : never

function loadOf(task: Task, own: readonly (readonly [LoadMonth, SavingMonth])[], found: Baselined | null): SavingLoad {
  const months = own.map(([, month]) => month)
  const classStated = own.every(([{ scope }]) => accuracyOf(task.energy, task.power, instant(scope.span.to - 1)).percent !== null)
  const baseline = found === null || 'code' in found ? null : found
  const { energy, power } = task
  return {
    energy: energy.id,
    power: power.id,
    place: energy.place,
    months,
    baselineHash: baseline?.hash ?? null,
    schedule: baseline?.schedule ?? null,
    findings: loadFindings(task, months, { classStated, baseline: baseline?.finding ?? null }),
  }
}
