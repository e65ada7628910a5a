/** `campus.calendar`: a calendar by its id, an iCalendar file of days off, or several of both; what comes later overrides what comes before. */

import { calendarDays, calendarOf, type CalendarYear } from '../../domain/index.ts'
import type { CampusTree } from '../files.ts'
import { type CalendarEvent, readCalendarEvents } from '../ical/events.ts'
import { child } from '../yaml/tree.ts'
import type { Examination } from './examine.ts'

export interface ChosenCalendar {
  readonly id: string | null
  readonly rows: readonly CalendarYear[]
}

const isFile = (name: string): boolean => /\.ics$/i.test(name)

/** `rows`: years of the file itself. */
export function chooseCalendar({ main, root, readBeside }: CampusTree, rows: readonly CalendarYear[], ex: Examination): ChosenCalendar {
  const names = [main.campus?.calendar ?? []].flat().filter((name): name is string => name !== undefined)
  const [first] = names
  if (first === undefined) return { id: null, rows }
  if (names.length === 1 && !isFile(first)) return { id: first, rows }
  const campus = child(root.tree, 'campus')
  const tree = (campus && child(campus, 'calendar')) ?? root.tree
  const id = names.join(' + ')
  const days = new DayTypes()
  for (const [i, name] of names.entries()) {
    const complete = i === 0
    if (!isFile(name)) for (const row of rowsOf(name, rows)) days.addRow(row, complete)
    else
      for (const { file, text } of readBeside(name, { tree, path: 'campus.calendar' })) {
        const { events, faults } = readCalendarEvents(text, ex.zone)
        for (const { line, name: property, message, hint } of faults)
          ex.faults.add({ file, line, column: null, path: property, message, hint })
        for (const event of events) days.addEvent(event, complete)
      }
  }
  return { id, rows: [...rows, ...days.rows(id)] }
}

/** Years of a calendar by its id, shipped ones and those of the file. */
function rowsOf(id: string, rows: readonly CalendarYear[]): readonly CalendarYear[] {
  const calendar = calendarOf(id, rows)
  const [from, to] = [1970, 2200]
  return Array.from({ length: to - from + 1 }, (_, i) => calendar.row(from + i)).filter((row) => row !== null)
}

class DayTypes {
  readonly #off = new Map<string, boolean>()
  /** Years whose statutory days are listed. */
  readonly #complete = new Set<number>()

  addRow({ year, holidays, worked }: CalendarYear, complete: boolean): void {
    if (complete) this.#complete.add(year)
    for (const day of holidays.flatMap((text) => calendarDays(text) ?? [])) this.#off.set(day, true)
    for (const day of worked.flatMap((text) => calendarDays(text) ?? [])) this.#off.set(day, false)
  }

  /** Whole days count: an afternoon off is no holiday. */
  addEvent({ occurrences, worked }: CalendarEvent, complete: boolean): void {
    for (const day of occurrences.flatMap((o) => o.days ?? [])) {
      this.#off.set(day, !worked)
      if (complete) this.#complete.add(Number(day.slice(0, 4)))
    }
  }

  rows(id: string): readonly CalendarYear[] {
    const years = [...new Set([...this.#off.keys()].map((day) => Number(day.slice(0, 4))))].sort((a, b) => a - b)
    const daysOf = (year: number, off: boolean): string[] =>
      [...this.#off]
        .filter(([day, is]) => is === off && day.startsWith(`${year}-`))
        .map(([day]) => day)
        .sort()
    return years.map((year) => ({
      id,
      year,
      holidays: daysOf(year, true),
      worked: daysOf(year, false),
      publisher: null,
      source: id,
      note: null,
      verified: false,
      ...(this.#complete.has(year) ? {} : { partial: true }),
    }))
  }
}
