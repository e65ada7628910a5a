/** Queries to the bucket store, each for all loads together. */

import { type Bucket, type Campus, type Instant, type Span, span, type Step } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets } from '../ports/index.ts'
import type { MonthConsumption } from './schedule/exposure.ts'
import { type Hours, hoursByPoint } from './schedule/hours.ts'
import type { PowerSegment } from './schedule/power-steps.ts'
import type { ActionLog } from './action-log.ts'
import type { BaselineLog } from './baseline-log.ts'
import { type Frame, frameOf, horizonOf, type MonthScope, monthsWithLookBack, partialDays, type Task, tasksOf, wantsDays } from './plan.ts'

/** Buckets by point; without points or time nothing is read. */
export type Read = (step: Step, within: Span, points: readonly string[]) => Promise<ReadonlyMap<string, readonly Bucket[]>>

/** Hours of gauges by point; without points or time nothing is read. */
export type ReadHours = (within: Span, points: readonly string[]) => Promise<ReadonlyMap<string, Hours>>

export const unique = (ids: readonly string[]): string[] => [...new Set(ids)]

export function readFrom(buckets: Pick<Buckets, 'read'>): Read {
  return async (step, within, points) =>
    points.length === 0 || within.to <= within.from
      ? new Map()
      : groupBy(await buckets.read({ step, span: within, points: unique(points) }), (b) => b.point)
}

export function readHoursFrom(buckets: Pick<Buckets, 'readColumns'>): ReadHours {
  return async (within, points) =>
    points.length === 0 || within.to <= within.from
      ? new Map()
      : hoursByPoint(await buckets.readColumns({ step: '1h', span: within, points: unique(points), only: 'amounts' }))
}

/** A month of a load, or the part of it at one power, on its way to a claim. */
export interface LoadMonth {
  readonly task: Task
  readonly scope: MonthScope
  /** Null: the power does not step within the month. */
  readonly segment: PowerSegment | null
  /** What the power was in the part before this one of the same month, W; null for the first part. */
  readonly before: number | null
}

export interface SavingsInputs extends Frame {
  readonly read: Read
  readonly readHours: ReadHours
  readonly tasks: readonly Task[]
  readonly frozen: BaselineLog | null
  readonly actions: ActionLog | null
  /** The month bucket of a point by the start of the month. */
  readonly monthAt: (point: string, start: Instant) => Bucket | null
}

export async function readSavingsInputs(
  campus: Campus,
  within: Span,
  now: Instant,
  read: Read,
): Promise<Omit<SavingsInputs, 'frozen' | 'actions' | 'readHours'>> {
  const months = monthsWithLookBack(campus.timezone, within, now)
  const tasks = tasksOf(campus)
  const all = span(months.list[0]?.span.from ?? 0, months.list.at(-1)?.span.to ?? 0)
  const ids = tasks.flatMap((t) => [t.energy.id, t.power.id])
  const found = [...(await read('1M', all, ids)).values()].flat()
  const at = new Map(found.map((b) => [`${b.start} ${b.point}`, b]))
  return { ...frameOf(campus, months, horizonOf(found, now)), read, tasks, monthAt: (point, start) => at.get(`${start} ${point}`) ?? null }
}

/** What each meter counted: the month, and its days where the month is not wholly covered. */
export async function readConsumption(
  inputs: SavingsInputs,
  parts: readonly LoadMonth[],
): Promise<ReadonlyMap<LoadMonth, MonthConsumption>> {
  const monthOf = ({ task, scope }: LoadMonth): Bucket | null => inputs.monthAt(task.energy.id, scope.month.span.from)
  const incomplete = parts.filter((p) => wantsDays(p.scope, monthOf(p)))
  const found = await inputs.read(
    '1d',
    spanAround(incomplete.map((p) => p.scope.month.span)),
    incomplete.map((p) => p.task.energy.id),
  )
  const days = new Map([...found].map(([point, list]) => [point, new Map(list.map((b) => [b.start, b]))]))
  return new Map(parts.map((p) => [p, { month: monthOf(p), days: days.get(p.task.energy.id) ?? new Map<Instant, Bucket>() }]))
}

/** The quarter hours of partly covered days, of load months of one month. */
export async function readPartialQuarters(
  inputs: SavingsInputs,
  parts: readonly LoadMonth[],
  consumption: ReadonlyMap<LoadMonth, MonthConsumption>,
): ReturnType<Read> {
  const partly = parts.flatMap((part) => {
    const of = consumption.get(part)
    const within = of === undefined ? null : partialDays(inputs.campus.timezone, part.scope, of)
    return within === null ? [] : [{ within, point: part.task.energy.id }]
  })
  return inputs.read(
    '15m',
    spanAround(partly.map((p) => p.within)),
    partly.map((p) => p.point),
  )
}

function spanAround(spans: readonly Span[]): Span {
  return span(
    spans.reduce((least, s) => Math.min(least, s.from), Infinity),
    spans.reduce((most, s) => Math.max(most, s.to), -Infinity),
  )
}
