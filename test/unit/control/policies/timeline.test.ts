import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyTimeline } from '../../../../src/control/policies/timeline.ts'
import type { CampusTime } from '../../../../src/control/policies/timed-span.ts'
import {
  type ControlPolicy,
  type DayType,
  DAY,
  dayStart,
  formatIn,
  HOUR,
  calendarOf,
  span,
  valueText,
} from '../../../../src/domain/index.ts'
import { planOf, actuatorOf, type PolicyWish, windowsOf, type Windows } from '../../../support/fixtures/control-plans.ts'
import { nearChange, wallClock } from '../../../support/fixtures/wall-clock.ts'

const policy = (wish: PolicyWish): ControlPolicy => planOf([actuatorOf('a')], [wish]).policies[0] as ControlPolicy
const timeOf = (zone: string, more: Partial<CampusTime> = {}): CampusTime => ({
  zone,
  calendar: calendarOf('CN'),
  location: null,
  seasons: {},
  tariffs: [],
  ...more,
})
const plan = (workday: Windows, weekend: Windows = {}, holiday: Windows | null = null): PolicyWish => ({
  id: 'p',
  kind: 'schedule',
  plan: { workday: windowsOf(workday), weekend: windowsOf(weekend), holiday: windowsOf(holiday ?? weekend) },
  otherwise: false,
})

/** `03-02 07:30 on` for each span of the days. */
function edges(wish: PolicyWish, time: CampusTime, from: string, days: number): readonly string[] {
  const start = dayStart(time.zone, from)
  const spans = policyTimeline(policy(wish), time, span(start, start + days * DAY))
  expect(spans[0]?.from).toBe(start)
  for (const [i, s] of spans.entries()) if (i > 0) expect(s.from).toBe(spans[i - 1]?.to)
  return spans.map(
    (s) =>
      `${formatIn(time.zone, s.from).slice(5, 16).replace('T', ' ')} ${typeof s.value === 'symbol' || s.value === null ? '-' : valueText(s.value)}`,
  )
}

describe('a weekly plan', () => {
  it('follows the calendar: holidays by their own windows or the weekend, make-up days as workdays', () => {
    const time = timeOf('Asia/Shanghai')
    expect(edges(plan({ '07:30-19:00': true }, { '09:00-12:00': true }, {}), time, '2026-10-06', 6)).toEqual([
      '10-06 00:00 off',
      '10-08 07:30 on',
      '10-08 19:00 off',
      '10-09 07:30 on',
      '10-09 19:00 off',
      '10-10 07:30 on',
      '10-10 19:00 off',
      '10-11 09:00 on',
      '10-11 12:00 off',
    ]) // prettier-ignore
    expect(edges(plan({}, { '09:00-12:00': true }), time, '2026-10-01', 1)).toEqual([
      '10-01 00:00 off',
      '10-01 09:00 on',
      '10-01 12:00 off',
    ])
  })

  it('counts a window over midnight to the day on which it begins', () => {
    const late = plan({ '22:00-02:00': true })
    // Thursday to Monday: nothing on Monday morning, Friday's window ends on Saturday.
    expect(edges(late, timeOf('UTC'), '2026-06-04', 5)).toEqual([
      '06-04 00:00 on',
      '06-04 02:00 off',
      '06-04 22:00 on',
      '06-05 02:00 off',
      '06-05 22:00 on',
      '06-06 02:00 off',
      '06-08 22:00 on',
    ]) // prettier-ignore
  })

  it('lets the windows of the next day cut one that goes over midnight', () => {
    const cut = plan({ '22:00-06:00': true, '06:00-08:00': 50 }, { '00:00-24:00': false })
    expect(edges(cut, timeOf('UTC'), '2026-06-05', 2).slice(-2)).toEqual(['06-05 22:00 on', '06-06 00:00 off'])
  })

  it('goes on with a window over midnight behind a shorter one of the next day', () => {
    const long = plan({ '22:00-02:00': true }, { '00:30-01:00': 50 })
    const found = edges(long, timeOf('UTC'), '2026-06-05', 2).slice(-4)
    expect(found).toEqual(['06-05 22:00 on', '06-06 00:30 50', '06-06 01:00 on', '06-06 02:00 off'])
  })

  it('begins a window whose local time clocks skip when they have moved on, and once where a time comes twice', () => {
    const early = plan({}, { '02:30-04:00': true })
    expect(edges(early, timeOf('Europe/Berlin'), '2026-03-29', 1).slice(0, 3)).toEqual([
      '03-29 00:00 off',
      '03-29 03:00 on',
      '03-29 04:00 off',
    ])
    const berlin = timeOf('Europe/Berlin')
    const start = dayStart('Europe/Berlin', '2026-10-25')
    const spans = policyTimeline(policy(plan({}, { '01:00-05:00': true })), berlin, span(start, start + 25 * HOUR))
    expect(spans.map((s) => (s.to - s.from) / HOUR)).toEqual([1, 5, 19])
  })

  it('has at each instant the value that the local clock gives, in any zone', () => {
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/Santiago',
    )
    const hour = fc.integer({ min: 0, max: 23 })
    fc.assert(
      fc.property(zone, hour, hour, fc.integer({ min: 0, max: 700 }), (name, a, b, day) => {
        fc.pre(a !== b)
        const two = (n: number): string => String(n).padStart(2, '0')
        const time = timeOf(name, { calendar: calendarOf(null) })
        const from = Date.UTC(2026, 0, 1 + day)
        const spans = policyTimeline(policy(plan({ [`${two(a)}:00-${two(b)}:00`]: true })), time, span(from, from + 2 * DAY))
        for (let at = from; at < from + 2 * DAY; at += 20 * 60_000) {
          if (nearChange(name, at, 27)) continue
          const found = spans.find((s) => s.from <= at && at < s.to)?.value
          expect(found, new Date(at).toISOString()).toBe(expected(name, at, a * 60, b * 60))
        }
      }),
      { numRuns: 40 },
    )
  })
})

const isWorkday = (date: string): boolean => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - DAY).toISOString().slice(0, 10)

function expected(zone: string, at: number, from: number, to: number): boolean {
  const { date, minute } = wallClock(zone, at)
  if (from < to) return isWorkday(date) && minute >= from && minute < to
  return (isWorkday(date) && minute >= from) || (isWorkday(dayBefore(date)) && minute < to)
}

describe('time slots', () => {
  const dim: PolicyWish = { id: 'p', kind: 'slots', slots: { '06:30': 100, '09:30': 40, '22:00': 15 } }

  it('hold until the next one, the last over midnight', () => {
    expect(edges(dim, timeOf('Asia/Shanghai'), '2026-03-02', 1)).toEqual([
      '03-02 00:00 15',
      '03-02 06:30 100',
      '03-02 09:30 40',
      '03-02 22:00 15',
    ])
  })

  it('have no opinion on days and in seasons in which they are not in force', () => {
    const days: readonly DayType[] = ['workday']
    expect(edges({ ...dim, days }, timeOf('Asia/Shanghai'), '2026-03-06', 2)).toEqual([
      '03-06 00:00 15',
      '03-06 06:30 100',
      '03-06 09:30 40',
      '03-06 22:00 15',
      '03-07 00:00 -',
    ]) // prettier-ignore
    const winter = { seasons: { winter: [span(dayStart('UTC', '2026-03-02') + 12 * HOUR, dayStart('UTC', '2026-03-03'))] } }
    expect(edges({ ...dim, season: 'winter' }, timeOf('UTC', winter), '2026-03-02', 2)).toEqual([
      '03-02 00:00 -',
      '03-02 12:00 40',
      '03-02 22:00 15',
      '03-03 00:00 -',
    ])
  })

  it('do not go back to the slot before where a local time comes twice', () => {
    expect(edges({ id: 'p', kind: 'slots', slots: { '00:30': 1, '02:30': 2 } }, timeOf('Europe/Berlin'), '2026-10-25', 1)).toEqual([
      '10-25 00:00 2',
      '10-25 00:30 1',
      '10-25 02:30 2',
    ]) // prettier-ignore
  })
})

describe('a season', () => {
  it('is its dated windows, and the other value outside', () => {
    const seasons = { heating: [span(dayStart('UTC', '2026-11-15'), dayStart('UTC', '2027-03-16'))] }
    const wish: PolicyWish = { id: 'p', kind: 'season', name: 'heating', value: true, otherwise: false }
    expect(edges(wish, timeOf('UTC', { seasons }), '2026-11-14', 3)).toEqual(['11-14 00:00 off', '11-15 00:00 on'])
  })
})

describe('the sun', () => {
  const at = (latitude: number, longitude: number) => ({ location: { latitude, longitude } })
  const sun = (from: Sun, to: Sun): PolicyWish => ({
    id: 'p',
    kind: 'sun',
    from,
    to,
    text: 'sunset to sunrise',
    value: true,
    otherwise: false,
  })
  type Sun = Extract<ControlPolicy, { kind: 'sun' }>['from']
  const [sunset, sunrise]: [Sun, Sun] = [
    { event: 'sunset', offset: 0 },
    { event: 'sunrise', offset: 0 },
  ]
  const clock = (hour: number): Sun => ({ event: 'clock', offset: hour * HOUR })

  it('gives windows from sunset to sunrise with their offsets', () => {
    const beijing = timeOf('Asia/Shanghai', at(40.05, 116.31))
    expect(edges(sun({ ...sunset, offset: -10 * 60_000 }, { ...sunrise, offset: 5 * 60_000 }), beijing, '2026-06-21', 1)).toEqual([
      '06-21 00:00 on',
      '06-21 04:51 off',
      '06-21 19:37 on',
    ]) // prettier-ignore
  })

  it('keeps lamps on all through a polar night and off all through a polar day', () => {
    const tromso = timeOf('Europe/Oslo', at(69.65, 18.96))
    expect(edges(sun(sunset, sunrise), tromso, '2026-12-10', 20)).toEqual(['12-10 00:00 on'])
    expect(edges(sun(sunset, sunrise), tromso, '2026-06-10', 20)).toEqual(['06-10 00:00 off'])
    expect(edges(sun(sunrise, sunset), tromso, '2026-06-10', 20)).toEqual(['06-10 00:00 on'])
    // The sun is down all day: the evening begins at noon.
    expect(edges(sun(sunset, clock(23)), tromso, '2026-12-10', 1)).toEqual(['12-10 00:00 off', '12-10 12:00 on', '12-10 23:00 off'])
  })

  it('ends an evening at a clock time, and leaves it out where the sun sets after it', () => {
    const beijing = timeOf('Asia/Shanghai', at(40.05, 116.31))
    expect(edges(sun(sunset, clock(23)), beijing, '2026-12-21', 1)).toEqual(['12-21 00:00 off', '12-21 16:52 on', '12-21 23:00 off'])
    expect(edges(sun(sunset, clock(18)), beijing, '2026-06-21', 1)).toEqual(['06-21 00:00 off'])
    expect(edges(sun(clock(5), sunrise), beijing, '2026-12-21', 1)).toEqual(['12-21 00:00 off', '12-21 05:00 on', '12-21 07:33 off'])
    expect(edges(sun(clock(5), sunrise), beijing, '2026-06-21', 1)).toEqual(['06-21 00:00 off'])
  })

  it('has spans without gaps and of both values in order at any place and on any day', () => {
    const place = fc.record({
      latitude: fc.double({ min: -89, max: 89, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 3000 }), fc.integer({ min: -60, max: 60 }), (location, day, offset) => {
        const from = Date.UTC(2024, 0, 1 + day)
        const spans = policyTimeline(
          policy(sun({ ...sunset, offset: offset * 60_000 }, sunrise)),
          timeOf('UTC', { location }),
          span(from, from + 3 * DAY),
        )
        expect(spans[0]?.from).toBe(from)
        expect(spans.at(-1)?.to).toBe(from + 3 * DAY)
        for (const [i, s] of spans.entries()) {
          expect(s.to).toBeGreaterThan(s.from)
          if (i > 0) expect(s.from).toBe(spans[i - 1]?.to)
        }
      }),
    )
  })
})

describe('a policy that goes by readings', () => {
  it('leaves its spans to the newest reading', () => {
    const wish: PolicyWish = {
      id: 'p',
      kind: 'occupancy',
      holdOff: 60_000,
      value: true,
      otherwise: false,
      stale: { after: HOUR, value: null },
    }
    const spans = policyTimeline(policy(wish), timeOf('UTC'), span(0, DAY))
    expect(spans).toHaveLength(1)
    expect(typeof spans[0]?.value).toBe('symbol')
  })
})
