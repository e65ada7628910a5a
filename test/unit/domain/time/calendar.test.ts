import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDays, calendarIds, calendarOf, type CalendarYear, isYearKnown } from '../../../../src/domain/index.ts'

const CN = calendarOf('CN')

function daysOf(year: number): string[] {
  const first = Date.UTC(year, 0, 1)
  const length = (Date.UTC(year + 1, 0, 1) - first) / 86_400_000
  return Array.from({ length }, (_, i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10))
}

const workdaysByMonth = (year: number): number[] =>
  Array.from({ length: 12 }, (_, m) => daysOf(year).filter((d) => Number(d.slice(5, 7)) === m + 1 && CN.typeOf(d) === 'workday').length)

const row = (more: Partial<CalendarYear>): CalendarYear => ({
  id: 'CN',
  year: 2027,
  holidays: [],
  worked: [],
  publisher: null,
  source: 'a notice',
  note: null,
  verified: false,
  ...more,
})

describe('the calendar of mainland China', () => {
  it('has the 251 working days of 2020, month by month', () => {
    expect(workdaysByMonth(2020)).toEqual([18, 21, 22, 22, 19, 21, 23, 21, 23, 17, 21, 23])
  })

  it('has as many holidays and make-up days in each year as the notices count', () => {
    const off = [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026].map((y) => daysOf(y).filter((d) => CN.typeOf(d) === 'holiday').length)
    // The notices of 2019 and 2023 count days at the end of the year before: two of 2018, one of 2022.
    expect(off).toEqual([22, 27, 31, 32, 26, 28, 28, 33])
    expect([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026].map((y) => CN.row(y)?.worked.length)).toEqual([6, 7, 7, 7, 7, 8, 5, 6])
  })

  it('works only on days that would be weekend, and says where it has every year from', () => {
    for (let year = 2019; year <= 2026; year++) {
      const worked = CN.row(year)?.worked ?? []
      expect(worked.every((day) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))).toBe(true)
      expect(CN.row(year)).toMatchObject({ verified: true, source: expect.stringContaining('国办发明电') as string })
    }
  })

  it('takes a make-up Saturday for a workday and a holiday on a Saturday for a holiday', () => {
    expect(CN.typeOf('2026-02-14')).toBe('workday')
    expect(CN.typeOf('2026-02-21')).toBe('holiday')
    expect(CN.typeOf('2026-03-07')).toBe('weekend')
  })

  it('says which years it knows', () => {
    expect(isYearKnown('CN', 2026)).toBe(true)
    expect(isYearKnown('CN', 2027)).toBe(false)
    expect(isYearKnown('CN', 2027, [row({})])).toBe(true)
    expect(isYearKnown(null, 2026)).toBe(false)
    expect(calendarIds([row({ id: 'DE' })])).toEqual(['CN', 'CN-2020-PROLONGED', 'DE'])
  })
})

describe('rows of a campus', () => {
  it('replace the shipped ones of their year and leave the others alone', () => {
    const own = calendarOf('CN', [row({ year: 2026, holidays: ['2026-03-03/2026-03-04'] })])
    expect(own.typeOf('2026-03-04')).toBe('holiday')
    expect(own.typeOf('2026-02-16')).toBe('workday')
    expect(own.typeOf('2025-01-28')).toBe('holiday')
  })

  it('of another calendar do not count', () => {
    expect(calendarOf('DE', [row({ id: 'AT', holidays: ['2027-10-26'] })]).typeOf('2027-10-26')).toBe('workday')
  })
})

const someDay = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2150-12-31'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10))

describe('a calendar that knows nothing', () => {
  it('has weekends only, seven days apart', () => {
    fc.assert(
      fc.property(someDay, (day) => {
        const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
        expect(calendarOf(null).typeOf(day)).toBe(weekday === 0 || weekday === 6 ? 'weekend' : 'workday')
      }),
    )
  })
})

describe('days as they are written', () => {
  it('are one, or all from the first to the last', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 0, max: 60 }), (first, more) => {
        const last = new Date(Date.parse(`${first}T00:00:00Z`) + more * 86_400_000).toISOString().slice(0, 10)
        const days = calendarDays(`${first}/${last}`)
        expect(days).toHaveLength(more + 1)
        expect([days?.[0], days?.at(-1)]).toEqual([first, last])
        expect(calendarDays(first)).toEqual([first])
      }),
    )
  })

  it('are refused when there is no such day or the end comes first', () => {
    for (const text of ['2026-02-30', '2026-2-3', '2026-03-05/2026-03-01', 'a/b', '', '2026-03-01/2026-03-02/2026-03-03'])
      expect(calendarDays(text)).toBeNull()
  })
})
