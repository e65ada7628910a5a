/** The data centre: PUE, UPS efficiency, hours of free cooling. */

import { HOUR, type Point, QUARTER } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { absent, inputValue, type FigureValue, missing, divide, remark, addRemarks, sum } from '../inputs/figure-value.ts'
import { type FigureInputs, sumMeters, pointsWithRole, type Quarters } from '../inputs/figure-inputs.ts'
import { message } from '../messages/message.ts'

const meters = (role: string): { role: string; quantity: 'energy' } => ({ role, quantity: 'energy' })

/** Facility energy over IT energy (ISO/IEC 30134-2; over a year, IT at the UPS or PDU output). */
export function pue(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return divide(sumMeters(inputs, boundary, meters('dc-facility')), sumMeters(inputs, boundary, meters('dc-it')))
}

/** Energy out over energy in, per cent. */
export function upsEfficiency(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return divide(sumMeters(inputs, boundary, meters('ups-out')), sumMeters(inputs, boundary, meters('ups-in')), 100)
}

/** The number that stands for the word `free` in the source of the point; null when no source says. */
function freeValue(inputs: FigureInputs, point: Point): number | null {
  for (const { source, field } of point.from) {
    const rules = inputs.campus.sources.find((s) => s.id === source)?.mapping.points ?? {}
    const value = (rules[field] ?? Object.values(rules).find((r) => r.as === field) ?? rules[point.quantity])?.map?.['free']
    if (value !== undefined) return Number(value)
  }
  return null
}

interface Hours {
  readonly free: number
  /** Of quarters with several modes: how much of `free` is a guess. */
  readonly estimated: number
  readonly covered: number
}

/** Of a quarter with two modes the mean says how long each held; with more it is an estimate. */
function freeTime(q: Quarters, i: number, free: number): { ms: number; sure: boolean } {
  const [value = Number.NaN, min = Number.NaN, max = Number.NaN, covered = 0] = [q.value[i], q.min[i], q.max[i], q.covered[i]]
  if (covered === 0 || Number.isNaN(value) || free < min || free > max) return { ms: 0, sure: true }
  if (min === max) return { ms: covered, sure: true }
  const other = free === min ? max : free === max ? min : null
  if (other === null) return { ms: 0, sure: false }
  return { ms: covered * ((value - other) / (free - other)), sure: false }
}

function sumFreeTime(q: Quarters, free: number): Hours {
  let [total, estimated, covered] = [0, 0, 0]
  for (let i = 0; i < q.value.length; i++) {
    const { ms, sure } = freeTime(q, i, free)
    total += ms
    covered += q.covered[i] ?? 0
    if (!sure) estimated += QUARTER
  }
  return { free: total / HOUR, estimated: estimated / HOUR, covered }
}

function pointFreeHours(inputs: FigureInputs, point: Point): FigureValue {
  const free = freeValue(inputs, point)
  if (free === null) return missing(message('no-free-word', { point: point.id }))
  const quarters = inputs.quarters(point.id)
  const hours = quarters === null ? null : sumFreeTime(quarters, free)
  if (hours === null || hours.covered === 0) return missing(message('no-quarters', { point: point.id, period: inputs.period.id }))
  const { from, to } = inputs.period.span
  const coverage = Math.min(1, hours.covered / (Math.min(to, inputs.now) - from))
  const input = { kind: 'meter', point: point.id, month: null, value: hours.free, unit: 'h', coverage } as const
  const amount = { ...inputValue(hours.free, input), coverage }
  if (hours.estimated === 0) return amount
  const finding = remark('estimated', 'states-mixed', { point: point.id, hours: hours.estimated })
  return addRemarks({ ...amount, estimated: hours.free === 0 ? 0 : Math.min(1, hours.estimated / hours.free) }, finding)
}

/** Hours in which the cooling mode was `free`; of several plants their hours add up. */
export function freeCoolingHours(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const points = (['mode', 'state'] as const).flatMap((quantity) => pointsWithRole(inputs, boundary, { role: 'cooling-mode', quantity }))
  if (points.length === 0) return absent(message('no-point', { role: 'cooling-mode', boundary: boundary.id }))
  return sum(points.map((point) => pointFreeHours(inputs, point)))
}
