/** Every building today: its hours as a strip, its power now, its amount, and the change against the same weekday last week. */

import type { VNode } from 'preact'
import { isInPlace, today } from '../../address/context.ts'
import { addDays, weekday } from '../../address/days.ts'
import { hrefOf } from '../../address/route.ts'
import type { Now } from '../../api/types.ts'
import { campus } from '../../state/campus.ts'
import { serviceTime } from '../../state/clock.ts'
import { change } from '../../text/format.ts'
import { t } from '../../text/language.ts'
import { placeName } from '../../text/places.ts'
import { weekdayName } from '../../text/report-format.ts'
import { MissingValue } from '../../ui/states.tsx'
import { amountText } from '../amounts.ts'
import { CoverageDot, ENOUGH_MEASURED } from './kpi.tsx'
import { ratesOf } from '../spans.ts'
import { Strip } from './strip.tsx'
import { fetchUsage, type Measure, type Usage, type UsageSeries } from '../usage-api.ts'

export interface BuildingDays {
  readonly shown: Usage
  readonly before: Usage
}

/** Hours of the day, and the same hours a week before. */
export async function fetchBuildingDays(day: string, measure: Measure): Promise<BuildingDays> {
  const wish = { medium: 'electricity', by: 'building', step: '1h', measure } as const
  const before = addDays(day, -7)
  const [shown, past] = await Promise.all([
    fetchUsage({ ...wish, from: day, to: addDays(day, 1) }),
    fetchUsage({ ...wish, from: before, to: addDays(before, 1) }),
  ])
  return { shown, before: past }
}

/** Amount of the hours of a week before up to now, and how much of them is measured. */
export function amountUntil(
  { values, measured }: UsageSeries,
  edges: readonly string[],
  until: number,
): { total: number; coverage: number } | null {
  let [total, covered, hours] = [0, 0, 0]
  for (const [i, value] of values.entries()) {
    const [from, to] = [Date.parse(edges[i] ?? ''), Date.parse(edges[i + 1] ?? '')]
    if (from >= until) break
    const part = Math.min(1, (until - from) / (to - from))
    total += (value ?? 0) * part
    covered += (measured[i] ?? 0) * part
    hours += part
  }
  return hours === 0 ? null : { total, coverage: covered / hours }
}

/** The change, or nothing where either side is hardly measured. */
export function changeOf(shown: UsageSeries, before: UsageSeries | undefined, edges: readonly string[], nowMs: number): string | null {
  if (before === undefined || shown.total === null || (shown.coverage ?? 0) < ENOUGH_MEASURED) return null
  const past = amountUntil(before, edges, nowMs - 7 * 86_400_000)
  return past === null || past.coverage < ENOUGH_MEASURED || past.total <= 0 ? null : change(shown.total, past.total)
}

interface RowProps {
  readonly part: UsageSeries
  readonly days: BuildingDays
  readonly most: number
  readonly power: number | null
}

const inDay = (place: string): boolean => {
  const [site = '', building = null] = place.split(/\/(.*)/s)
  return isInPlace({ site, building })
}

function Row({ part, days, most, power }: RowProps): VNode {
  const { shown, before } = days
  const name = placeName(part.key, campus.value.value)
  const nowMs = serviceTime.peek()
  const hours = ratesOf({ edges: shown.edges, values: part.values }, '1h', nowMs).filter((_, i) => Date.parse(shown.edges[i] ?? '') < nowMs)
  const other = before.groups.find((g) => g.key === part.key)
  return (
    <tr>
      <td class="first">
        <a href={hrefOf(['buildings', part.key])}>{name}</a>
      </td>
      <td class="course">
        <Strip values={hours} length={part.values.length} most={most} label={t('strip.day', { name })} />
      </td>
      <td class="right">{power === null ? <MissingValue /> : amountText(power, 'kW')}</td>
      <td class="right">{part.total === null ? <MissingValue /> : amountText(part.total, shown.unit)}</td>
      <td class="right change">{changeOf(part, other, before.edges, nowMs) ?? '–'}</td>
      <td>
        <CoverageDot share={part.coverage} />
      </td>
    </tr>
  )
}

/** The greatest hour of this day and of the same weekday before: a night is then no full strip. */
function mostOf({ key, values }: UsageSeries, before: Usage): number {
  const other = before.groups.find((g) => g.key === key)?.values ?? []
  return Math.max(...[...values, ...other].map((v) => v ?? 0), 1e-9)
}

export function BuildingRows({ days, state }: { days: BuildingDays; state: Now | null }): VNode {
  const { shown } = days
  const sums = state?.media.find((m) => m.medium === 'electricity')?.by_building ?? []
  const rows = shown.groups.filter((g) => inDay(g.key)).sort((a, b) => (b.total ?? -1) - (a.total ?? -1))
  return (
    <div class="scroll" role="region" aria-label={t('buildings.today')} tabIndex={0}>
      <table class="parts building-rows">
        <thead>
          <tr>
            <th>{t('buildings.place')}</th>
            <th>{t('buildings.hours')}</th>
            <th class="right">{t('buildings.power')}</th>
            <th class="right">{t('buildings.amount')}</th>
            <th class="right">{t('buildings.change', { day: weekdayName(weekday(today.value)) })}</th>
            <th>
              <span class="unseen">{t('coverage.measured')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((part) => (
            <Row
              key={part.key}
              part={part}
              days={days}
              // Each by its own: the strip says when, the numbers say how much.
              most={mostOf(part, days.before)}
              power={sums.find((s) => s.key === part.key)?.value ?? null}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
