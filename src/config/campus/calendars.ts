/** Entries of `calendars:` -> dated rows that stand beside the shipped ones. */

import { calendarDays, type CalendarYear } from '../../domain/index.ts'
import type { CalendarEntry } from '../schema/saving.ts'
import { blamePart, type Examination, type ExaminedPart } from './examine.ts'

export function calendarsOf(parts: readonly ExaminedPart<CalendarEntry>[], ex: Examination): readonly CalendarYear[] {
  const seen = new Map<string, ExaminedPart<CalendarEntry>>()
  return parts.flatMap((part): CalendarYear[] => {
    const { id, year, holidays = [], worked = [], source, publisher, note } = part.value
    if (id === undefined || year === undefined) return []
    const first = seen.get(`${id} ${year}`)
    if (first !== undefined) {
      const { file, line } = first.place.tree.spot
      blamePart(part, ['year'], ex, { message: `${year} of the calendar "${id}" is there already`, hint: `see ${file}:${String(line)}` })
      return []
    }
    seen.set(`${id} ${year}`, part)
    const days = { holidays: textsOf(holidays), worked: textsOf(worked) }
    for (const key of ['holidays', 'worked'] as const) checkDays(part, key, year, ex)
    checkTwice(part, days, ex)
    return [{ id, year, ...days, publisher: publisher ?? null, source: source ?? '', note: note ?? null, verified: false }]
  })
}

const textsOf = (texts: readonly (string | undefined)[]): string[] => texts.filter((t) => t !== undefined)

function checkDays(part: ExaminedPart<CalendarEntry>, key: 'holidays' | 'worked', year: number, ex: Examination): void {
  for (const [i, text] of (part.value[key] ?? []).entries()) {
    if (text === undefined) continue
    const days = calendarDays(text)
    if (days === null)
      blamePart(part, [key, i], ex, {
        message: `"${text}" is no day`,
        hint: `write ${year}-01-01, or ${year}-01-01/${year}-01-03 with both included`,
      })
    else if (days.some((day) => !day.startsWith(`${year}-`)))
      blamePart(part, [key, i], ex, {
        message: `"${text}" is not within ${year}`,
        hint: 'days of another year stand in a row of that year',
      })
  }
}

function checkTwice(part: ExaminedPart<CalendarEntry>, days: Pick<CalendarYear, 'holidays' | 'worked'>, ex: Examination): void {
  const off = new Set(days.holidays.flatMap((text) => calendarDays(text) ?? []))
  const both = days.worked.flatMap((text) => calendarDays(text) ?? []).find((day) => off.has(day))
  if (both !== undefined)
    blamePart(part, ['worked'], ex, { message: `"${both}" is a holiday and worked`, hint: 'leave it in one of the two' })
}
