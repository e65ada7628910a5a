/** The figures of a place in a row: now, today, the last twelve months, base load, peak. */

import type { VNode } from 'preact'
import type { Polling } from '../../api/polling.ts'
import { usePolling } from '../../api/polling.ts'
import { today } from '../../address/context.ts'
import { addDays } from '../../address/days.ts'
import { now, zone } from '../../state/campus.ts'
import { serviceTime } from '../../state/clock.ts'
import { change, moment, number, percent } from '../../text/format.ts'
import { withUnit } from '../../text/units.ts'
import { rateUnit, scaleAmount } from '../../usage/amounts.ts'
import { Kpi } from '../../usage/view/kpi.tsx'
import { courseOf } from '../../usage/load.ts'
import { measure } from '../../usage/measure.ts'
import { perArea, useEntries } from '../../usage/per.ts'
import { shapeOf } from '../../usage/shape.ts'
import { typicalOf, typicalSum } from '../../usage/typical.ts'
import { fetchUsage, type Usage } from '../../usage/usage-api.ts'
import { t } from './text.ts'

type Text = readonly [string, string]

const textOf = (value: number | null, unit: string): Text | null => {
  if (value === null) return null
  const scale = scaleAmount(unit, value)
  return [number(value * scale.factor), scale.unit]
}

/** Power now: the sum of its meters, as the page Now has it. */
function nowOf(place: string): number | null {
  const parts = (now.value.value?.media ?? [])
    .filter((m) => m.medium === 'electricity')
    .flatMap((m) => m.by_building.filter((s) => s.key === place || s.key.startsWith(`${place}/`)))
  const values = parts.flatMap((s) => (s.value === null ? [] : [s.value]))
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0)
}

interface Today {
  readonly shown: Usage
  readonly typical: number | null
}

async function fetchToday(place: string): Promise<Today> {
  const day = today.peek()
  const wish = { medium: 'electricity', place, measure: measure.peek(), step: '1h' } as const
  const [shown, past] = await Promise.all([
    fetchUsage({ ...wish, from: day, to: addDays(day, 1) }),
    fetchUsage({ ...wish, from: addDays(day, -56), to: day }),
  ])
  const { middle } = typicalOf(shown, courseOf(past), shown.zone)
  return { shown, typical: typicalSum(shown, middle, serviceTime.peek()) }
}

function TodayKpi({ place }: { place: string }): VNode {
  const polling = usePolling(() => fetchToday(place), 60_000, `${place} ${measure.value} ${today.value}`)
  const value = polling.value.value
  const total = value?.shown.total.total ?? null
  const enough = (value?.shown.total.coverage ?? 0) >= 0.95
  return (
    <Kpi
      title={t('building.today')}
      value={total}
      text={textOf(total, value?.shown.unit ?? '')}
      coverage={value?.shown.total.coverage ?? null}
      loading={value === null && polling.failure.value === null}
    >
      {value?.typical != null && enough && t('building.against', { change: change(total, value.typical) })}
    </Kpi>
  )
}

export function Facts({ place, year }: { place: string; year: Polling<Usage> }): VNode {
  const value = year.value.value
  const shape = value === null ? null : shapeOf(courseOf(value), value.zone)
  const loading = value === null && year.failure.value === null
  const power = nowOf(place)
  const entries = useEntries()
  const area = perArea(entries, place, today.value)
  const rate = rateUnit(value?.unit ?? 'kWh')
  return (
    <div class="kpis">
      <Kpi title={t('building.now')} value={power} text={textOf(power, 'kW')} />
      <TodayKpi place={place} />
      <Kpi
        title={t('building.year')}
        value={value?.total.total ?? null}
        text={textOf(value?.total.total ?? null, value?.unit ?? '')}
        coverage={value?.total.coverage ?? null}
        loading={loading}
      >
        {area !== null && value !== null && value.total.total !== null
          ? withUnit(number(value.total.total / area), `${value.unit}/m²`)
          : !place.includes('/') && t('building.no-area')}
      </Kpi>
      <Kpi title={t('building.base')} loading={loading} value={shape?.base ?? null} text={textOf(shape?.base ?? null, rate)}>
        {shape?.base != null && shape.peak !== null && t('building.base.share', { share: percent(shape.base / shape.peak.value) })}
      </Kpi>
      <Kpi title={t('building.peak')} loading={loading} value={shape?.peak?.value ?? null} text={textOf(shape?.peak?.value ?? null, rate)}>
        {shape?.peak != null && moment(shape.peak.time, zone.value)}
      </Kpi>
    </div>
  )
}
