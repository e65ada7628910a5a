import { describe, expect, it } from 'vitest'
import { calendarOf, DAY, periodSpan, type Span } from '../../../../src/domain/index.ts'
import { suspectedHolidays, workingUse } from '../../../../src/savings/schedule/calendar-check.ts'
import { loadBuckets } from '../../../support/fixtures/saving-park.ts'

const ZONE = 'Asia/Shanghai'
const MARCH = periodSpan(ZONE, '2026-03') as Span
const calendar = calendarOf('CN')
const LOCAL = 8 * 3_600_000

/** Day buckets of a register that draws so many watts on workdays, on days off, and on these dates. */
function daysOf(stem: string, work: number, off: number, exceptions: Readonly<Record<string, number>> = {}) {
  const watts = (at: number): number => {
    const date = new Date(at + LOCAL).toISOString().slice(0, 10)
    return exceptions[date] ?? (calendar.typeOf(date) === 'workday' ? work : off)
  }
  return loadBuckets(ZONE, stem, MARCH, watts).filter((b) => b.step === '1d' && b.point.endsWith('/energy'))
}

const suspected = (...loads: Parameters<typeof workingUse>[0]): readonly string[] =>
  suspectedHolidays(workingUse(loads, ZONE, calendar), calendar)

describe('a workday on which a measure used what it uses on days off', () => {
  it('is named; a day of half the use is not', () => {
    expect(suspected(daysOf('a', 1000, 100, { '2026-03-11': 110, '2026-03-12': 550 }))).toEqual(['2026-03-11'])
  })

  it('is seen among loads that run day and night', () => {
    expect(suspected(daysOf('a', 1000, 100, { '2026-03-11': 100 }), daysOf('garage', 9000, 9000))).toEqual(['2026-03-11'])
  })

  it('is not looked for where days off and workdays hardly differ, nor without days of both kinds', () => {
    expect(suspected(daysOf('a', 1000, 900, { '2026-03-11': 800 }))).toEqual([])
    expect(suspected(daysOf('a', 1000, 100).slice(0, 4))).toEqual([])
    expect(suspected()).toEqual([])
  })

  it('is not one that a meter does not know', () => {
    const gap = daysOf('a', 1000, 100).map((d) => (d.start === MARCH.from + 10 * DAY ? { ...d, total: 0, measured: 0 } : d))
    expect(suspected(gap)).toEqual([])
  })
})
