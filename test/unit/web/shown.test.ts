/** How the web writes numbers, units, places and days: pure parts, without a browser. */

import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '../../../dashboards/web/src/address/days.ts'
import type { Campus, Point } from '../../../dashboards/web/src/api/types.ts'
import { alignedTo, columnsOf, endOf, spanName } from '../../../dashboards/web/src/charts/chart-data.ts'
import { csvOf } from '../../../dashboards/web/src/charts/value-table.tsx'
import { age, change, clock, exact, number, percent } from '../../../dashboards/web/src/text/format.ts'
import { humanise, type Language, LANGUAGES, language, term } from '../../../dashboards/web/src/text/language.ts'
import { placeName, placeOf, readable } from '../../../dashboards/web/src/text/places.ts'
import { lastValue, scaleFor } from '../../../dashboards/web/src/text/units.ts'
import { loadSharedMessages } from './messages.ts'

const POINT: Point = {
  id: 'park/block-a/1/east/power',
  name: {},
  place: { site: 'park', building: 'block-a', floor: '1', zone: 'east' },
  use: 'lighting',
  medium: 'electricity',
  role: null,
  parent: null,
  status: 'live',
  quantity: 'power',
  unit: 'W',
  kind: 'instant',
  last: { time: '2026-03-02T08:00:00.000Z', value: 412.5, quality: 'good', age_s: 1, stale: false },
  coverage: 1,
  coverage_detail: null,
  interval_s: 600,
  file_unit: 'W',
  interval_months: null,
  stamp: null,
  stale_after_s: 1800,
  devices: [],
  findings: [],
}

const withLast = (value: number, more: Partial<Point> = {}): Point => ({
  ...POINT,
  last: { time: '2026-03-02T08:00:00.000Z', value, quality: 'good', age_s: 1, stale: false },
  ...more,
})

const setLanguage = (next: Language): void => {
  language.value = next
}

beforeAll(async () => {
  for (const l of LANGUAGES) await loadSharedMessages(l)
})
beforeEach(() => setLanguage('en'))

describe('a number', () => {
  it('has about three digits, and its whole part always', () => {
    expect([412.537, 41.2537, 4.12537, 123_456.7].map((n) => number(n))).toEqual(['413', '41.3', '4.13', '123,457'])
  })

  it('reads as 0 only when it is 0', () => {
    expect([0, 0.004, 0.00001, -0.004].map((n) => number(n))).toEqual(['0', '0.004', '0.00001', '-0.004'])
    expect([0, 0.0004, 1.2345678].map((n) => exact(n))).toEqual(['0', '0.0004', '1.235'])
  })

  it('as a share reads as 100 % only when it is whole, and as 0 % only when it is nothing', () => {
    expect([1, 0.99999, 0.5, 0.00001, 0].map((n) => percent(n))).toEqual(['100%', '99.9%', '50%', '0.1%', '0%'])
  })

  it('as a change has its sign, goes beyond 100 %, and is a dash when there is nothing to compare with', () => {
    expect([change(575, 257), change(90, 100), change(100, 100), change(null, 5), change(5, 0)]).toEqual(['+124%', '-10%', '0%', '–', '–'])
  })
})

describe('a last value', () => {
  it('that never arrived is a word, never 0', () => {
    const silent = { ...POINT, last: null }
    expect(lastValue(silent)).toBe('no data yet')
    setLanguage('zh-Hans')
    expect(lastValue(silent)).toBe('暂无数据')
  })

  it('has its unit, the larger one from 10 000 on', () => {
    expect(lastValue(withLast(412.5))).toBe('413\u00a0W')
    expect(lastValue(withLast(49_637))).toBe('49.6\u00a0kW')
    expect(lastValue(withLast(49_637, { unit: 'kWh', quantity: 'energy' }))).toBe('49,637\u00a0kWh')
    expect(lastValue(withLast(20.04, { unit: 'Cel', quantity: 'temperature' }))).toBe('20.0\u00a0°C')
    expect(scaleFor('W', -20_000)).toEqual({ unit: 'kW', factor: 0.001 })
  })

  it('of a switch or an occupancy is a word, of a mode a whole number', () => {
    expect(lastValue(withLast(1, { unit: 'bool', quantity: 'switch' }))).toBe('on')
    expect(lastValue(withLast(0, { unit: 'bool', quantity: 'occupancy' }))).toBe('empty')
    expect(lastValue(withLast(2, { unit: 'enum', quantity: 'mode' }))).toBe('2')
  })
})

const CAMPUS: Campus = {
  id: 'park',
  name: {},
  timezone: 'Asia/Shanghai',
  sites: [{ id: 'park', name: { en: 'Science park' }, buildings: [{ id: 'block-a' }, { id: 'block-c', name: { en: 'Library' } }] }],
}

describe('a place', () => {
  it('has the name the campus gives it, else one made from its id in the language of the reader', () => {
    const names = (): string[] =>
      ['park', 'park/block-c', 'park/block-a', 'park/garage', 'lab/data_room-2'].map((key) => placeName(key, CAMPUS))
    expect(names()).toEqual(['Science park', 'Library', 'Block A', 'Garage', 'Data room 2'])
    setLanguage('zh-Hans')
    expect(names()).toEqual(['Science park', 'Library', 'A座', '车库', 'Data room 2'])
    expect(readable('block-12b')).toBe('12B座')
  })

  it('of a point goes from the whole to the part', () => {
    expect(placeOf(POINT, CAMPUS)).toBe('Science park · Block A · floor 1 · East')
  })
})

describe('a word of the service', () => {
  it('is a message where there is one, else made readable', () => {
    expect([term('use', 'hvac'), term('use', 'fume-hoods'), humanise('x')]).toEqual(['Air conditioning', 'Fume hoods', 'X'])
  })
})

describe('a time', () => {
  it('is that of the site, and an age is in the unit that suits it', () => {
    expect(clock(new Date('2026-03-02T18:30:00Z'), 'Asia/Shanghai')).toBe('02:30')
    expect([5, 600, 86_400, 8_640_000].map(age)).toEqual(['5 s', '10 min', '24 h', '100 d'])
  })

  it('of the day before is a calendar day, over the ends of months and the days of 23 and 25 hours', () => {
    expect(['2026-03-01', '2026-03-30', '2026-10-26', '2027-01-01'].map((day) => addDays(day, -1))).toEqual([
      '2026-02-28',
      '2026-03-29',
      '2026-10-25',
      '2026-12-31',
    ])
  })
})

const quarter = (time: string, value: number | null, coverage = 1) => ({ time, value, coverage })
const VALUES = [
  quarter('2026-03-02T00:00:00Z', 1),
  quarter('2026-03-02T00:15:00Z', 2, 0.5),
  quarter('2026-03-02T00:30:00Z', 3),
  quarter('2026-03-02T00:45:00Z', null, 0),
]

describe('a chart', () => {
  it('keeps what is only partly measured apart, joined on in a line and alone as a bar; a gap stays a gap', () => {
    const line = columnsOf(VALUES, { factor: 10, joined: true })
    expect(line.slice(1)).toEqual([
      [10, null, 30, null],
      [10, 20, 30, null],
    ])
    expect(columnsOf(VALUES, { factor: 10, joined: false })[2]).toEqual([null, 20, null, null])
  })

  it('shows a span that is not over yet as not whole', () => {
    const running = [{ ...quarter('2026-03-02T00:00:00Z', 1), open: true }]
    expect(columnsOf(running, { factor: 1, joined: false })[1]).toEqual([null])
  })

  it('lays another day beside by local time, also where one of them has 23 hours', () => {
    const zone = 'Europe/Berlin'
    const hours = (from: string, n: number) =>
      Array.from({ length: n }, (_, i) => quarter(new Date(Date.parse(from) + i * 3_600_000).toISOString(), i))
    const short = hours('2026-03-28T23:00:00Z', 23)
    const whole = hours('2026-03-29T22:00:00Z', 24)
    expect(alignedTo(whole, short, zone).slice(0, 5)).toEqual([0, 1, null, 2, 3])
    expect(alignedTo(short, whole, zone).slice(0, 4)).toEqual([0, 1, 3, 4])
  })

  it('names a span by its month, its day or its time, in the zone of the site', () => {
    const named = (time: string, end: string): string => spanName({ ...quarter(time, 1), end }, 'Asia/Shanghai')
    expect(named('2026-01-31T16:00:00Z', '2026-02-28T16:00:00Z')).toBe('Feb 2026')
    expect(named('2026-02-28T16:00:00Z', '2026-03-01T16:00:00Z')).toBe('Mar 1, 2026')
    expect(named('2026-02-28T16:15:00Z', '2026-02-28T16:30:00Z')).toBe('Mar 1, 2026 00:15')
  })

  it('ends where its last span ends', () => {
    expect(endOf(VALUES)).toBe(Date.parse('2026-03-02T01:00:00Z') / 1000)
    expect(endOf([{ ...quarter('2026-02-01T00:00:00Z', 1), end: '2026-03-01T00:00:00Z' }])).toBe(Date.parse('2026-03-01T00:00:00Z') / 1000)
  })
})

describe('the CSV behind a chart', () => {
  it('has the unit in its header, an empty field for what is missing, and the coverage of each value', () => {
    const [head, ...rows] = csvOf(VALUES, 'kWh').split('\r\n')
    expect(head).toBe('time,value (kWh),coverage')
    expect(rows[1]).toBe('2026-03-02T00:15:00Z,2,0.5')
    expect(rows[3]).toBe('2026-03-02T00:45:00Z,,0')
  })
})
