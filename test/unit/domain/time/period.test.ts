import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DAY,
  dayStart,
  formatIn,
  instant,
  localDate,
  monthAt,
  monthsAfter,
  PERIOD_FORMS,
  periodInYear,
  periodsEndingWith,
  periodSpan,
} from '../../../../src/domain/index.ts'

const month = fc.integer({ min: 12 * 1990, max: 12 * 2100 }).map((n) => monthsAfter('0000-01', n))

const NO_PERIODS =
  '2026-13 2026-00 2026-Q5 2026-H3 2026-W00 2026-W54 26 2026-03-01 march FY26 0000 0050-03 FY0099 9999 9999-12 9998-12/9999-01 2026-04/2026-03 2026-04/ 2026-04/2026-Q3 1900-01/2026-01'
    .split(' ')
    .concat('')

describe('reporting periods', () => {
  it('are the local month of an instant', () => {
    const at = instant(Date.parse('2026-02-28T16:30:00Z'))
    expect([monthAt('UTC', at), monthAt('Asia/Shanghai', at)]).toEqual(['2026-02', '2026-03'])
  })

  it('go on over the turn of a year, and back', () => {
    expect([monthsAfter('2026-12', 1), monthsAfter('2026-01', -1), monthsAfter('2026-03', 24)]).toEqual(['2027-01', '2025-12', '2028-03'])
    fc.assert(fc.property(month, fc.integer({ min: -500, max: 500 }), (m, n) => monthsAfter(monthsAfter(m, n), -n) === m))
  })

  it('end with their last month: every third a quarter, every twelfth a year', () => {
    expect(periodsEndingWith('2026-02')).toEqual(['2026-02'])
    expect(periodsEndingWith('2026-03')).toEqual(['2026-03', '2026-Q1'])
    expect(periodsEndingWith('2026-12')).toEqual(['2026-12', '2026-Q4', '2026'])
    const end = (period: string) => periodSpan('Asia/Shanghai', period)?.to
    fc.assert(fc.property(month, (m) => periodsEndingWith(m).every((p) => end(p) === end(m))))
  })
})

describe('the span of a period', () => {
  const text = (period: string, fiscalStart = 4): readonly string[] | null => {
    const found = periodSpan('Asia/Shanghai', period, fiscalStart)
    return found && [formatIn('Asia/Shanghai', found.from).slice(0, 16), formatIn('Asia/Shanghai', found.to).slice(0, 16)]
  }

  it('begins and ends at local midnights', () => {
    expect(text('2020')).toEqual(['2020-01-01T00:00', '2021-01-01T00:00'])
    expect(text('FY2020')).toEqual(['2020-04-01T00:00', '2021-04-01T00:00'])
    expect(text('FY2020', 1)).toEqual(text('2020'))
    expect(text('2020-H2')).toEqual(['2020-07-01T00:00', '2021-01-01T00:00'])
    expect(text('2020-Q4')).toEqual(['2020-10-01T00:00', '2021-01-01T00:00'])
    expect(text('2020-12')).toEqual(['2020-12-01T00:00', '2021-01-01T00:00'])
    expect(text('2020-04/2021-03')).toEqual(text('FY2020'))
    expect(text('2020-W53')).toEqual(['2020-12-28T00:00', '2021-01-04T00:00'])
    expect(text('2021-W01')).toEqual(['2021-01-04T00:00', '2021-01-11T00:00'])
    expect(text('2026-W01')).toEqual(['2025-12-29T00:00', '2026-01-05T00:00'])
  })

  it('is not there for what is no period: the years 0000 to 0099 are not read as 1900', () => {
    for (const wrong of [...NO_PERIODS, '2021-W53']) expect([wrong, text(wrong)]).toEqual([wrong, null])
    for (const form of PERIOD_FORMS.split(/, | or /)) expect([form, text(form)]).not.toEqual([form, null])
  })

  const year = fc.integer({ min: 1971, max: 2089 })

  it('of weeks follow each other without a gap and hold the fourth of January first, in any zone', () => {
    fc.assert(
      fc.property(year, fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/Sao_Paulo'), (y, zone) => {
        const weeks = Array.from({ length: 53 }, (_, i) => periodSpan(zone, `${y}-W${String(i + 1).padStart(2, '0')}`)).filter(
          (w) => w !== null,
        )
        const next = periodSpan(zone, `${y + 1}-W01`)
        expect(weeks.length).toBeGreaterThanOrEqual(52)
        expect([...weeks.slice(1), next].map((w) => w?.from)).toEqual(weeks.map((w) => w.to))
        const fourth = dayStart(zone, `${y}-01-04`)
        expect(weeks[0]?.from).toBeLessThanOrEqual(fourth)
        expect(weeks[0]?.to).toBeGreaterThan(fourth)
        for (const { from } of weeks) expect(new Date(localDate(zone, from)).getUTCDay()).toBe(1)
      }),
      { numRuns: 40 },
    )
  })

  it('of halves, quarters, months and fiscal years fill the year, whatever month it begins in', () => {
    fc.assert(
      fc.property(year, fc.integer({ min: 1, max: 12 }), (y, start) => {
        const zone = 'Europe/Berlin'
        const names = [['H1', 'H2'], ['Q1', 'Q2', 'Q3', 'Q4'], Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'))]
        for (const list of names) {
          const spans = list.map((name) => periodSpan(zone, `${y}-${name}`))
          expect(spans[0]?.from).toBe(periodSpan(zone, String(y))?.from)
          expect([...spans.slice(1).map((s) => s?.from), periodSpan(zone, String(y + 1))?.from]).toEqual(spans.map((s) => s?.to))
        }
        expect(periodSpan(zone, `FY${y}`, start)?.to).toBe(periodSpan(zone, `FY${y + 1}`, start)?.from)
        const first = `${y}-${String(start).padStart(2, '0')}`
        expect(periodSpan(zone, `${first}/${monthsAfter(first, 11)}`)).toEqual(periodSpan(zone, `FY${y}`, start))
      }),
      { numRuns: 60 },
    )
  })

  it('of the same form lies in another year, where there is one', () => {
    expect(['2026', 'FY2026', '2026-H1', '2026-W12', '2026-04/2027-03'].map((p) => periodInYear(p, 2025))).toEqual([
      '2025',
      'FY2025',
      '2025-H1',
      '2025-W12',
      '2025-04/2026-03',
    ])
    expect([periodInYear('2020-W53', 2019), periodInYear('0100', 99), periodInYear('march', 2020)]).toEqual([null, null, null])
    const [from, to] = [periodSpan('UTC', '2026-W12')?.from ?? 0, periodSpan('UTC', '2026-W12')?.to ?? 0]
    expect(to - from).toBe(7 * DAY)
  })
})
