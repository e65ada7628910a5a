/** `bookings:` of a policy: iCalendar files -> times in which something is booked. */

import type { BookingsPolicy, Span } from '../../../domain/index.ts'
import { readCalendarEvents } from '../../ical/events.ts'
import type { CampusTree } from '../../files.ts'
import type { PolicyEntry } from '../../schema/control.ts'
import { child } from '../../yaml/tree.ts'
import { blamePart, type Examination, type ExaminedPart } from '../examine.ts'
import { ms } from './actuators.ts'

interface BookingSurroundings {
  readonly ex: Examination
  readonly readBeside: CampusTree['readBeside']
}

const sameText = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

export function bookingsOf(
  part: ExaminedPart<PolicyEntry>,
  { ex, readBeside }: BookingSurroundings,
): Pick<BookingsPolicy, 'bookings' | 'before'> {
  const { bookings: paths, room, before } = part.value
  const spans: Span[] = []
  const rooms = new Set<string>()
  for (const [i, path] of (Array.isArray(paths) ? paths : [paths]).entries()) {
    if (path === undefined) continue
    const tree = child(part.place.tree, 'bookings') ?? part.place.tree
    for (const { file, text } of readBeside(path, { tree, path: `${part.place.path}.bookings${Array.isArray(paths) ? `[${i}]` : ''}` })) {
      const { events, faults } = readCalendarEvents(text, ex.zone)
      for (const { line, name, message, hint } of faults) ex.faults.add({ file, line, column: null, path: name, message, hint })
      for (const { location } of events) if (location !== '') rooms.add(location)
      spans.push(...events.filter((e) => room === undefined || sameText(e.location, room)).flatMap((e) => e.occurrences))
    }
  }
  if (room !== undefined && rooms.size > 0 && ![...rooms].some((r) => sameText(r, room)))
    blamePart(part, ['room'], ex, { message: `no booking is for "${room}"`, hint: `LOCATION is ${[...rooms].slice(0, 5).join(', ')}` })
  return { bookings: joined(spans), before: ms(before, 0) }
}

/** Ascending; what overlaps or meets is one booking. */
function joined(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last === undefined || from > last.to) found.push({ from, to })
    else if (to > last.to) found[found.length - 1] = { from: last.from, to }
  }
  return found
}
