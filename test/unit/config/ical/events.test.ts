import { describe, expect, it } from 'vitest'
import { readCalendarEvents } from '../../../../src/config/ical/events.ts'
import { formatIn } from '../../../../src/domain/index.ts'

const calendar = (...lines: string[]): string => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT']

/** `2026-10-20T09:00+02:00 to 10:00` of all events, in the zone. */
function times(text: string, zone = 'Europe/Berlin', most = 10): string[] {
  const { events, faults } = readCalendarEvents(text, zone)
  expect(faults).toEqual([])
  const spans = events.flatMap((e) => e.occurrences).slice(0, most)
  return spans.map(({ from, to }) => `${formatIn(zone, from).replace(':00+', '+')} to ${formatIn(zone, to).slice(11, 16)}`)
}
const faultsOf = (text: string): string[] =>
  readCalendarEvents(text, 'Europe/Berlin').faults.map((f) => `${f.line} ${f.name}: ${f.message}`)

describe('the events of an iCalendar file', () => {
  it('keep their wall clock over a change of clocks, and a rule ends with the occurrence that UNTIL names in UTC', () => {
    const weekly = [
      'DTSTART;TZID=Europe/Berlin:20261020T090000',
      'DTEND;TZID=Europe/Berlin:20261020T100000',
      'RRULE:FREQ=WEEKLY;UNTIL=20261103T080000Z',
    ]
    expect(times(calendar(...event(...weekly)))).toEqual([
      '2026-10-20T09:00+02:00 to 10:00',
      '2026-10-27T09:00+01:00 to 10:00',
      '2026-11-03T09:00+01:00 to 10:00',
    ])
  })

  it('leave out exceptions, in UTC or local time, and cancelled occurrences, and move moved ones', () => {
    const text = calendar(
      ...event(
        'DTSTART;TZID=Europe/Berlin:20260601T090000',
        'DURATION:PT30M',
        'RRULE:FREQ=DAILY;COUNT=6',
        'EXDATE:20260602T070000Z',
        'EXDATE;TZID=Europe/Berlin:20260603T090000',
      ),
      ...event('RECURRENCE-ID;TZID=Europe/Berlin:20260604T090000', 'DTSTART;TZID=Europe/Berlin:20260604T140000', 'DURATION:PT1H'),
      ...event('RECURRENCE-ID:20260605T070000Z', 'DTSTART:20260605T070000Z', 'STATUS:CANCELLED'),
    )
    expect(times(text)).toEqual(['2026-06-01T09:00+02:00 to 09:30', '2026-06-04T14:00+02:00 to 15:00', '2026-06-06T09:00+02:00 to 09:30'])
  })

  it('go by UTC, by the zone of the campus without one, and by the VTIMEZONE of the file for names that IANA does not have', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:China Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T000000',
      'TZOFFSETFROM:+0800',
      'TZOFFSETTO:+0800',
      'END:STANDARD',
      'END:VTIMEZONE',
    ]
    const text = calendar(
      ...zone,
      ...event('DTSTART:20260601T070000Z', 'DTEND:20260601T080000Z'),
      ...event('DTSTART:20260602T070000', 'DTEND:20260602T080000'),
      ...event('DTSTART;TZID="China Standard Time":20260603T150000', 'DTEND;TZID="China Standard Time":20260603T160000'),
    )
    expect(times(text)).toEqual(['2026-06-01T09:00+02:00 to 10:00', '2026-06-02T07:00+02:00 to 08:00', '2026-06-03T09:00+02:00 to 10:00'])
  })

  it('that last all day are local days of the campus, the end excluded', () => {
    const { events } = readCalendarEvents(
      calendar(...event('DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227', 'RRULE:FREQ=YEARLY;COUNT=2', 'SUMMARY:Closed\\, all')),
      'Asia/Shanghai',
    )
    expect(events[0]?.summary).toBe('Closed, all')
    expect(events[0]?.occurrences.map((o) => o.days)).toEqual([
      ['2026-12-24', '2026-12-25', '2026-12-26'],
      ['2027-12-24', '2027-12-25', '2027-12-26'],
    ])
    expect(formatIn('Asia/Shanghai', events[0]?.occurrences[0]?.to ?? (0 as never))).toBe('2026-12-27T00:00:00+08:00')
  })

  it('without an end go on, and folded lines are one line', () => {
    const folded = calendar(
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART;TZID=Europe/Ber',
      ' lin:20260601T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=MONTHLY;BYDAY=-1MO',
      'END:VEVENT',
    )
    expect(times(folded, 'Europe/Berlin', 3)).toEqual([
      '2026-06-29T09:00+02:00 to 10:00',
      '2026-07-27T09:00+02:00 to 10:00',
      '2026-08-31T09:00+02:00 to 10:00',
    ])
  })

  it('that are faulty are named with their line, all of them, and the others stay', () => {
    const text = calendar(
      ...event('DTSTART:20261340T090000', 'DTEND:20260601T100000'),
      ...event('DTSTART;TZID=Mars/Olympus:20260601T090000', 'DURATION:PT1H'),
      ...event('DTSTART:20260601T090000', 'DTEND:20260601T080000'),
      ...event('DTSTART:20260601T090000', 'RRULE:FREQ=SOMETIMES'),
      ...event('SUMMARY:nothing else'),
      'no line',
      ...event('DTSTART:20260701T090000Z', 'DURATION:PT1H'),
    )
    expect(faultsOf(text).map((f) => f.replace(/: invalid.*/, ''))).toEqual([
      '28 : "no line" is no line of iCalendar',
      '6 DTSTART: "20261340T090000" is no date and no time',
      '11 DTSTART: there is no time zone "Mars/Olympus"',
      '17 DTEND: the end "20260601T080000" is before the beginning "20260601T090000"',
      '22 RRULE: "FREQ=SOMETIMES" is no recurrence rule',
      '24 VEVENT: the event has no DTSTART',
    ])
    expect(readCalendarEvents(text, 'UTC').events).toHaveLength(1)
  })

  it('of a file that is cut, or that is none, are a fault', () => {
    expect(faultsOf('<html>')).toEqual(['1 : "<html>" is no line of iCalendar', '1 : no iCalendar file'])
    expect(faultsOf('BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260601')).toEqual(['1 BEGIN: VCALENDAR has no end'])
  })

  it('beyond what is kept are a fault of their event', () => {
    const rules = Array.from({ length: 3 }, () =>
      event('DTSTART:20260101T000000Z', 'DURATION:PT1M', 'RRULE:FREQ=HOURLY;COUNT=20000'),
    ).flat()
    expect(faultsOf(calendar(...rules))).toEqual(['16 VEVENT: the file has more than 50000 occurrences'])
  })
})
