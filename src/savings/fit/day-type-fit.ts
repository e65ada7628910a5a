/** Day-type match on plain series: the baseline of each day of the reporting period, and the interval of their sum. */

import { matchDay, type DayMatch, type TypedDay } from '../methods/simple/day-type.ts'
import { effectivePoints } from '../methods/statistics/fit-statistics.ts'
import { studentQuantile } from '../methods/statistics/student-t.ts'
import { disqualify, finding, valueFindings } from './findings.ts'
import { type FitRequest, type ModelOutcome, NO_PARAMETERS } from './fit-request.ts'
import { meterDays, typedDays } from './observations.ts'
import { reportingSufficiency, shareSufficiency } from './sufficiency.ts'

interface MatchedDay {
  readonly day: TypedDay
  readonly match: DayMatch
}

function matchDays(baseline: readonly TypedDay[], days: readonly TypedDay[]): MatchedDay[] {
  return days.flatMap((day) => {
    const match = matchDay(baseline, day)
    return match === null ? [] : [{ day, match }]
  })
}

export function fitDayType({ meter, zone, calendar, baseline, reporting }: FitRequest): ModelOutcome {
  const before = typedDays(meterDays(meter, baseline, zone), zone, calendar)
  const after = typedDays(meterDays(meter, reporting, zone), zone, calendar)
  const own = matchDays(before, before)
  const matched = matchDays(before, after)
  const left = after.length - matched.length
  const findings = [
    ...shareSufficiency(baseline, before.length),
    ...reportingSufficiency(reporting, after.length),
    ...valueFindings(before.map((d) => d.use)),
    ...(left > 0 ? [finding('days-not-matched', { days: left })] : []),
    ...(matched.length === 0 && after.length > 0 && before.length > 0 ? [disqualify('no-model')] : []),
  ]
  const claim = {
    observed: matched.reduce((sum, m) => sum + m.day.use, 0),
    counterfactual: matched.reduce((sum, m) => sum + m.match.mean, 0),
    points: matched.length,
  }
  return {
    parameters: NO_PARAMETERS,
    observed: own.map((m) => m.day.use),
    modelled: own.map((m) => m.match.mean),
    slopes: new Set(before.map((d) => d.type)).size - 1,
    reporting: claim,
    interval: (fit) => matchBand(matched, fit.n, fit.n / effectivePoints(fit)),
    findings,
  }
}

/**
 * Each day errs by the scatter of its like days, and all days of a type by the error of their mean: sqrt(N) sd and N sd / sqrt(n), added as squares over
 * the types; days that follow each other alike (`inflation` = n / n') carry less.
 */
function matchBand(matched: readonly MatchedDay[], points: number, inflation: number): number | null {
  if (matched.length === 0) return null
  const own = matched.reduce((sum, { match }) => sum + match.deviation ** 2, 0)
  const shared = new Map<string, number>()
  for (const { day, match } of matched) shared.set(day.type, (shared.get(day.type) ?? 0) + match.deviation / Math.sqrt(match.days))
  const means = [...shared.values()].reduce((sum, part) => sum + part ** 2, 0)
  return studentQuantile(0.95, Math.max(1, points - 1)) * Math.sqrt((own + means) * Math.max(1, inflation))
}
