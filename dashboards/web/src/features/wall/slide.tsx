/** One place on the wall: power now, today, and the course of the day. */

import type { VNode } from 'preact'
import { today } from '../../address/context.ts'
import { weekday } from '../../address/days.ts'
import { DayCurve } from '../../graphs/svg/day-curve.tsx'
import { now } from '../../state/campus.ts'
import { serviceTime } from '../../state/clock.ts'
import { number } from '../../text/format.ts'
import { weekdayName } from '../../text/report-format.ts'
import { rateUnit, scaleAmount } from '../../usage/amounts.ts'
import { courseOf } from '../../usage/load.ts'
import { besideOf, ratesOf } from '../../usage/spans.ts'
import { changeOf } from '../../usage/view/building-rows.tsx'
import type { WallSlide } from './slides.ts'
import { t } from './text.ts'

function WallNumber({ title, value, code, note }: { title: string; value: number | null; code: string; note?: string | null }): VNode {
  const scale = scaleAmount(code, value ?? 0)
  return (
    <div class="wall-number">
      <p class="wall-title">{title}</p>
      <p class="wall-value">
        {value === null ? '–' : number(value * scale.factor)} <small class="unit">{value === null ? '' : scale.unit}</small>
      </p>
      <p class="wall-note">{note}</p>
    </div>
  )
}

function powerOf(place: string | null): number | null {
  const medium = now.value.value?.media.find((m) => m.medium === 'electricity')
  return (place === null ? medium?.total.value : medium?.by_building.find((s) => s.key === place)?.value) ?? null
}

function waterToday(): number | null {
  const values = (now.value.value?.media ?? []).filter((m) => m.medium !== 'electricity').flatMap((m) => m.today.value ?? [])
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0)
}

export function Slide({ slide: { place, shown, before, cost, co2 }, name }: { slide: WallSlide; name: string }): VNode {
  const rates = ratesOf({ edges: shown.edges, values: shown.total.values }, shown.step, serviceTime.peek())
  const beside = besideOf(courseOf(shown), courseOf(before), shown.zone)
  const day = weekdayName(weekday(today.value))
  const change = changeOf(shown.total, before.total, before.edges, serviceTime.peek())
  const unit = rateUnit(shown.unit)
  const scale = scaleAmount(unit, Math.max(...[...rates, ...beside].map((v) => v ?? 0)))
  return (
    <>
      <div class="wall-numbers">
        <WallNumber title={t('wall.now')} value={powerOf(place)} code="kW" />
        <WallNumber
          title={t('wall.today')}
          value={shown.total.total}
          code={shown.unit}
          note={change === null ? null : `${change} ${t('wall.against', { day })}`}
        />
        {cost !== null && <WallNumber title={t('wall.cost')} value={cost.total.total} code={cost.unit} />}
        {co2 !== null && <WallNumber title={t('wall.co2')} value={co2.total.total} code={co2.unit} />}
        {place === null && <WallNumber title={t('wall.water')} value={waterToday()} code="m3" />}
      </div>
      <DayCurve
        edges={shown.edges}
        zone={shown.zone}
        scale={scale}
        tone="electricity"
        values={rates}
        measured={shown.total.measured}
        before={beside.every((v) => v === null) ? null : beside}
        band={null}
        names={{ values: `${t('wall.shown')} (${scale.unit})`, before: t('wall.before', { day }), band: '' }}
        label={t('wall.curve', { name })}
        height={Math.max(220, Math.round(innerHeight * 0.42))}
      />
    </>
  )
}
