import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shapeOf } from '../../../../dashboards/web/src/usage/shape.ts'
import { quantile, typicalOf, typicalSum } from '../../../../dashboards/web/src/usage/typical.ts'
import { wallClock } from '../../../../dashboards/web/src/usage/wall-clock.ts'

const HOUR = 3_600_000
const ZONE = 'Asia/Shanghai'

/** Edges of so many hours from a local time. */
const hours = (from: string, n: number): string[] =>
  Array.from({ length: n + 1 }, (_, i) => new Date(Date.parse(from) + i * HOUR).toISOString())
const course = (from: string, values: readonly (number | null)[], measured = values.map(() => 1)) => ({
  edges: hours(from, values.length),
  values,
  measured,
})

const MONDAY = '2026-03-02T00:00:00+08:00'
const before = (weeks: number): string => new Date(Date.parse(MONDAY) - weeks * 7 * 24 * HOUR).toISOString()

describe('what is typical', () => {
  const past = course(
    before(8),
    Array.from({ length: 8 * 168 }, (_, i) => (i % 24 === 9 ? 10 + Math.floor(i / 168) : 1)),
  )

  it('is the middle of the same weekday and time in the weeks before', () => {
    const typical = typicalOf({ edges: hours(MONDAY, 24) }, past, ZONE)
    expect([typical.middle[9], typical.middle[8]]).toEqual([13.5, 1])
    expect(typical.low[9]).toBeCloseTo(10.7)
    expect(typical.high[9]).toBeCloseTo(16.3)
  })

  it('is unknown where fewer than four weeks have a value that is measured', () => {
    const measured = past.values.map((_, i) => (Math.floor(i / 168) < 5 ? 0.5 : 1))
    expect(new Set(typicalOf({ edges: hours(MONDAY, 24) }, { ...past, measured }, ZONE).middle)).toEqual(new Set([null]))
  })

  it('of a day up to now counts the hour that now cuts in proportion', () => {
    const edges = hours(MONDAY, 3)
    expect(typicalSum({ edges }, [2, 4, 8], Date.parse(MONDAY) + 1.5 * HOUR)).toBe(4)
    expect(typicalSum({ edges }, [2, null, 8], Date.parse(MONDAY) + 1.5 * HOUR)).toBeNull()
  })

  it('has quantiles between the least and the greatest of a list, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, share) => {
          const sorted = [...list].sort((a, b) => a - b)
          const found = quantile(sorted, share)
          expect(found).toBeGreaterThanOrEqual(sorted[0] ?? 0)
          expect(found).toBeLessThanOrEqual(sorted.at(-1) ?? 0)
        },
      ),
    )
  })
})

describe('the local time of a zone', () => {
  it('is that of Intl at every hour of a year with two changes of the clock', () => {
    for (const zone of ['Europe/Berlin', 'Asia/Shanghai', 'America/St_Johns', 'Asia/Kolkata']) {
      const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'short' })
      const clock = wallClock(zone)
      for (let at = Date.parse('2026-01-01T00:00:00Z'); at < Date.parse('2027-01-01T00:00:00Z'); at += HOUR) {
        const { day, hour, minute } = clock(at)
        const parts = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, p.value]))
        const two = (n: number): string => String(n).padStart(2, '0')
        if (
          `${day} ${two(hour)}:${two(minute)}` !== `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}`
        )
          throw new Error(`${zone} ${new Date(at).toISOString()}: ${day} ${hour}:${minute}`)
      }
    }
  })
})

describe('the shape of a year of hours', () => {
  const values = Array.from({ length: 14 * 24 }, (_, i) => (i % 24 === 12 ? 30 : 10))

  it('has the mean of each hour of the week, the days, the base load and the greatest hour', () => {
    const shape = shapeOf(course(MONDAY, values), ZONE)
    expect([shape.week[0]?.[12], shape.week[6]?.[0], shape.days.length, shape.days[0]]).toEqual([
      30,
      10,
      14,
      { day: '2026-03-02', value: 260, measured: 1 },
    ])
    expect([shape.base, shape.peak?.value, shape.peak?.time]).toEqual([10, 30, '2026-03-02T04:00:00.000Z'])
    expect(shape.loadFactor).toBeCloseTo(260 / 24 / 30)
  })

  it('leaves hours that are hardly measured out of means and peak, and a weekday without hours unknown', () => {
    const measured = values.map((_, i) => (i % 24 === 12 || i % 168 < 24 ? 0.5 : 1))
    const shape = shapeOf({ ...course(MONDAY, values), measured }, ZONE)
    expect([shape.peak?.value, shape.week[0]?.[0], shape.week[1]?.[12]]).toEqual([10, null, null])
  })

  it('has no base load with less than a week of hours', () => {
    expect(shapeOf(course(MONDAY, values.slice(0, 100)), ZONE).base).toBeNull()
  })
})
