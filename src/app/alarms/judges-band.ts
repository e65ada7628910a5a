/** Load outside working hours against its typical band: judged every hour. */

import { type BandHour, foldIntoParts, judgeNightLoad } from '../../alarms/conditions/nights.ts'
import { calendarOf, DAY, floorEdge, HOUR, instant, localDate, type Point, span, valueAt } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import { clockSlot } from '../../expected/profile-day.ts'
import { readExpected } from '../history/expected-days.ts'
import { type Judge, limitOf, parentsAt, pointsOf, type RuleContext } from './rule-context.ts'

const NIGHT_BEGINS = 22
const NIGHT_ENDS = 6

/** Meters of a whole building or site: their parts are looked at by findings. */
function isMain(point: Point, { now }: RuleContext): boolean {
  return point.kind === 'counter' && point.quantity === 'energy' && valueAt(point.role, now) === 'main-meter'
}

export const judgeNightLoads: Judge = async (rule, context) => {
  const { campus, buckets, now, pause } = context
  const points = pointsOf(rule, context, (p) => isMain(p, context))
  const until = floorEdge(campus.timezone, '1h', now)
  const within = span(until - DAY, until)
  const calendar = calendarOf(campus.calendar, campus.calendars)
  const found = []
  for (const site of groupBy(points, (p) => p.place.site).values()) {
    const expected = await readExpected({ campus, buckets, pause }, site, { step: '1h', span: within })
    for (const point of site) {
      const days = expected.get(point.id) ?? []
      const hours: BandHour[] = []
      for (let at = within.from as number; at < until; at += HOUR) {
        const time = instant(at)
        const date = localDate(campus.timezone, time)
        const day = days.find((d) => d.day.date === date)
        const hour = clockSlot(campus.timezone, time, HOUR)
        const isOff = hour >= NIGHT_BEGINS || hour < NIGHT_ENDS || calendar.typeOf(date) !== 'workday'
        hours.push({ time, value: day?.day.values[hour] ?? Number.NaN, high: day?.high[hour] ?? Number.NaN, isOff })
      }
      found.push(judgeNightLoad(point.id, 'kW', hours, limitOf(rule, 'excess')))
    }
  }
  return foldIntoParts(found, parentsAt(campus, now))
}
