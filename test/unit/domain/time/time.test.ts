import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import {
  DAY,
  dayStart,
  edges,
  floorEdge,
  formatIn,
  HOUR,
  instant,
  isQuarterGridZone,
  localDate,
  nextEdge,
  parseInstant,
  QUARTER,
  type Step,
  span,
} from '../../../../src/domain/index.ts'

const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
]
/** Clocks of these changed at 00:01, or as far off the grid, since 2000. */
const LATE_CHANGES = ['America/St_Johns', 'America/Goose_Bay', 'America/Moncton', 'Asia/Gaza', 'Asia/Hebron', 'Antarctica/Casey']
const FROM = Date.UTC(2015, 0, 1)
const TO = Date.UTC(2035, 0, 1)
const at = (text: string) => instant(Date.parse(text))
const zone = fc.constantFrom(...ZONES)
const moment = fc.integer({ min: FROM, max: TO }).map((n) => instant(n))

describe('the edges of a zone', () => {
  it.each(ZONES)('are the local midnights in %s, every day of twenty years', (name) => {
    const days = edges(name, '1d', span(FROM, TO))
    let date = Temporal.Instant.fromEpochMilliseconds(days[0] as number)
      .toZonedDateTimeISO(name)
      .toPlainDate()
    for (const edge of days) {
      expect(edge % QUARTER).toBe(0)
      expect(edge).toBe(date.toZonedDateTime(name).startOfDay().epochMilliseconds)
      date = date.add({ days: 1 })
    }
  })

  it.each(ZONES)('refine each other in %s: every year edge is a month edge, a day edge, an hour edge, a quarter', (name) => {
    const table = (step: Step) => new Set(edges(name, step, span(Date.UTC(2019, 0, 1), Date.UTC(2026, 0, 1))))
    const [hours, days, months, years] = [table('1h'), table('1d'), table('1M'), table('1y')]
    for (const edge of [...days].slice(1, -1)) expect(hours.has(edge), formatIn(name, instant(edge))).toBe(true)
    for (const edge of [...months].slice(1, -1)) expect(days.has(edge)).toBe(true)
    for (const edge of [...years].slice(1, -1)) expect(months.has(edge)).toBe(true)
    for (const edge of hours) expect(edge % QUARTER).toBe(0)
  })

  it('hold any instant: the floor is at or before it, the next edge after it, and the floor of an edge is the edge', () => {
    fc.assert(
      fc.property(zone, moment, fc.constantFrom<Step>('15m', '1h', '1d', '1M', '1y'), (name, t, step) => {
        const floor = floorEdge(name, step, t)
        const next = nextEdge(name, step, t)
        expect(floor).toBeLessThanOrEqual(t)
        expect(next).toBeGreaterThan(t)
        expect(floorEdge(name, step, floor)).toBe(floor)
        expect(nextEdge(name, step, floor)).toBe(next)
      }),
      { numRuns: 500 },
    )
  })

  it('make days of 23 and 25 hours where clocks change, and keep both hours that bear one name', () => {
    const length = (date: string) => nextEdge('Europe/Berlin', '1d', dayStart('Europe/Berlin', date)) - dayStart('Europe/Berlin', date)
    expect(length('2026-03-29')).toBe(23 * HOUR)
    expect(length('2026-10-25')).toBe(25 * HOUR)
    expect(length('2026-10-26')).toBe(DAY)
    const hours = edges('Europe/Berlin', '1h', { from: at('2026-10-25T00:00:00Z'), to: at('2026-10-25T02:00:00Z') })
    expect([...hours].map((e) => formatIn('Europe/Berlin', instant(e)))).toEqual([
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ])
  })

  it('step over the day that Apia skipped', () => {
    expect(localDate('Pacific/Apia', at('2011-12-30T09:59:59Z'))).toBe('2011-12-29')
    expect(dayStart('Pacific/Apia', '2011-12-30')).toBe(dayStart('Pacific/Apia', '2011-12-31'))
    expect(nextEdge('Pacific/Apia', '1d', dayStart('Pacific/Apia', '2011-12-29'))).toBe(dayStart('Pacific/Apia', '2011-12-31'))
  })

  it('lie on the quarter-hour grid since 2000, also where clocks change a minute behind midnight, and not where offsets have odd minutes', () => {
    for (const name of [...ZONES, ...LATE_CHANGES]) expect([name, isQuarterGridZone(name)]).toEqual([name, true])
    expect(isQuarterGridZone('Africa/Monrovia')).toBe(true)
    expect(isQuarterGridZone('Africa/Monrovia', at('1970-06-01T00:00:00Z'))).toBe(false)
  })

  it.each(LATE_CHANGES)('follow each other on the grid in %s, day by day, and each day holds what lies between', (name) => {
    const wrong: string[] = []
    for (let edge = dayStart(name, '2005-01-01'); edge < at('2013-01-01T00:00:00Z'); ) {
      const next = nextEdge(name, '1d', edge)
      for (const inside of [edge, instant(edge + 30_000), instant(edge + 90_000), instant(edge + 30 * 60_000), instant(next - 1)])
        if (edge % QUARTER !== 0 || floorEdge(name, '1d', inside) !== edge || nextEdge(name, '1d', inside) !== next)
          wrong.push(formatIn(name, inside))
      edge = next
    }
    expect(wrong).toEqual([])
  })

  it('stay on midnight where clocks fall back a minute behind it and show the evening again', () => {
    const midnight = at('2010-11-07T02:30:00Z')
    expect(formatIn('America/St_Johns', midnight)).toBe('2010-11-07T00:00:00-02:30')
    expect(formatIn('America/St_Johns', instant(midnight + 90_000))).toBe('2010-11-06T23:01:30-03:30')
    expect(floorEdge('America/St_Johns', '1d', instant(midnight + 90_000))).toBe(midnight)
  })
})

describe('a time as text', () => {
  it('is read back as it was written, in any zone', () => {
    fc.assert(
      fc.property(zone, moment, (name, t) => {
        expect(parseInstant(formatIn(name, t), null)).toBe(t)
      }),
    )
  })

  it('needs an offset, or a zone to be read in', () => {
    expect(parseInstant('2026-03-02T08:00:00+08:00', null)).toBe(at('2026-03-02T00:00:00Z'))
    expect(parseInstant('2026-03-02 08:00', 'Asia/Shanghai')).toBe(at('2026-03-02T00:00:00Z'))
    expect(parseInstant('2026-03-02', 'Asia/Shanghai')).toBe(at('2026-03-01T16:00:00Z'))
    expect(parseInstant('2026-03-02 08:00', null)).toBeNull()
  })

  it('that names no day of the calendar is none', () => {
    for (const text of ['2026-02-30T00:00:00Z', '2026-13-01', 'yesterday', '', '1', '2026-03-02T25:00:00Z', '2026-03-02T08:00:00+8'])
      expect(parseInstant(text, 'UTC')).toBeNull()
  })

  it('in the hour that does not exist becomes the end of the gap, in the hour that occurs twice the first', () => {
    expect(parseInstant('2026-03-29 02:30', 'Europe/Berlin')).toBe(at('2026-03-29T01:00:00Z'))
    expect(parseInstant('2026-10-25 02:30', 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'))
  })
})
