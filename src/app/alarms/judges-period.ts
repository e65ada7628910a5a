/** What puts the report of the month or the target of the year at risk: judged once a day. */

import { foldCoverage, judgeCoverage, judgeTarget } from '../../alarms/conditions/period.ts'
import { coveredMs, floorEdge, type Instant, instant, monthAt, monthsAfter, periodSpan, span, valueAt } from '../../domain/index.ts'
import { systemContext } from '../context.ts'
import { readChunks } from '../history/read-series.ts'
import { type Judge, limitOf, pointsOf } from './rule-context.ts'

/** Points with a role in figures. A point without any data this month lacks all of it. */
export const judgeMonthCoverage: Judge = async (rule, context) => {
  const { campus, buckets, now } = context
  const month = monthAt(campus.timezone, now)
  const whole = periodSpan(campus.timezone, month)
  const today = floorEdge(campus.timezone, '1d', now)
  if (whole === null || today <= whole.from) return []
  const points = pointsOf(rule, context, (p) => valueAt(p.role, now) !== null && context.latest.has(p.id))
  const covered = new Map<string, number>()
  for await (const chunk of readChunks(buckets, points, { step: '1d', span: span(whole.from, today) }))
    for (const [id, rows] of chunk)
      covered.set(
        id,
        rows.reduce((sum, row) => sum + coveredMs(row), 0),
      )
  const full = today - whole.from
  const least = limitOf(rule, 'least')
  return foldCoverage(
    points.map(({ id }) => judgeCoverage({ point: id, month, span: whole, missing: full - (covered.get(id) ?? 0) }, least)),
  )
}

/** By the months of the year that are over. */
export const judgeYearTargets: Judge = async (rule, { campus, now, reporting }) => {
  const last = monthsAfter(monthAt(campus.timezone, now), -1)
  const period = `${last.slice(0, 4)}-01/${last}`
  const document = await reporting.document(systemContext('alarms', now), { period, boundary: null })
  if ('unknown' in document) return []
  return document.targets.map(({ id, boundary, unit, due, value, met, from }) =>
    judgeTarget({ figure: id, boundary, unit, period, since: sinceOf(from, now), due, value, met }, limitOf(rule, 'over')),
  )
}

const sinceOf = (from: string, now: number): Instant => instant(Math.min(now, Date.parse(from.slice(0, 10))))
