/** The calendar of the campus, and the mean outdoor temperature of its days. */

import { calendarOf, type Campus, type Instant, localDate, meanOf, type Point, type Span, valueAt } from '../../domain/index.ts'
import type { DayContext } from '../../expected/profile-day.ts'
import type { Buckets } from '../../ports/index.ts'

export const OUTDOOR_ROLE = 'outdoor-temperature'

/** The outdoor thermometer of the site, else any of the campus. */
export function thermometerOf(campus: Campus, site: string, at: Instant): Point | null {
  const all = campus.points.filter((p) => p.quantity === 'temperature' && valueAt(p.role, at) === OUTDOOR_ROLE)
  return all.find((p) => p.place.site === site) ?? all[0] ?? null
}

/** Without a thermometer every temperature is NaN. */
export async function readDayContext(
  campus: Campus,
  buckets: Pick<Buckets, 'read'>,
  { site, span }: { readonly site: string; readonly span: Span },
): Promise<DayContext> {
  const { timezone: zone, calendar, calendars } = campus
  const thermometer = thermometerOf(campus, site, span.to)
  const rows = thermometer === null ? [] : await buckets.read({ step: '1d', span, points: [thermometer.id] })
  const means = new Map(rows.map((row) => [localDate(zone, row.start), meanOf(row) ?? Number.NaN]))
  const days = calendarOf(calendar, calendars)
  return { zone, typeOf: (date) => days.typeOf(date), temperatureOf: (date) => means.get(date) ?? Number.NaN }
}
