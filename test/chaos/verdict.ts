/** Compares published readings with the service: which were lost, stored twice, never sent, or counted wrong. */

import type { Service } from '../support/process/service.ts'
import { EVERY, type Meter, SINCE, timeOf } from './meters.ts'

export interface Verdict {
  /** Readings that were acknowledged. */
  readonly acknowledged: number
  readonly stored: number
  /** Acknowledged and not stored. */
  readonly lost: number
  /** Stored or counted more than once. */
  readonly duplicated: number
  /** Stored and never published, or with another value. */
  readonly phantom: number
  /** Hours of registers whose total is not the difference of the register. */
  readonly wrongHours: number
  readonly hours: number
  /** The first few of all these, by name. */
  readonly examples: readonly string[]
}

interface Raw {
  readonly values: readonly { readonly time: string; readonly value: number }[]
}

interface BucketRows {
  readonly base_per_unit: number
  readonly buckets: readonly { readonly start: string; readonly n: number; readonly total: number }[]
}

const HOUR = 3_600_000
/** Raw readings in one answer; the API gives 5,000 at most. */
const PAGE = 4000
const EXAMPLES = 8
const FIELDS = ['energy', 'power'] as const
type Field = (typeof FIELDS)[number]

interface Count {
  acknowledged: number
  stored: number
  lost: number
  duplicated: number
  phantom: number
  wrongHours: number
  hours: number
  readonly examples: string[]
}

function example(count: Count, text: string): void {
  if (count.examples.length < EXAMPLES) count.examples.push(text)
}

const path = (point: string, what: string, from: number, to: number): string =>
  `/api/v1/points/${encodeURIComponent(point)}/${what}&from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`

async function rawOf(service: Service, point: string, count: number): Promise<Raw['values'][number][]> {
  const found: Raw['values'][number][] = []
  // Also before the first and after the last reading: values there were never published.
  for (let first = -60; first < count + 60; first += PAGE) {
    const { values } = await service.get<Raw>(path(point, 'series?step=raw', timeOf(first), timeOf(Math.min(first + PAGE, count + 60))))
    found.push(...values)
  }
  return found
}

async function judgeRaw(service: Service, meter: Meter, field: Field, count: Count): Promise<void> {
  const point = `park/m${meter.number}/${field}`
  const seen = new Set<number>()
  for (const { time, value } of await rawOf(service, point, meter.count())) {
    const index = (Date.parse(time) - SINCE) / EVERY
    count.stored += 1
    if (seen.has(index)) {
      count.duplicated += 1
      example(count, `duplicated: ${point} at ${time}`)
    } else if (!Number.isInteger(index) || index < 0 || index >= meter.count() || value !== meter[field](index)) {
      count.phantom += 1
      example(count, `phantom: ${point} has ${value} at ${time}`)
    }
    seen.add(index)
  }
  for (let index = 0; index < meter.count(); index++) {
    if (!meter.isAcknowledged(index)) continue
    count.acknowledged += 1
    if (seen.has(index)) continue
    count.lost += 1
    example(count, `lost: ${point} reading ${index} of ${meter.count()}, at ${new Date(timeOf(index)).toISOString()}`)
  }
}

/** The hour buckets: each reading counted once, and of a register the exact difference where both edges were read. */
async function judgeHours(service: Service, meter: Meter, field: Field, count: Count): Promise<void> {
  const point = `park/m${meter.number}/${field}`
  const to = Math.ceil(timeOf(meter.count()) / HOUR) * HOUR
  const { buckets, base_per_unit } = await service.get<BucketRows>(path(point, 'buckets?step=1h', SINCE, to))
  const perHour = HOUR / EVERY
  for (let first = 0; first < meter.count(); first += perHour) {
    const bucket = buckets.find((b) => Date.parse(b.start) === timeOf(first))
    const expected = Math.min(perHour, meter.count() - first)
    const n = bucket?.n ?? 0
    if (n > expected) {
      count.duplicated += n - expected
      example(count, `counted twice: ${point} from reading ${first} has n ${n} instead of ${expected}`)
    }
    if (field !== 'energy' || first + perHour >= meter.count()) continue
    count.hours += 1
    const truth = meter.energy(first + perHour) - meter.energy(first)
    const total = (bucket?.total ?? Number.NaN) / base_per_unit
    if (total === truth && n === expected) continue
    count.wrongHours += 1
    example(count, `wrong: ${point} from reading ${first} has ${total} kWh of ${n} readings instead of ${truth} of ${expected}`)
  }
}

/** Compares every meter, reading by reading and hour by hour, after all messages are acknowledged, stored and rolled up. */
export async function judgePark(service: Service, meters: readonly Meter[]): Promise<Verdict> {
  const count: Count = { acknowledged: 0, stored: 0, lost: 0, duplicated: 0, phantom: 0, wrongHours: 0, hours: 0, examples: [] }
  for (const meter of meters) {
    for (const field of FIELDS) {
      await judgeRaw(service, meter, field, count)
      await judgeHours(service, meter, field, count)
    }
  }
  return count
}
