/** A rig that finds nothing proves nothing: each kind of fault, put into answers that are otherwise right, is found. */

import { describe, expect, it } from 'vitest'
import { createMeter, EVERY, type Meter, SINCE, timeOf } from '../../chaos/meters.ts'
import { createRandom } from '../../chaos/random.ts'
import { judgePark } from '../../chaos/verdict.ts'
import type { Service } from '../../support/process/service.ts'

const HOUR = 3_600_000
const MADE = 150
const PER_HOUR = HOUR / EVERY
/** The last hour is not over. */
const HOURS = Math.floor(MADE / PER_HOUR)
const UNIT = 1e6

interface Row {
  readonly time: number
  readonly value: number
}

interface Answers {
  readonly raw: (rows: Row[], point: string) => Row[]
  readonly hour: (bucket: { start: string; n: number; total: number }, point: string) => { start: string; n: number; total: number }
}

const RIGHT: Answers = { raw: (rows) => rows, hour: (bucket) => bucket }

function meterOf(acknowledged = MADE): Meter {
  const meter = createMeter(1, createRandom('meter'))
  for (let i = 0; i < MADE; i++) meter.addReading()
  for (let i = 0; i < acknowledged; i++) meter.acknowledge(i)
  return meter
}

function serviceOf(meter: Meter, answers: Answers): Pick<Service, 'get'> {
  const rowsOf = (point: string): Row[] =>
    answers.raw(
      Array.from({ length: meter.count() }, (_, i) => ({
        time: timeOf(i),
        value: point.endsWith('energy') ? meter.energy(i) : meter.power(i),
      })),
      point,
    )
  const hourOf = (point: string, first: number): { start: string; n: number; total: number } => {
    const last = Math.min(first + PER_HOUR, meter.count() - 1)
    const total = (meter.energy(last) - meter.energy(first)) * UNIT
    const n = Math.min(PER_HOUR, meter.count() - first)
    return answers.hour({ start: new Date(timeOf(first)).toISOString(), n, total }, point)
  }
  return {
    async get<T>(path: string): Promise<T> {
      const url = new URL(path, 'http://service')
      const point = decodeURIComponent(url.pathname.split('/')[4] ?? '')
      const [from, to] = [Date.parse(url.searchParams.get('from') ?? ''), Date.parse(url.searchParams.get('to') ?? '')]
      if (url.pathname.endsWith('/buckets'))
        return { base_per_unit: UNIT, buckets: Array.from({ length: HOURS + 1 }, (_, hour) => hourOf(point, hour * PER_HOUR)) } as T
      const rows = rowsOf(point).filter(({ time }) => time >= from && time < to)
      return { values: rows.map(({ time, value }) => ({ time: new Date(time).toISOString(), value })) } as T
    },
  }
}

const judged = (answers: Partial<Answers>, meter = meterOf()) => judgePark(serviceOf(meter, { ...RIGHT, ...answers }) as Service, [meter])
const energyOnly =
  (change: (rows: Row[]) => Row[]): Answers['raw'] =>
  (rows, point) =>
    point.endsWith('energy') ? change(rows) : rows

describe('the verdict of a chaos run', () => {
  it('is clean where every reading is there once and every hour is the difference of the register', async () => {
    expect(await judged({})).toEqual({
      acknowledged: 2 * MADE,
      stored: 2 * MADE,
      lost: 0,
      duplicated: 0,
      phantom: 0,
      hours: HOURS,
      wrongHours: 0,
      examples: [],
    })
  })

  it('finds a reading that was acknowledged and is not stored, not one that never was', async () => {
    const without = energyOnly((rows) => rows.filter((_, i) => i !== 140))
    expect(await judged({ raw: without })).toMatchObject({ lost: 1, duplicated: 0, phantom: 0 })
    expect(await judged({ raw: without }, meterOf(100))).toMatchObject({ lost: 0 })
  })

  it('finds a reading that is stored twice, and one that is counted twice', async () => {
    expect(await judged({ raw: energyOnly((rows) => [...rows, rows[7] as Row]) })).toMatchObject({ lost: 0, duplicated: 1, phantom: 0 })
    const again: Answers['hour'] = (bucket, point) => (point.endsWith('power') ? { ...bucket, n: bucket.n + 1 } : bucket)
    expect(await judged({ hour: again })).toMatchObject({ duplicated: HOURS + 1, wrongHours: 0 })
  })

  it.each([
    ['at a time between two readings', { time: SINCE + 5000, value: 1 }],
    ['after the last one', { time: timeOf(MADE + 3), value: 1 }],
    ['before the first one', { time: SINCE - EVERY, value: 1 }],
  ])('finds what nobody sent: %s', async (_, row) => {
    expect(await judged({ raw: energyOnly((rows) => [...rows, row]) })).toMatchObject({ lost: 0, duplicated: 0, phantom: 1 })
  })

  it('finds another value than was sent', async () => {
    const changed = energyOnly((rows) => rows.map((row, i) => (i === 9 ? { ...row, value: row.value + 0.0625 } : row)))
    expect(await judged({ raw: changed })).toMatchObject({ lost: 0, phantom: 1 })
  })

  it('finds an hour whose total is off by the least step, or that lacks a reading', async () => {
    const off: Answers['hour'] = (bucket, point) => (point.endsWith('energy') ? { ...bucket, total: bucket.total + 1 } : bucket)
    expect(await judged({ hour: off })).toMatchObject({ hours: HOURS, wrongHours: HOURS })
    const less: Answers['hour'] = (bucket, point) => (point.endsWith('energy') ? { ...bucket, n: bucket.n - 1 } : bucket)
    expect(await judged({ hour: less })).toMatchObject({ wrongHours: HOURS, duplicated: 0 })
  })
})
