/**
 * The site check: what the measures of a site save together, held against what its main meters saved by a model of weather (IPMVP option C, CalTRACK 2.0
 * daily). The sum of the measures lies inside the 90 % interval of the whole site, or it does not and a finding says so.
 */

import {
  arithmeticOf,
  type Bucket,
  calendarOf,
  type Campus,
  coveredMs,
  DAY,
  dayStart,
  halfWidth90,
  type Instant,
  instant,
  meanOf,
  MWH_PER_KWH,
  type Point,
  type Saving,
  type SavingMessage,
  type SavingMonth,
  type Span,
  span,
  valueAt,
} from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { Buckets, Clock } from '../../ports/index.ts'
import type { FitResult } from '../fit/fit-request.ts'
import { fitSavings } from '../fit/fit-savings.ts'
import type { SeriesRow } from '../fit/series.ts'

export interface SiteCheck {
  readonly site: string
  readonly measures: readonly string[]
  /** From the first day of control in the period up to what is rolled up; null: nothing to check. */
  readonly within: Span | null
  /** kWh that the measures claim together, and the half-width of their 90 % interval. */
  readonly claimed: number | null
  readonly claimedInterval: number | null
  /** kWh that the main meters saved, and the half-width of the 90 % interval of the model. */
  readonly building: number | null
  readonly buildingInterval: number | null
  readonly verdict: 'inside' | 'outside' | 'unchecked'
  /** Why it is unchecked, or what disagrees; null: inside. */
  readonly reason: SavingMessage | null
}

export interface SiteCheckParts {
  readonly campus: () => Campus
  readonly buckets: Pick<Buckets, 'read'>
  readonly clock: Pick<Clock, 'now'>
}

const MAIN_METER = 'main-meter'
const THERMOMETER = 'outdoor-temperature'
/** Of a baseline of CalTRACK 2.0 (2.2.1.1). */
const YEAR = 365 * DAY
/** Share of the claims that a comparison needs: what is not claimed is missing in the sum, not in the meter. */
const CLAIMED = 0.9

/** A check for each site with measures. `savings`: claims of the same span. */
export async function checkSites(parts: SiteCheckParts, within: Span, savings: readonly Saving[]): Promise<readonly SiteCheck[]> {
  const checks: SiteCheck[] = []
  for (const { id } of parts.campus().sites) {
    const own = savings.filter((s) => s.loads.some((load) => load.place.site === id))
    if (own.length > 0) checks.push(await checkSite(parts, { site: id, within, savings: own }))
  }
  return checks
}

interface Site {
  readonly site: string
  readonly within: Span
  readonly savings: readonly Saving[]
}

async function checkSite(parts: SiteCheckParts, { site, within, savings }: Site): Promise<SiteCheck> {
  const { campus, clock } = parts
  const at = campus()
  const measures = savings.map((s) => s.measure.id)
  const starts = savings.flatMap(({ measure: { from } }) => (from === null ? [] : [dayStart(at.timezone, from)]))
  const none = { site, measures, within: null, claimed: null, claimedInterval: null, building: null, buildingInterval: null }
  const refuse = (code: SavingMessage['code'], values: SavingMessage['values'] = {}): SiteCheck => ({
    ...none,
    verdict: 'unchecked',
    reason: { code, values: { site, ...values } },
  })
  if (starts.length < savings.length) return refuse('site-no-start')
  const start = Math.min(...starts)
  const reporting = span(Math.max(start, within.from), Math.min(within.to, clock.now()))
  if (reporting.to <= reporting.from) return refuse('site-no-time')
  const [meters, thermometer] = [metersOf(at, site, reporting.from), thermometerOf(at, site, reporting.from)]
  if (meters.length === 0) return refuse('site-no-meter', { role: MAIN_METER })
  if (thermometer === null) return refuse('site-no-thermometer', { role: THERMOMETER })
  const sum = sumClaims(site, savings)
  if (sum.covered < CLAIMED) return refuse('site-claims-missing', { percent: 100 * sum.covered })
  const baseline = span(start - YEAR, start)
  const series = await readSeries(parts, { meters, thermometer, within: span(baseline.from, reporting.to) })
  return judge(
    { ...none, within: reporting, claimed: sum.saving, claimedInterval: sum.interval },
    fitOf(at, series, { baseline, reporting }),
  )
}

/** Registers of the role, those below another left out. */
function metersOf({ points }: Campus, site: string, at: Instant): readonly Point[] {
  const all = points.filter(
    (p) => p.place.site === site && p.quantity === 'energy' && arithmeticOf(p.kind) === 'register' && valueAt(p.role, at) === MAIN_METER,
  )
  const ids = new Set(all.map((p) => p.id))
  return all.filter((p) => !ids.has(valueAt(p.parent, at) ?? ''))
}

function thermometerOf({ points }: Campus, site: string, at: Instant): Point | null {
  const all = points.filter((p) => p.quantity === 'temperature' && valueAt(p.role, at) === THERMOMETER)
  return all.find((p) => p.place.site === site) ?? all[0] ?? null
}

interface ClaimSum {
  readonly saving: number
  readonly interval: number | null
  /** Share of the time of all loads that is claimed. */
  readonly covered: number
}

function sumClaims(site: string, savings: readonly Saving[]): ClaimSum {
  const months = savings.flatMap((s) => s.loads.filter((l) => l.place.site === site).flatMap((l) => l.months))
  const lengthOf = (all: readonly SavingMonth[]): number => all.reduce((sum, m) => sum + (m.span.to - m.span.from), 0)
  const claims = months.flatMap((m) => m.claim ?? [])
  const isSound = claims.every((c) => !c.meterOnly && c.unsure === null)
  return {
    saving: claims.reduce((sum, c) => sum + c.counterfactual - c.metered, 0) / MWH_PER_KWH,
    interval: isSound ? halfWidth90(claims.flatMap((c) => c.uncertain)) / MWH_PER_KWH : null,
    covered: months.length === 0 ? 0 : lengthOf(months.filter((m) => m.claim !== null)) / lengthOf(months),
  }
}

interface Wanted {
  readonly meters: readonly Point[]
  readonly thermometer: Point
  readonly within: Span
}

interface Series {
  readonly meter: readonly SeriesRow[]
  readonly temperature: readonly SeriesRow[]
}

/** Days that one of the meters does not know wholly are missing. */
async function readSeries({ buckets }: SiteCheckParts, { meters, thermometer, within }: Wanted): Promise<Series> {
  const days = await buckets.read({ step: '1d', span: within, points: meters.map((p) => p.id) })
  const hours = await buckets.read({ step: '1h', span: within, points: [thermometer.id] })
  const byDay = groupBy(days, (b) => b.start)
  const isWhole = (b: Bucket): boolean => coveredMs(b) >= b.end - b.start
  const meter = [...byDay].map(([time, rows]): SeriesRow => {
    const whole = rows.length === meters.length && rows.every(isWhole)
    return { time, value: whole ? rows.reduce((sum, b) => sum + b.total, 0) / MWH_PER_KWH : null }
  })
  const temperature = hours.map((b): SeriesRow => ({ time: b.start, value: meanOf(b) }))
  return { meter: closed(meter), temperature }
}

/** The last row tells where the one before it ends. */
function closed(rows: readonly SeriesRow[]): readonly SeriesRow[] {
  const last = rows.at(-1)
  return last === undefined ? rows : [...rows, { time: instant(last.time + DAY), value: null }]
}

function fitOf(campus: Campus, series: Series, spans: { readonly baseline: Span; readonly reporting: Span }): FitResult {
  return fitSavings({
    ...series,
    ...spans,
    model: 'caltrack-daily',
    unit: 'C',
    fuel: 'electricity',
    zone: campus.timezone,
    calendar: calendarOf(campus.calendar, campus.calendars),
    force: false,
  })
}

function judge(frame: Omit<SiteCheck, 'verdict' | 'reason'>, { saving, interval90, findings }: FitResult): SiteCheck {
  const { site, claimed } = frame
  const cause = findings.find((f) => f.disqualifies)?.code ?? 'no-interval'
  if (saving === null || interval90 === null || claimed === null)
    return { ...frame, verdict: 'unchecked', reason: { code: 'site-not-fitted', values: { site, cause } } }
  const found = { ...frame, building: saving, buildingInterval: interval90 }
  if (Math.abs(claimed - saving) <= interval90) return { ...found, verdict: 'inside', reason: null }
  const values = { site, claimed, building: saving, interval: interval90 }
  return { ...found, verdict: 'outside', reason: { code: 'site-disagrees', values } }
}
