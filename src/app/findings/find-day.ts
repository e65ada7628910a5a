/** All fault rules on one local day: detected, each waste with one cause, priced. */

import {
  type Campus,
  HOUR,
  instant,
  offsetAt,
  DAY,
  QUARTER,
  calendarOf,
  localDate,
  contains,
  sunElevation,
  type Instant,
  type Point,
} from '../../domain/index.ts'
import { type ClaimedFault, claimWaste } from '../../findings/claim.ts'
import type { RoleSeries, SlotTime } from '../../findings/day-data.ts'
import { detectFault } from '../../findings/detect.ts'
import type { FaultHit, FindingDay } from '../../findings/finding.ts'
import type { CompiledRule } from '../../findings/rules/catalog.ts'
import type { RoleNeed } from '../../findings/rules/fault-rule.ts'
import { type RuleUnit, unitsOf } from '../../findings/units.ts'
import type { Buckets } from '../../ports/index.ts'
import { parentsAt } from '../alarms/rule-context.ts'
import { type DayFrame, frameOf, type PointDay, readDay, roleSeries } from './day-readings.ts'
import { type DerivedParts, faultyRole, partsOf, planRole, plannedShares, startsRole } from './derived-roles.ts'
import { carrierOf, type WastePrices } from './prices.ts'

export interface FindDayParts extends DerivedParts {
  readonly buckets: Pick<Buckets, 'read'>
  readonly rules: readonly CompiledRule[]
  readonly prices: WastePrices
  /** Lets other work of the event loop run. */
  readonly pause: () => Promise<void>
}

interface DayScene {
  readonly parts: FindDayParts
  readonly frame: DayFrame
  readonly days: ReadonlyMap<string, PointDay>
  readonly shares: ReadonlyMap<string, Float64Array>
}

export async function findDay(parts: FindDayParts, date: string): Promise<FindingDay> {
  const { campus, rules } = parts
  const frame = frameOf(campus.timezone, date)
  const units = rules.map((rule) => ({ rule, units: unitsOf(rule, campus, frame.midnight).units }))
  const used = new Set(units.flatMap(({ units: list }) => list.flatMap((unit) => Object.values(unit.roles).flat())))
  for (const { rule, units: list } of units)
    if (Object.values(rule.needs).some((need) => need.derived === 'parts'))
      for (const unit of list) for (const point of partsOf(campus, unit.roles['whole'] ?? [], frame.midnight)) used.add(point)
  const days = await readDay(parts, [...used], frame)
  const scene: DayScene = { parts, frame, days, shares: plannedShares(parts, frame) }
  const found: ClaimedFault[] = []
  for (const { rule, units: list } of units) {
    const times = timesOf(rule, scene)
    for (const unit of list) {
      found.push(...(await judgeUnit(rule, unit, times, scene)))
      await parts.pause()
    }
  }
  const claimed = claimWaste(found, parentsAt(campus, frame.midnight))
  return { date, hits: claimed.map((fault) => hitOf(fault, scene)) }
}

function timesOf({ season }: CompiledRule, { parts, frame }: DayScene): readonly SlotTime[] {
  const { campus, seasons } = parts
  const zone = campus.timezone
  const calendar = calendarOf(campus.calendar, campus.calendars)
  const windows = season === undefined ? undefined : seasons[season]
  const seasonAt = (at: Instant): number => (windows === undefined ? Number.NaN : windows.some((w) => contains(w, at)) ? 1 : 0)
  return Array.from({ length: Math.ceil((frame.slots.to - frame.slots.from) / QUARTER) }, (_, i): SlotTime => {
    const at = instant(frame.slots.from + i * QUARTER)
    const hour = ((at + offsetAt(zone, at)) % DAY) / HOUR
    const sun = campus.location === null ? Number.NaN : sunElevation(campus.location, at)
    return { at, hour, isWorkday: calendar.typeOf(localDate(zone, at)) === 'workday', sun, season: seasonAt(at) }
  })
}

async function roleOf(points: readonly Point[], need: RoleNeed, { parts, frame, days, shares }: DayScene): Promise<RoleSeries | null> {
  if (need.derived === 'plan') return planRole(points, parts, shares)
  if (need.derived === 'starts') return startsRole(points, frame, parts)
  if (need.derived === 'faulty') return faultyRole(points, days)
  return roleSeries(need.derived === 'parts' ? partsOf(parts.campus, points, frame.midnight) : points, days)
}

async function judgeUnit(rule: CompiledRule, unit: RuleUnit, times: readonly SlotTime[], scene: DayScene): Promise<ClaimedFault[]> {
  const roles: Record<string, RoleSeries> = {}
  for (const [name, need] of Object.entries(rule.needs)) {
    const series = await roleOf(unit.roles[name] ?? [], need, scene)
    if (series === null) return []
    roles[name] = series
  }
  const fault = detectFault(rule, { roles, times, settings: rule.settings })
  if (fault === null) return []
  const { id, rank, resource, load } = rule
  const points = [...new Set(Object.values(unit.roles).flat())].map((p) => p.id)
  const loads = (unit.roles[load] ?? []).map((p) => p.id)
  return [{ rule: id, subject: unit.key, site: unit.site, rank, resource, load: loads, points, ...fault }]
}

function hitOf(fault: ClaimedFault, { parts, frame }: DayScene): FaultHit {
  const { rule, subject, site, resource, points, slots, amounts, width } = fault
  const amount = amounts.reduce((a, b) => a + b, 0)
  const medium = mediumOf(parts.campus, fault.load[0])
  const what = { site, carrier: carrierOf(resource, medium) }
  const times = slots.map((slot) => instant(frame.midnight + slot * QUARTER))
  const money = valueOf(times, amounts, (at) => parts.prices.priceOf(what, at))
  const factor = parts.prices.co2Of(site, frame.midnight, resource)
  return {
    rule,
    subject,
    site,
    resource,
    points,
    minutes: 15 * slots.length,
    begins: 15 * (slots[0] ?? 0),
    amount: rounded(amount),
    low: rounded(amount * (1 - width)),
    high: rounded(amount * (1 + width)),
    money,
    currency: money === null ? null : parts.prices.currencyOf(what, frame.midnight),
    co2: factor === null ? null : rounded(factor * amount),
  }
}

const rounded = (value: number): number => Number(value.toPrecision(6))

function mediumOf(campus: Campus, id: string | undefined): string | null {
  return campus.points.find((p) => p.id === id)?.medium ?? null
}

/** Null where an hour with waste has no price. */
function valueOf(times: readonly Instant[], amounts: readonly number[], priceAt: (at: Instant) => number | null): number | null {
  let sum = 0
  for (const [i, amount] of amounts.entries()) {
    if (amount === 0) continue
    const at = times[i]
    const price = at === undefined ? null : priceAt(at)
    if (price === null) return null
    sum += price * amount
  }
  return amounts.length === 0 ? null : rounded(sum)
}
