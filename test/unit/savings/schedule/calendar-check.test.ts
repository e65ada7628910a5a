import { describe, expect, it } from 'vitest'
import { type Bucket, calendarOf, DAY, periodSpan, type Span } from '../../../../src/domain/index.ts'
import { dailyUse, suspectedHolidays, workingUse } from '../../../../src/savings/schedule/calendar-check.ts'
import { hoursFrom } from '../../../../src/savings/schedule/hours.ts'
import { localDayOf } from '../../../../src/savings/schedule/local-day.ts'
import { loadBuckets } from '../../../support/fixtures/saving-park.ts'

const ZONE = 'Asia/Shanghai'
const MARCH = periodSpan(ZONE, '2026-03') as Span
const calendar = calendarOf('CN')
const LOCAL = 8 * 3_600_000

/** Hours of a power that draws so many watts on workdays, on days off, and on these dates. */
function daysOf(stem: string, work: number, off: number, exceptions: Readonly<Record<string, number>> = {}) {
  const watts = (at: number): number => {
    const date = new Date(at + LOCAL).toISOString().slice(0, 10)
    return exceptions[date] ?? (calendar.typeOf(date) === 'workday' ? work : off)
  }
  return loadBuckets(ZONE, stem, MARCH, watts).filter((b) => b.step === '1h' && b.point.endsWith('/power'))
}

function suspected(...loads: readonly (readonly Bucket[])[]): readonly string[] {
  const use = loads.map((hours) => dailyUse(hoursFrom(hours), MARCH, localDayOf(ZONE)))
  return suspectedHolidays(workingUse(use, calendar), calendar)
}

describe('a workday on which a measure used what it uses on days off', () => {
  it('is named; a day of half the use is not', () => {
    expect(suspected(daysOf('a', 1000, 100, { '2026-03-11': 110, '2026-03-12': 550 }))).toEqual(['2026-03-11'])
  })

  it('is seen among loads that run day and night', () => {
    expect(suspected(daysOf('a', 1000, 100, { '2026-03-11': 100 }), daysOf('garage', 9000, 9000))).toEqual(['2026-03-11'])
  })

  it('is not looked for where days off and workdays hardly differ, nor without days of both kinds', () => {
    expect(suspected(daysOf('a', 1000, 900, { '2026-03-11': 800 }))).toEqual([])
    expect(suspected(daysOf('a', 1000, 100).slice(0, 4 * 24))).toEqual([])
    expect(suspected()).toEqual([])
  })

  it('is not one that a meter does not know', () => {
    const gap = daysOf('a', 1000, 100).map((h) => (Math.floor((h.start - MARCH.from) / DAY) === 10 ? { ...h, total: 0, measured: 0 } : h))
    expect(suspected(gap)).toEqual([])
  })
})
