import { describe, expect, it } from 'vitest'
import { preview } from '../../../src/control/preview.ts'
import { indexPlan } from '../../../src/control/plan-index.ts'
import { calendarOf, formatIn, parseInstant, span } from '../../../src/domain/index.ts'
import { campus, faultTexts, type Given, loaded } from './campus-file.ts'

const ROOMS = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:1',
  'LOCATION:Room 7',
  'DTSTART;TZID=Asia/Shanghai:20260302T090000',
  'DTEND;TZID=Asia/Shanghai:20260302T103000',
  'RRULE:FREQ=WEEKLY',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:2',
  'LOCATION:Room 7',
  'DTSTART:20260302T023000Z',
  'DTEND:20260302T040000Z',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:3',
  'LOCATION:Hall',
  'DTSTART:20260302T100000Z',
  'DTEND:20260302T110000Z',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\n')

const TARIFFS = [
  'tariffs:',
  '  - id: grid',
  '    carrier: electricity',
  '    currency: CNY',
  '    publisher: grid',
  '    document: list',
  '    prices:',
  '      - { name: peak, price: 1.2, days: [workday], hours: ["08:00-11:00", "18:00-21:00"] }',
  '      - { name: valley, price: 0.3, hours: ["23:00-07:00"] }',
  '      - { name: flat, price: 0.7 }',
]

const file = (policy: string, ...more: readonly string[]): string =>
  campus(
    'points:',
    '  - { id: main/power, quantity: power, from: [{ source: native, device: main, field: power }] }',
    '  - { id: lab/t, quantity: temperature, from: [{ source: native, device: t, field: temperature }] }',
    'actuators:',
    '  - { id: lab/ac, command: { source: native, device: ac, channel: switch }, fail_safe: { by: none } }',
    'policies:',
    `  - { id: p, actuators: [lab/ac], ${policy} }`,
    ...more,
  )

/** `03-02 09:00 on` for each span of the preview. */
function timeline(text: string, from: string, to: string, given: Given = {}): string[] {
  const { control, campus: own, seasons } = loaded(text, given)
  const zone = own.timezone
  const index = indexPlan(control, {
    zone,
    calendar: calendarOf(own.calendar, own.calendars),
    location: own.location,
    seasons,
    tariffs: own.accounting?.tariffs ?? [],
  })
  const at = (date: string): number => parseInstant(date, zone) ?? 0
  return preview(index, new Map(), span(at(from), at(to))).map(
    (s) => `${formatIn(zone, s.from).slice(5, 16).replace('T', ' ')} ${s.value ?? '-'}`,
  )
}

const BOOKED = 'kind: bookings, bookings: rooms.ics, room: room 7, before: 15m, value: "on", else: "off"'
const rooms = (text = ROOMS): Given => ({ includes: { 'rooms.ics': text } })

describe('a policy of bookings', () => {
  it('has the value while its room is booked and before, bookings that meet as one, recurring ones in any week', () => {
    expect(timeline(file(BOOKED), '2026-03-02', '2026-03-03', rooms())).toEqual(['03-02 00:00 off', '03-02 08:45 on', '03-02 12:00 off'])
    expect(timeline(file(BOOKED), '2027-05-31', '2027-06-01', rooms())).toEqual(['05-31 00:00 off', '05-31 08:45 on', '05-31 10:30 off'])
  })

  it('names the line of the iCalendar file that is wrong, a file that is missing, and a room that nothing is booked for', () => {
    expect(faultTexts(file(BOOKED), rooms(ROOMS.replace('20260302T100000Z', 'soon')))[0]).toContain('rooms.ics:18')
    expect(faultTexts(file(BOOKED))[0]).toContain('there is no file "rooms.ics"')
    expect(faultTexts(file(BOOKED.replace('room 7', 'room 8')), rooms())[0]).toContain('no booking is for "room 8"')
  })
})

describe('a policy of tariff hours', () => {
  it('holds while a price holds that no earlier price of the list takes, by the day types of the calendar', () => {
    const peak = file('kind: price, price: peak, value: "off", else: "on"', ...TARIFFS)
    const days = timeline(peak, '2026-03-06', '2026-03-08')
    expect(days).toEqual(['03-06 00:00 on', '03-06 08:00 off', '03-06 11:00 on', '03-06 18:00 off', '03-06 21:00 on'])
  })

  it('restricts any policy to the hours of its prices, windows over midnight too', () => {
    const night = file('kind: slots, price: valley, slots: { "00:00": "on" }', ...TARIFFS)
    expect(timeline(night, '2026-03-06', '2026-03-07')).toEqual(['03-06 00:00 on', '03-06 07:00 -', '03-06 23:00 on'])
  })

  it('names prices and sites that are not there', () => {
    expect(faultTexts(file('kind: price, price: peek, value: "off"', ...TARIFFS))[0]).toContain('no tariff has a price "peek"')
    expect(faultTexts(file('kind: price, price: peak, value: "off"'))[0]).toContain('there is no tariff of electricity')
    expect(faultTexts(file('kind: price, price: peak, site: moon, value: "off"', ...TARIFFS))[0]).toContain('there is no site "moon"')
  })
})

describe('a limit for the mean of the running interval', () => {
  it('takes a power and an interval of demand', () => {
    const policy = loaded(file('kind: limit, point: main/power, mean: 15m, above: 400000, value: "off"')).control.policies[0]
    expect(policy).toMatchObject({ kind: 'limit', mean: 900_000, above: 400_000 })
    expect(faultTexts(file('kind: limit, point: lab/t, mean: 15m, above: 4, value: "off"'))[0]).toContain('"lab/t" is temperature')
    expect(faultTexts(file('kind: limit, point: main/power, mean: 7m, above: 4, value: "off"'))).toHaveLength(1)
  })
})

const DAYS = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:1',
  'SUMMARY:Plant closed',
  'DTSTART;VALUE=DATE:20260330',
  'DTEND;VALUE=DATE:20260401',
  'RRULE:FREQ=YEARLY;COUNT=3',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:2',
  'SUMMARY:春节（班）',
  'DTSTART;VALUE=DATE:20260404',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\n')

describe('a holiday calendar from an iCalendar file', () => {
  const given: Given = { includes: { 'days.ics': DAYS } }
  const withCalendar = (calendar: string): string =>
    file('kind: slots, slots: { "00:00": "on" }').replace('Asia/Shanghai }', `Asia/Shanghai, calendar: ${calendar} }`)
  const calendarIn = (calendar: string) => {
    const { campus: own } = loaded(withCalendar(calendar), given)
    return calendarOf(own.calendar, own.calendars)
  }

  it('alone has its all-day events as holidays, with make-up days as workdays', () => {
    const own = calendarIn('days.ics')
    expect(['2026-03-30', '2026-03-31', '2026-04-01', '2026-04-04', '2028-03-30'].map((day) => own.typeOf(day))).toEqual([
      'holiday',
      'holiday',
      'workday',
      'workday',
      'holiday',
    ])
    expect([2025, 2026, 2028].map((year) => own.knows(year))).toEqual([false, true, true])
  })

  it('in a list overrides the calendar before it and leaves its years as they are known', () => {
    const own = calendarIn('[CN, days.ics]')
    expect(['2026-10-01', '2026-03-30', '2028-03-31'].map((day) => own.typeOf(day))).toEqual(['holiday', 'holiday', 'holiday'])
    expect([2026, 2028].map((year) => own.knows(year))).toEqual([true, false])
  })

  it('names the faulty line', () => {
    expect(faultTexts(withCalendar('days.ics'), { includes: { 'days.ics': DAYS.replace('20260330', '2026-03-30') } })[0]).toContain(
      'days.ics:5',
    )
  })
})
