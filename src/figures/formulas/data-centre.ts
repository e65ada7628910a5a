/** The data centre: PUE, UPS efficiency, hours of free cooling. */

import { HOUR, type Point, QUARTER } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { absent, exactly, type FigureValue, missing, ratio, remark, remarked, sum } from '../inputs/figure-value.ts'
import { type FigureInputs, meteredAmount, pointsWithRole, type Quarters } from '../inputs/figure-inputs.ts'
import { message } from '../messages/reasons.ts'

const meters = (role: string): { role: string; quantity: 'energy' } => ({ role, quantity: 'energy' })

/** Facility energy over IT energy (ISO/IEC 30134-2; over a year, IT at the UPS or PDU output). */
export function pue(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return ratio(meteredAmount(ledger, boundary, meters('dc-facility')), meteredAmount(ledger, boundary, meters('dc-it')))
}

/** Energy out over energy in, per cent. */
export function upsEfficiency(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return ratio(meteredAmount(ledger, boundary, meters('ups-out')), meteredAmount(ledger, boundary, meters('ups-in')), 100)
}

/** The number that stands for the word `free` in the source of the point; null when no source says. */
function freeValue(ledger: FigureInputs, point: Point): number | null {
  for (const { source, field } of point.from) {
    const rules = ledger.campus.sources.find((s) => s.id === source)?.mapping.points ?? {}
    const value = (rules[field] ?? Object.values(rules).find((r) => r.as === field) ?? rules[point.quantity])?.map?.['free']
    if (value !== undefined) return Number(value)
  }
  return null
}

interface Hours {
  readonly free: number
  /** Of quarters with several modes: how much of `free` is a guess. */
  readonly guessed: number
  readonly covered: number
}

/** Of a quarter with two modes the mean says how long each held; with more it is an estimate. */
function freeIn(q: Quarters, i: number, free: number): { ms: number; sure: boolean } {
  const [value = Number.NaN, min = Number.NaN, max = Number.NaN, covered = 0] = [q.value[i], q.min[i], q.max[i], q.covered[i]]
  if (covered === 0 || Number.isNaN(value) || free < min || free > max) return { ms: 0, sure: true }
  if (min === max) return { ms: covered, sure: true }
  const other = free === min ? max : free === max ? min : null
  if (other === null) return { ms: 0, sure: false }
  return { ms: covered * ((value - other) / (free - other)), sure: false }
}

function hoursOf(q: Quarters, free: number): Hours {
  let [total, guessed, covered] = [0, 0, 0]
  for (let i = 0; i < q.value.length; i++) {
    const { ms, sure } = freeIn(q, i, free)
    total += ms
    covered += q.covered[i] ?? 0
    if (!sure) guessed += QUARTER
  }
  return { free: total / HOUR, guessed: guessed / HOUR, covered }
}

function hoursAt(ledger: FigureInputs, point: Point): FigureValue {
  const free = freeValue(ledger, point)
  if (free === null) return missing(message('no-free-word', { point: point.id }))
  const quarters = ledger.quarters(point.id)
  const hours = quarters === null ? null : hoursOf(quarters, free)
  if (hours === null || hours.covered === 0) return missing(message('no-quarters', { point: point.id, period: ledger.period.id }))
  const { from, to } = ledger.period.span
  const coverage = Math.min(1, hours.covered / (Math.min(to, ledger.now) - from))
  const input = { kind: 'meter', point: point.id, month: null, value: hours.free, unit: 'h', coverage } as const
  const known = { ...exactly(hours.free, input), coverage }
  if (hours.guessed === 0) return known
  const told = remark('estimated', 'states-mixed', { point: point.id, hours: hours.guessed })
  return remarked({ ...known, estimated: hours.free === 0 ? 0 : Math.min(1, hours.guessed / hours.free) }, told)
}

/** Hours in which the cooling mode was `free`; of several plants their hours add up. */
export function freeCoolingHours(ledger: FigureInputs, boundary: Boundary): FigureValue {
  const points = (['mode', 'state'] as const).flatMap((quantity) => pointsWithRole(ledger, boundary, { role: 'cooling-mode', quantity }))
  if (points.length === 0) return absent(message('no-point', { role: 'cooling-mode', boundary: boundary.id }))
  return sum(points.map((point) => hoursAt(ledger, point)))
}
