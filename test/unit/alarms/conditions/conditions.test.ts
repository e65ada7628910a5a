import { describe, expect, it } from 'vitest'
import { judgeBalance, type MeterBalance } from '../../../../src/alarms/conditions/balance.ts'
import { judgeLevel } from '../../../../src/alarms/conditions/level.ts'
import { foldIntoParts, judgeBaseLoad, judgeLeak, judgeNightLoad, type NightRow } from '../../../../src/alarms/conditions/nights.ts'
import { judgeOffline } from '../../../../src/alarms/conditions/offline.ts'
import { foldCoverage, judgeCoverage, judgeTarget } from '../../../../src/alarms/conditions/period.ts'
import { judgeScale } from '../../../../src/alarms/conditions/quality.ts'
import { DAY, HOUR, instant, MINUTE } from '../../../../src/domain/index.ts'

const T0 = Date.parse('2026-11-01T00:00:00Z')
const at = (minute: number) => instant(T0 + minute * MINUTE)
const days = (count: number) => Array.from({ length: count }, (_, i) => instant(T0 + i * DAY))
const filled = (count: number, value: number, last: readonly number[]): Float64Array =>
  Float64Array.from([...Array.from({ length: count }, () => value), ...last])

describe('a value against its limits', () => {
  const level = (values: readonly number[], limits = { above: 27, below: 16, hysteresis: 1 }) =>
    judgeLevel({ id: 'p', unit: 'Cel', samples: values.map((value, i) => ({ time: at(i), value, applies: true })) }, limits, at(99))

  it('breaks the rule since the first value beyond the limit without a sound one in between', () => {
    expect(level([26, 28, 29])).toMatchObject({ verdict: 'holds', since: at(1), evidence: { side: 'above', limit: 27, value: 29 } })
    expect(level([28, 25, 28])).toMatchObject({ verdict: 'holds', since: at(2) })
    expect(level([20, 15])).toMatchObject({ verdict: 'holds', evidence: { side: 'below', limit: 16 } })
  })

  it('is sound again only past the hysteresis', () => {
    expect(level([28, 26.5])).toMatchObject({ verdict: 'holds', since: at(0) })
    expect(level([28, 26])).toMatchObject({ verdict: 'sound' })
    expect(level([26.5])).toMatchObject({ verdict: 'sound' })
  })

  it('is not judged without values, nor while the limit does not apply', () => {
    expect(level([]).verdict).toBe('unknown')
    const samples = [{ time: at(0), value: 40, applies: false }]
    expect(judgeLevel({ id: 'p', unit: 'Cel', samples }, { above: 27 }, at(1)).verdict).toBe('sound')
  })
})

describe('a point whose scale is wrong', () => {
  const scale = (values: Float64Array, peers: readonly number[] = []) =>
    judgeScale({ id: 'p', quantity: 'energy', unit: 'kWh', days: values, dayAt: at(0), peers }, 100)

  it('is found against its own past, by factors above and below', () => {
    expect(scale(filled(10, 5, [5000]))).toMatchObject({ verdict: 'holds', evidence: { times: 1000, basis: 'past' } })
    expect(scale(filled(10, 5, [0.005]))).toMatchObject({ verdict: 'holds' })
    expect(scale(filled(10, 5, [50]))).toMatchObject({ verdict: 'sound' })
  })

  it('is found against like points where it has no past', () => {
    expect(scale(filled(0, 0, [4000]), [3, 4, 5, 4])).toMatchObject({ verdict: 'holds', evidence: { basis: 'peers' } })
    expect(scale(filled(0, 0, [4000]), [3, 4])).toMatchObject({ verdict: 'unknown' })
  })

  it('is not concluded from a load that was off', () => {
    expect(scale(filled(10, 0, [12]))).toMatchObject({ verdict: 'unknown' })
    expect(scale(filled(10, 12, [0]))).toMatchObject({ verdict: 'unknown' })
  })
})

describe('a main meter and its sub-meters', () => {
  const limits = { share: 0.03, growth: 0.1, days: 3 }
  const balance = (sums: Float64Array): MeterBalance => {
    const mains = sums.map(() => 100)
    return { main: 'main', parts: ['a', 'b'], unit: 'kWh', days: days(sums.length), mains, sums }
  }

  it('disagree when the parts exceed the whole by more than both meters may be wrong', () => {
    expect(judgeBalance(balance(filled(10, 90, [104])), limits)).toMatchObject({ verdict: 'holds', evidence: { case: 'exceeds' } })
    expect(judgeBalance(balance(filled(10, 90, [102])), limits)).toMatchObject({ verdict: 'sound' })
  })

  it('disagree when much more than before is unaccounted for, three days running', () => {
    expect(judgeBalance(balance(filled(10, 90, [70, 70, 70])), limits)).toMatchObject({
      verdict: 'holds',
      evidence: { case: 'unaccounted' },
    })
    expect(judgeBalance(balance(filled(10, 90, [70, 90, 70])), limits)).toMatchObject({ verdict: 'sound' })
  })

  it('are not compared on a day of which a part is missing', () => {
    expect(judgeBalance(balance(filled(10, 90, [Number.NaN])), limits)).toMatchObject({ verdict: 'unknown' })
  })
})

describe('what runs at night', () => {
  const row = (values: Float64Array): NightRow => ({ point: 'p', unit: 'kW', values, nights: days(values.length) })
  const limits = { ratio: 1.25, nights: 3 }

  it('is a risen base load after three nights above 1.25 times the median of before', () => {
    expect(judgeBaseLoad(row(filled(14, 10, [13, 13, 13])), limits)).toMatchObject({ verdict: 'holds', since: days(17)[14] })
    expect(judgeBaseLoad(row(filled(14, 10, [12, 13, 13])), limits)).toMatchObject({ verdict: 'sound' })
    expect(judgeBaseLoad(row(filled(3, 10, [13, 13, 13])), limits)).toMatchObject({ verdict: 'unknown' })
  })

  it('is a leak above twice the usual night flow and 20 L/h, or where water used to stop and stops no longer', () => {
    const leak = (night: Float64Array, day: Float64Array) => judgeLeak(row(night), day, { ratio: 2, nights: 3, least: 20 })
    const still = filled(17, 5, [])
    expect(leak(filled(14, 15, [40, 40, 40]), still)).toMatchObject({ verdict: 'holds', evidence: { daily: 0.96 } })
    expect(leak(filled(14, 5, [15, 15, 15]), still)).toMatchObject({ verdict: 'sound' })
    expect(leak(filled(14, 25, [30, 30, 30]), filled(14, 0, [25, 25, 25]))).toMatchObject({ verdict: 'holds' })
    expect(leak(filled(14, 25, [30, 30, 30]), filled(14, 22, [25, 25, 25]))).toMatchObject({ verdict: 'sound' })
  })

  it('is above its band only for the hours up to now, outside working hours', () => {
    const hours = [5, 9, 9, 9].map((value, i) => ({ time: instant(T0 + i * HOUR), value, high: 6, isOff: true }))
    expect(judgeNightLoad('p', 'kW', hours, 0.1)).toMatchObject({ verdict: 'holds', since: T0 + HOUR, evidence: { excess: 9, hours: 3 } })
    expect(judgeNightLoad('p', 'kW', [...hours, { time: instant(T0 + 4 * HOUR), value: 9, high: 6, isOff: false }], 0.1).verdict).toBe(
      'sound',
    )
  })

  it('is the fault of the lowest meter that shows it', () => {
    const holds = (point: string) => judgeBaseLoad({ ...row(filled(14, 10, [13, 13, 13])), point }, limits)
    const parent: Readonly<Record<string, string>> = { block: 'park', floor: 'block' }
    const folded = foldIntoParts([holds('park'), holds('block'), holds('floor')], (point) => parent[point] ?? null)
    expect(folded).toMatchObject([{ subject: 'floor', covers: ['block', 'park'] }])
  })
})

describe('a gateway that is offline', () => {
  it('stands for the devices below it', () => {
    const device = (name: string) => ({ source: 's', device: name, online: false, at: at(0), points: [`${name}/p`] })
    expect(judgeOffline([device('gw'), device('gw/m1'), { ...device('x'), points: [] }])).toMatchObject([
      { subject: 's/gw', covers: ['s/gw/m1'], points: ['gw/p', 'gw/m1/p'] },
    ])
  })
})

describe('the report of a month', () => {
  const span = { from: instant(T0), to: instant(T0 + 30 * DAY) }
  const lacking = (point: string, lost: number) => judgeCoverage({ point, month: '2026-11', span, missing: lost * DAY }, 0.95)

  it('is at risk as soon as the rest of the month cannot make up for what is missing', () => {
    expect(lacking('p', 1.4).verdict).toBe('sound')
    expect(lacking('p', 1.6).verdict).toBe('holds')
  })

  it('has one alarm when most meters lack a part of it', () => {
    expect(foldCoverage([lacking('a', 2), lacking('b', 2), lacking('c', 2), lacking('d', 0)])).toHaveLength(4)
    expect(foldCoverage([lacking('a', 2), lacking('b', 2), lacking('c', 2)])).toMatchObject([
      { subject: '2026-11', covers: ['a', 'b', 'c'] },
    ])
  })
})

describe('the target of a year', () => {
  const target = (value: number, met: boolean | null) =>
    judgeTarget(
      { figure: 'energy.total', boundary: 'all', unit: 'MWh', period: '2026-01/2026-09', since: at(0), due: 100, value, met },
      0.05,
    )

  it('is at risk when the months so far miss their part of it by more than the limit', () => {
    expect(target(104, false).verdict).toBe('sound')
    expect(target(106, false).verdict).toBe('holds')
    expect(target(90, true).verdict).toBe('sound')
    expect(target(0, null).verdict).toBe('unknown')
  })
})
