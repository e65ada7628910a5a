import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant, lastMonthOf, monthAt, monthsAfter, periodsEndingWith } from '../../../../src/domain/index.ts'

const month = fc.integer({ min: 12 * 1990, max: 12 * 2100 }).map((n) => monthsAfter('0000-01', n))

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
    fc.assert(fc.property(month, (m) => periodsEndingWith(m).every((p) => lastMonthOf(p) === m)))
  })

  it('that are none have no last month', () => {
    expect(['2026-13', '2026-00', '2026-Q5', '26', '2026-03-01', ''].map(lastMonthOf)).toEqual(Array.from({ length: 6 }, () => null))
  })
})
