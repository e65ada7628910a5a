import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, instant, localDate, monthsAfter, offsetAt } from '../../../src/domain/index.ts'
import { lastDue, MOST_MONTHS, dueMonths, slotOf } from '../../../src/jobs/drafts-due.ts'

const at = (text: string) => instant(Date.parse(text))
const ZONES = ['UTC', 'Asia/Shanghai', 'Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Cairo']

describe('the draft of a month', () => {
  it('is due at 01:00 of the first day after it, by the clock of the site', () => {
    expect(slotOf('Asia/Shanghai', '2026-03')).toBe(at('2026-04-01T01:00:00+08:00'))
    expect(slotOf('Europe/Berlin', '2025-12')).toBe(at('2026-01-01T01:00:00+01:00'))
    expect(lastDue('Asia/Shanghai', at('2026-04-01T00:59:59+08:00'))).toBe('2026-02')
    expect(lastDue('Asia/Shanghai', at('2026-04-01T01:00:00+08:00'))).toBe('2026-03')
  })

  it('is the last one that can be due while no draft was ever made', () => {
    expect(dueMonths('UTC', at('2026-04-02T00:00:00Z'), null)).toEqual({ months: ['2026-03'], skipped: 0 })
  })

  it('is due once, oldest first, after a downtime of any length; what is too long ago is counted', () => {
    const now = at('2026-04-02T00:00:00Z')
    expect(dueMonths('UTC', now, '2026-03').months).toEqual([])
    expect(dueMonths('UTC', now, '2025-12').months).toEqual(['2026-01', '2026-02', '2026-03'])
    const long = dueMonths('UTC', now, '2020-01')
    expect([long.months.length, long.skipped, long.months[0], long.months.at(-1)]).toEqual([MOST_MONTHS, 38, '2023-04', '2026-03'])
  })

  it('is never owed before its month is over, in any zone; a watermark in the future owes nothing', () => {
    const instants = fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2040, 0, 1) }).map(instant)
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, fc.integer({ min: -50, max: 5 }), (zone, now, back) => {
        const last = lastDue(zone, now)
        expect(slotOf(zone, last)).toBeLessThanOrEqual(now)
        expect(slotOf(zone, monthsAfter(last, 1))).toBeGreaterThan(now)
        expect(localDate(zone, slotOf(zone, last))).toBe(`${monthsAfter(last, 1)}-01`)
        const { months, skipped } = dueMonths(zone, now, monthsAfter(last, back))
        expect(months.length + skipped).toBe(Math.max(0, -back))
        expect(months).toEqual(months.map((_, i) => monthsAfter(last, i + 1 - months.length)))
      }),
      { numRuns: 300 },
    )
  })

  it('is due at the first moment after 01:00 where the clock jumps over it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 479 }), (zone, n) => {
        const slot = slotOf(zone, monthsAfter('2000-01', n))
        const wall = new Date(slot + offsetAt(zone, slot)).getUTCHours() * HOUR
        expect(wall).toBeGreaterThanOrEqual(HOUR)
        expect(wall).toBeLessThanOrEqual(2 * HOUR)
      }),
    )
  })
})
