/** From channels of devices to points: which point a reading belongs to at its time, in which unit, times which ratio. */

import {
  type Campus,
  convert,
  type DeadLetter,
  type FromRow,
  type Point,
  QUALITY_CODE,
  TIME_CODE,
  quantityOf,
  tidy,
  type WireReading,
} from '../../domain/index.ts'
import { IMPORT_SOURCE } from '../../wire/index.ts'
import type { Batch } from '../batch.ts'
import type { Pending } from './pending.ts'
import { type Bounds, boundsOf, NOT_FINITE, validate } from './validate.ts'

/** A `from` row of a point, flat. */
interface Target {
  readonly index: number
  readonly point: Point
  readonly unit: string
  readonly from: number
  readonly to: number
  readonly multiplier: number
  readonly bounds: Bounds
}

type Fields = Map<string, Target[]>

/** What one message adds. */
export interface MappingTarget {
  readonly source: string
  readonly batch: Batch
  readonly dead: DeadLetter[]
  /** When the message came. */
  readonly at: number
  /** The message had a time, and it was not believed. */
  readonly clockRejected: boolean
  /** The message is decoded a second time. */
  readonly replayed: boolean
}

export interface PointMapping {
  readonly names: readonly string[]
  /** True when it belongs to a point or is refused with a reason; false when it now waits among the discoveries. */
  map(reading: WireReading, into: MappingTarget): boolean
  hasPoint(source: string, device: string, field: string): boolean
}

function targetOf(point: Point, index: number, row: FromRow | null): Target {
  return {
    index,
    point,
    unit: quantityOf(point.quantity).unit,
    from: row?.from ?? Number.NEGATIVE_INFINITY,
    to: row?.to ?? Number.POSITIVE_INFINITY,
    multiplier: row?.multiplier ?? 1,
    bounds: boundsOf(point),
  }
}

function getOr<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const present = map.get(key)
  if (present !== undefined) return present
  const created = create()
  map.set(key, created)
  return created
}

/** source -> device -> field -> rows. Imported rows name their point: no row needed, and no ratio. */
function indexOf(campus: Campus): Map<string, Map<string, Fields>> {
  const index = new Map<string, Map<string, Fields>>()
  const fieldsOf = (source: string, device: string): Fields =>
    getOr(
      getOr(index, source, () => new Map<string, Fields>()),
      device,
      () => new Map<string, Target[]>(),
    )
  for (const [i, point] of campus.points.entries()) {
    fieldsOf(IMPORT_SOURCE, '').set(point.id, [targetOf(point, i, null)])
    for (const row of point.from) getOr(fieldsOf(row.source, row.device), row.field, () => []).push(targetOf(point, i, row))
  }
  return index
}

/** The value in the unit of the point, or null when it measures something else. */
function inPointUnit(reading: WireReading, target: Target): number | null {
  const { value, unit } = reading
  if (unit === target.unit || reading.quantity === 'unknown') return value
  return convert(value, unit, target.point.quantity)
}

const timeCode = ({ timeSource }: WireReading, { clockRejected }: MappingTarget): number =>
  timeSource !== 'receive' ? 0 : clockRejected ? TIME_CODE.rejected : TIME_CODE.receive

function mapTo(reading: WireReading, target: Target, into: MappingTarget): void {
  const inUnit = inPointUnit(reading, target)
  const { id, quantity } = target.point
  if (inUnit === null) {
    into.dead.push({
      reason: 'unit-mismatch',
      detail: `${reading.quantity} in ${reading.unit} of "${reading.channel}" is no ${quantity} for point "${id}"`,
    })
    return
  }
  const value = target.multiplier === 1 ? inUnit : tidy(inUnit * target.multiplier)
  const code = validate(value, QUALITY_CODE[reading.quality], target.bounds)
  if (code >= 0) into.batch.put(target.index, reading.time, value, code === QUALITY_CODE.bad ? code : code | timeCode(reading, into))
  else
    into.dead.push({
      reason: 'bad-value',
      detail:
        code === NOT_FINITE
          ? `a value of "${id}" is no finite number`
          : `the register ${value} of "${id}" is larger than a number can hold exactly`,
    })
}

/** Rebuilt when the campus changes; `pending` outlives it. */
export function createPointMapping(campus: Campus, pending: Pending): PointMapping {
  const index = indexOf(campus)
  // Readings of a message share their device: the last look-up nearly always serves.
  let lastSource = ''
  let lastDevice: string | null = null
  let lastFields: Fields | undefined

  function fieldsOf(source: string, device: string): Fields | undefined {
    if (device === lastDevice && source === lastSource) return lastFields
    lastSource = source
    lastDevice = device
    lastFields = index.get(source)?.get(device)
    return lastFields
  }

  function recordUnmapped(reading: WireReading, into: MappingTarget): boolean {
    const { device, channel, value } = reading
    if (into.source !== IMPORT_SOURCE) {
      pending.see({ source: into.source, device, field: channel, value, at: into.at, reading, replayed: into.replayed })
      return false
    }
    // One letter for a message of many rows.
    if (into.dead.length === 0)
      into.dead.push({ reason: 'unknown-point', detail: `there is no point "${channel}"; add it to the campus file and replay` })
    return true
  }

  return {
    names: campus.points.map((p) => p.id),
    hasPoint: (source, device, field) => index.get(source)?.get(device)?.has(field) ?? false,
    map(reading, into) {
      const targets = fieldsOf(into.source, reading.device)?.get(reading.channel)
      let mapped = false
      if (targets !== undefined) {
        for (const target of targets) {
          if (reading.time < target.from || reading.time >= target.to) continue
          mapped = true
          mapTo(reading, target, into)
        }
      }
      return mapped || recordUnmapped(reading, into)
    },
  }
}
