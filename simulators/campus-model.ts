/**
 * Values of all devices of a campus at any instant. A day is computed from its date alone; a register is the sum of its days since the anchor
 * in whole base units, so that truth and telemetry come from the same integers.
 */

import { fieldKey } from './campus-file.ts'
import { type Calendar, dateOf } from './models/environment/calendar.ts'
import type { Day, Device, Field } from './models/device.ts'
import { presenceCurve } from './models/occupancy.ts'
import { hash, hashText, normal, uniform } from './models/random.ts'
import type { Weather } from './models/environment/weather.ts'
import { HOUR, QUARTER, type Zone } from './models/zone.ts'

export interface CampusModelParts {
  readonly devices: readonly Device[]
  readonly zone: Zone
  readonly calendar: Calendar
  readonly weather: Weather
  readonly seed: number
  /** Local date (days since 1970) at whose midnight the registers have their first index. */
  readonly anchor: number
  /** Registers at the anchor in base units by `fieldKey`; a missing one gets a seeded index like that of a meter some years old. */
  readonly first?: ReadonlyMap<string, number>
}

export interface RegisterRef {
  /** `<device> <field>` */
  readonly key: string
  readonly device: number
  readonly field: number
  readonly unit: string
  readonly perUnit: number
}

export type Value = number | boolean | string

export interface CampusModel {
  readonly devices: readonly Device[]
  readonly registers: readonly RegisterRef[]
  /** First instant with values. */
  readonly since: number
  /** Base units of a register at an instant. */
  register(index: number, at: number): number
  /** All registers at the first instant of a local day. */
  registersOn(day: number): readonly number[]
  /** Values that a device sends at an instant, in canonical units, in the order of its fields. */
  read(device: number, at: number): readonly Value[]
}

interface ComputedDay {
  readonly start: number
  readonly length: number
  readonly fields: readonly (readonly Float64Array[])[]
  /** Running sums of each register: entry s is the sum of all slots before s. */
  readonly sums: readonly Float64Array[]
}

/** Days whose arrays are cached; registers at midnight are cached for all days. */
const CACHED_DAYS = 6

export function createCampusModel(parts: CampusModelParts): CampusModel {
  const { devices, zone, anchor } = parts
  const registers = devices.flatMap((device, d) =>
    device.fields.flatMap((field, f) => (field.shape === 'register' ? [refOf(device, d, f)] : [])),
  )
  const indexOf = devices.map((device, d) => device.fields.map((_, f) => registers.findIndex((r) => r.device === d && r.field === f)))
  const keys = devices.map((device) => device.fields.map((field) => hashText(`${device.id} ${field.name}`)))
  const midnights: Float64Array[] = [Float64Array.from(registers, (r) => parts.first?.get(r.key) ?? firstIndex(parts, r))]
  const cache = new Map<number, ComputedDay>()
  const computeDay = createDayComputer(parts, registers)

  const dayAt = (number: number): ComputedDay => {
    const found = cache.get(number)
    if (found !== undefined) return found
    const computed = computeDay(number)
    cache.set(number, computed)
    if (cache.size > CACHED_DAYS) cache.delete(cache.keys().next().value ?? number)
    return computed
  }
  const midnight = (number: number): Float64Array => {
    if (number < anchor) throw new Error(`the campus begins on ${new Date(zone.startOf(anchor)).toISOString()}; ask for a later time`)
    for (let n = midnights.length; n <= number - anchor; n++) midnights.push(next(midnights[n - 1], dayAt(anchor + n - 1)))
    return midnights[number - anchor] ?? new Float64Array(registers.length)
  }
  const register = (index: number, at: number): number => {
    const number = zone.dayOf(at)
    const before = midnight(number)
    const day = dayAt(number)
    const slot = Math.floor((at - day.start) / QUARTER)
    const sums = day.sums[index]
    const from = sums?.[slot] ?? 0
    const share = (at - day.start - slot * QUARTER) / QUARTER
    return (before[index] ?? 0) + from + Math.floor(((sums?.[slot + 1] ?? from) - from) * share)
  }
  return {
    devices,
    registers,
    since: zone.startOf(anchor),
    register,
    registersOn: (number) => [...midnight(number)],
    read: (device, at) =>
      (devices[device]?.fields ?? []).map((field, f) => {
        const index = indexOf[device]?.[f] ?? -1
        if (index >= 0) return register(index, at) / (registers[index]?.perUnit ?? 1)
        const day = dayAt(zone.dayOf(at))
        return gauge(field, day.fields[device]?.[f] ?? new Float64Array(1), {
          share: (at - day.start) / day.length,
          key: hash(parts.seed, keys[device]?.[f] ?? 0),
          at,
        })
      }),
  }
}

function refOf(device: Device, index: number, field: number): RegisterRef {
  const { name, unit, perUnit } = device.fields[field] ?? {}
  return { key: fieldKey(device.id, name ?? ''), device: index, field, unit: unit ?? '1', perUnit: perUnit ?? 1 }
}

/** Register of a meter some years old: 200 to 5,200 kWh or m3. */
function firstIndex({ seed }: CampusModelParts, { key, perUnit }: RegisterRef): number {
  return Math.floor((200 + 5000 * uniform(seed, hashText(key))) * perUnit)
}

function next(before: Float64Array | undefined, day: ComputedDay): Float64Array {
  return Float64Array.from(day.sums, (sums, i) => (before?.[i] ?? 0) + (sums.at(-1) ?? 0))
}

function createDayComputer(parts: CampusModelParts, registers: readonly RegisterRef[]): (number: number) => ComputedDay {
  const { devices, zone, seed, calendar, weather } = parts
  const place = new Map(devices.map((device, d) => [device.id, d]))
  return (number) => {
    const fields: (readonly Float64Array[])[] = []
    const of = (device: string, name: string): Float64Array => {
      const d = place.get(device) ?? -1
      const values = fields[d]?.[devices[d]?.fields.findIndex((f) => f.name === name) ?? -1]
      if (values === undefined) throw new Error(`"${name}" of "${device}" is not computed yet; put the device before those that need it`)
      return values
    }
    const day = dayOf({ number, zone, seed, calendar, weather }, of)
    for (const device of devices) fields.push(device.make(day))
    return { start: day.start, length: day.slots * QUARTER, fields, sums: registers.map((r) => runningSum(fields[r.device]?.[r.field])) }
  }
}

function runningSum(values: Float64Array | undefined): Float64Array {
  const sums = new Float64Array((values?.length ?? 0) + 1)
  for (let i = 0; i + 1 < sums.length; i++) sums[i + 1] = (sums[i] ?? 0) + (values?.[i] ?? 0)
  return sums
}

type DayParts = Pick<CampusModelParts, 'zone' | 'seed' | 'calendar' | 'weather'> & { readonly number: number }

/** A local day with the data that all its devices share. */
export function dayOf({ number, zone, seed, calendar, weather }: DayParts, of: Day['of']): Day {
  const start = zone.startOf(number)
  const slots = Math.round((zone.startOf(number + 1) - start) / QUARTER)
  const middle = Float64Array.from({ length: slots }, (_, slot) => start + (slot + 0.5) * QUARTER)
  const hours = middle.map((t) => (t + zone.offset(t) - number * 24 * HOUR) / HOUR)
  const type = calendar.typeOf(number)
  const presence = presenceCurve(seed, { number, type }, hours)
  const outdoor = middle.map((t) => weather.temperature(t))
  const sun = middle.map((t) => weather.irradiance(t))
  return {
    seed,
    number,
    start,
    slots,
    type,
    date: dateOf(number),
    zone,
    weather,
    hours,
    presence,
    outdoor,
    sun,
    of,
    typeOf: (other) => calendar.typeOf(other),
  }
}

function gauge(field: Field, values: Float64Array, when: { share: number; key: number; at: number }): Value {
  const x = when.share * values.length
  const i = Math.min(values.length - 1, Math.floor(x))
  const value = values[i] ?? 0
  if (field.words !== undefined) return wordAt(field.words, value)
  if (field.shape === 'rate') return round(value * (1 + 0.01 * normal(when.key, when.at)), field.digits ?? 3)
  if (field.shape === 'step') return round(value, field.digits ?? 3)
  return round(value + ((values[i + 1] ?? value) - value) * (x - i), field.digits ?? 3)
}

function wordAt(words: readonly string[], index: number): Value {
  const word = words[index] ?? ''
  return word === 'true' || word === 'false' ? word === 'true' : word
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}
