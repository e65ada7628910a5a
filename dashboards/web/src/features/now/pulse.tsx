/** The campus in a row: power now, and today in energy, money, CO2 and water, each against the same weekday last week. */

import type { VNode } from 'preact'
import { today } from '../../address/context.ts'
import { addDays, weekday } from '../../address/days.ts'
import { usePolling } from '../../api/polling.ts'
import type { MediumState, Now } from '../../api/types.ts'
import { campus } from '../../state/campus.ts'
import { serviceTime } from '../../state/clock.ts'
import { change, number, percent } from '../../text/format.ts'
import { placeName } from '../../text/places.ts'
import { weekdayName } from '../../text/report-format.ts'
import { scaleAmount } from '../../usage/amounts.ts'
import { amountUntil } from '../../usage/view/building-rows.tsx'
import { ENOUGH_MEASURED, Kpi } from '../../usage/view/kpi.tsx'
import { fetchUsage, type Measure, type Usage } from '../../usage/usage-api.ts'
import { t } from './text.ts'

const EVERY_MS = 60_000
const WEEK_MS = 7 * 86_400_000

const textOf = (value: number | null, unit: string): readonly [string, string] | null => {
  if (value === null) return null
  const scale = scaleAmount(unit, value)
  return [number(value * scale.factor), scale.unit]
}

export function metersText({ fresh, points }: { readonly fresh: number; readonly points: number }): string {
  return fresh === points ? t('meters.all') : t('meters.of', { fresh, points })
}

interface TwoDays {
  readonly shown: Usage
  readonly before: Usage
}

async function fetchTwoDays(medium: string, measure: Measure, day: string): Promise<TwoDays> {
  const wish = { medium, measure, step: '1h' } as const
  const past = addDays(day, -7)
  const [shown, before] = await Promise.all([
    fetchUsage({ ...wish, from: day, to: addDays(day, 1) }),
    fetchUsage({ ...wish, from: past, to: addDays(past, 1) }),
  ])
  return { shown, before }
}

/** The change against the same weekday up to the same time; nothing where either side is hardly measured. */
function againstText({ shown, before }: TwoDays): string {
  const past = amountUntil(before.total, before.edges, serviceTime.peek() - WEEK_MS)
  const name = weekdayName(weekday(today.peek()))
  if (past === null || past.coverage < ENOUGH_MEASURED) return t('pulse.withheld', { day: name, share: percent(past?.coverage ?? 0) })
  if (shown.total.total === null || (shown.total.coverage ?? 0) < ENOUGH_MEASURED) return t('pulse.partly')
  return t('pulse.against', { change: change(shown.total.total, past.total), day: name })
}

function TodayKpi({ title, medium, measure = 'amount' }: { title: string; medium: string; measure?: Measure }): VNode {
  const polling = usePolling(() => fetchTwoDays(medium, measure, today.peek()), EVERY_MS, `${medium} ${measure} ${today.value}`)
  const days = polling.value.value
  const total = days?.shown.total ?? null
  const unpriced = days !== null && days.shown.unpriced.length > 0
  return (
    <Kpi
      title={title}
      value={total?.total ?? null}
      text={textOf(total?.total ?? null, days?.shown.unit ?? '')}
      coverage={total?.coverage ?? null}
      loading={days === null && polling.failure.value === null}
    >
      {days !== null &&
        (unpriced
          ? t('pulse.unpriced', { sites: days.shown.unpriced.map((s) => placeName(s, campus.value.value)).join(', ') })
          : againstText(days))}
    </Kpi>
  )
}

function PowerKpi({ medium }: { medium: MediumState | undefined }): VNode {
  const total = medium?.total
  return (
    <div class="kpi kpi-power">
      <h3>{t('pulse.power')}</h3>
      <p class="kpi-value">
        {total?.value == null ? (
          '–'
        ) : (
          <>
            {textOf(total.value, total.unit)?.[0]} <small class="unit">{textOf(total.value, total.unit)?.[1]}</small>
          </>
        )}
      </p>
      <p class="kpi-note">{total !== undefined && metersText(total)}</p>
    </div>
  )
}

function WaterKpi({ state }: { state: Now }): VNode | null {
  const water = state.media.filter((m) => m.medium !== 'electricity')
  if (water.length === 0) return null
  const values = water.flatMap((m) => m.today.value ?? [])
  const total = values.length === 0 ? null : values.reduce((a, b) => a + b, 0)
  const reclaimed = water.find((m) => m.medium === 'reclaimed-water')?.today.value ?? null
  const coverage = Math.min(...water.map((m) => m.today.coverage ?? 1))
  return (
    <Kpi title={t('pulse.water')} value={total} text={textOf(total, 'm3')} coverage={coverage}>
      {reclaimed !== null && total !== null && total > 0 && t('pulse.reclaimed', { share: percent(reclaimed / total) })}
    </Kpi>
  )
}

function DataKpi({ state }: { state: Now }): VNode {
  const { total, fresh, stale, silent } = state.points
  return (
    <Kpi
      title={t('pulse.data')}
      value={state.coverage_today}
      text={state.coverage_today === null ? null : [percent(state.coverage_today), '']}
      coverage={state.coverage_today}
    >
      {fresh === total ? t('pulse.points', { n: total }) : t('pulse.points.late', { n: stale + silent, all: total })}
    </Kpi>
  )
}

export function Pulse({ state }: { state: Now }): VNode {
  return (
    <div class="kpis pulse" aria-label={t('pulse.title')} role="group">
      <PowerKpi medium={state.media.find((m) => m.medium === 'electricity')} />
      <TodayKpi title={t('pulse.energy')} medium="electricity" />
      <TodayKpi title={t('pulse.cost')} medium="electricity" measure="cost" />
      <TodayKpi title={t('pulse.co2')} medium="electricity" measure="co2" />
      <WaterKpi state={state} />
      <DataKpi state={state} />
    </div>
  )
}
