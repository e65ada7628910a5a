/** Ranges of the address: read, written, and turned into the spans that the API takes. */

import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { addMonths, isDay, weeksOf } from '../../../dashboards/web/src/address/days.ts'
import { daysOf, formatPeriod, lastMonth, movePeriod, parsePeriod } from '../../../dashboards/web/src/address/periods.ts'
import {
  comparedSpan,
  fits,
  formatRange,
  parseComparison,
  parseRange,
  type Range,
  spanOf,
  stepOf,
} from '../../../dashboards/web/src/address/range.ts'
import { hrefHere, hrefOf, parseAddress, route } from '../../../dashboards/web/src/address/route.ts'
import { campus } from '../../../dashboards/web/src/state/campus.ts'
import { EMPTY } from '../../../dashboards/web/src/state/model.ts'
import { periodSpan } from '../../../src/domain/index.ts'
import { keepValid } from '../../../dashboards/web/src/address/valid.ts'

const NOW = Date.parse('2026-03-10T04:00:00Z')

function rangeOf(text: string): Range {
  const range = parseRange(text)
  if (range === null) throw new Error(`"${text}" is not a range`)
  return range
}

describe('a range of the address', () => {
  it.each([
    '24h',
    '7d',
    '31d',
    '12m',
    '2026',
    '2026-H2',
    '2026-Q1',
    '2026-03',
    '2026-W53',
    'FY2026',
    '2025-04/2026-03',
    '2026-03-02',
    '2026-03-02/2026-03-08',
  ])('is written as it was read: %s', (text) => {
    expect(formatRange(rangeOf(text))).toBe(text)
  })

  it.each([
    '',
    'tomorrow',
    '2026-13',
    '2026-02-30',
    '2026-Q5',
    '2026-H3',
    '2025-W53',
    '2026-05/2026-04',
    '0050',
    '9999',
    'FY26',
    '2026-03-02/then',
  ])('is refused where the text is "%s"', (text) => {
    expect(parseRange(text)).toBeNull()
  })

  it('that names its days in the wrong order is put right', () => {
    expect(formatRange(rangeOf('2026-03-08/2026-03-02'))).toBe('2026-03-02/2026-03-08')
  })

  it.each([
    ['2026-03', '2026-03-01', '2026-04-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-H2', '2026-07-01', '2027-01-01'],
    ['2026-W01', '2025-12-29', '2026-01-05'],
    ['2026-W53', '2026-12-28', '2027-01-04'],
    ['FY2026', '2026-01-01', '2027-01-01'],
    ['2025-04/2026-03', '2025-04-01', '2026-04-01'],
    ['2026-02-28', '2026-02-28', '2026-03-01'],
    ['2026-03-02/2026-03-08', '2026-03-02', '2026-03-09'],
    ['24h', '2026-03-09T04:00:00.000Z', '2026-03-10T04:00:00.000Z'],
  ])('%s spans %s up to %s, the end excluded', (text, from, to) => {
    expect(spanOf(rangeOf(text), NOW)).toEqual({ from, to })
  })

  it.each([
    ['2026-03-02', 'prior', '2026-03-01', '2026-03-02'],
    ['2026-03-02', 'week', '2026-02-23', '2026-02-24'],
    ['2026-03-02', 'year', '2025-03-03', '2025-03-04'],
    ['2026-03-02/2026-03-08', 'prior', '2026-02-23', '2026-03-02'],
    ['2026-03', 'prior', '2026-02-01', '2026-03-01'],
    ['2026-Q1', 'year', '2025-01-01', '2025-04-01'],
    ['2026-W01', 'prior', '2025-12-22', '2025-12-29'],
    ['2026-W53', 'year', '2025-12-22', '2025-12-29'],
    ['2025-04/2026-03', 'prior', '2024-04-01', '2025-04-01'],
    ['2026-02/2026-04', 'prior', '2025-11-01', '2026-02-01'],
    ['24h', 'week', '2026-03-02T04:00:00.000Z', '2026-03-03T04:00:00.000Z'],
  ] as const)('%s is compared by "%s" with %s up to %s: days keep their weekday', (text, comparison, from, to) => {
    expect(comparedSpan(rangeOf(text), comparison, NOW)).toEqual({ from, to })
  })

  it('is drawn in steps that give between a dozen and a few hundred values', () => {
    expect(['24h', '7d', '31d', '12m', '2026-03', '2026', '2026-01-01/2026-03-31'].map((text) => stepOf(rangeOf(text)))).toEqual([
      '15m',
      '1h',
      '1d',
      '1M',
      '1d',
      '1M',
      '1d',
    ])
  })

  it('fits a screen that shows a day, a period, or anything', () => {
    expect(
      (['any', 'day', 'period'] as const).map((scope) => ['7d', '2026-03', '2026-03-02'].map((text) => fits(rangeOf(text), scope))),
    ).toEqual([
      [true, true, true],
      [false, false, true],
      [false, true, false],
    ])
  })
})

describe('an address', () => {
  it.each(['bad', '2026-13', '2026-02-30'])('loses the period "%s", which is none, and keeps its other parameters', (period) => {
    expect(keepValid({ period, compare: 'bad', place: 'park' })).toEqual({ place: 'park' })
  })

  it('stays as it is where every parameter is valid', () => {
    const query = { period: '2026-Q1', compare: 'none', boundary: 'offices' }
    expect(keepValid(query)).toBe(query)
  })
})

describe('a comparison of the address', () => {
  it('is the previous period where the address names none, and nothing where the reader chose nothing', () => {
    expect([undefined, 'none', 'prior', 'week', 'year', 'bad'].map(parseComparison)).toEqual([
      'prior',
      null,
      'prior',
      'week',
      'year',
      'prior',
    ])
  })
})

describe('a reporting period', () => {
  it('moves over the ends of years', () => {
    expect(lastMonth('2026-01-15')).toEqual({ kind: 'month', year: 2025, part: 12 })
    expect(movePeriod({ kind: 'quarter', year: 2025, part: 4 }, 1)).toEqual({ kind: 'quarter', year: 2026, part: 1 })
    expect(daysOf(parsePeriod('2025-12') ?? { kind: 'year', year: 0, part: 1 })).toEqual({ from: '2025-12-01', to: '2026-01-01' })
  })
})

describe('a period of the page', () => {
  afterEach(() => {
    campus.value = EMPTY
  })

  it('spans the days that the service gives it, in every form and with every start of fiscal years', () => {
    const month = fc
      .tuple(fc.integer({ min: 1950, max: 2080 }), fc.integer({ min: 1, max: 12 }))
      .map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`)
    const part = fc.constantFrom('', '-H1', '-H2', '-Q1', '-Q4', '-W01', '-W13', '-W52', '-W53')
    const year = fc.integer({ min: 1950, max: 2080 })
    const text = fc.oneof(
      month,
      fc.tuple(month, month).map(([a, b]) => `${a}/${b}`),
      fc.tuple(year, part).map(([y, p]) => `${y}${p}`),
      year.map((y) => `FY${y}`),
    )
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 12 }), (period, start) => {
        campus.value = { ...EMPTY, value: { id: 'c', name: {}, timezone: 'UTC', fiscal_start: start, sites: [] } }
        const expected = periodSpan('UTC', period, start)
        const found = parsePeriod(period)
        const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
        expect(found === null ? null : daysOf(found)).toEqual(expected === null ? null : { from: day(expected.from), to: day(expected.to) })
        if (found !== null) expect(formatPeriod(found)).toBe(period)
      }),
    )
  })

  it('moves by its own length and back', () => {
    for (const text of ['2026', '2026-H1', '2026-Q1', '2026-01', '2026-W01', 'FY2026', '2025-11/2026-01']) {
      const period = parsePeriod(text)
      if (period === null) throw new Error(text)
      expect(formatPeriod(movePeriod(movePeriod(period, -3), 3))).toBe(text)
      expect(daysOf(movePeriod(period, 1)).from).toBe(daysOf(period).to)
    }
  })
})

describe('a calendar of days', () => {
  it('begins its weeks on Monday and fills them with the days of the neighbours', () => {
    const weeks = weeksOf('2026-03')
    expect([weeks.length, weeks[0]?.[0], weeks[0]?.[6], weeks.at(-1)?.at(-1)]).toEqual([6, '2026-02-23', '2026-03-01', '2026-04-05'])
    expect(weeksOf('2027-02')).toHaveLength(4)
    expect([addMonths('2026-12', 1), addMonths('2026-01', -1), isDay('2026-02-29'), isDay('2028-02-29')]).toEqual([
      '2027-01',
      '2025-12',
      false,
      true,
    ])
  })
})

describe('an address', () => {
  it('keeps segments with slashes, and survives a broken percent sign', () => {
    expect(parseAddress('#/points/park%2Fa%2Fpower?period=7d')).toEqual({ segments: ['points', 'park/a/power'], query: { period: '7d' } })
    expect(parseAddress('#/points/%E0%A4%A').segments).toEqual(['points', '%E0%A4%A'])
  })

  it('carries period, comparison and place from screen to screen, and nothing that belongs to one screen', () => {
    route.value = parseAddress('#/reports?period=2026-03&place=park&boundary=offices')
    expect(hrefOf('savings')).toBe('#/savings?period=2026-03&place=park')
    expect(hrefOf(['points', 'park/a'], { place: null })).toBe('#/points/park%2Fa?period=2026-03')
    expect(hrefHere({ period: null })).toBe('#/reports?place=park&boundary=offices')
    route.value = parseAddress('')
  })
})
