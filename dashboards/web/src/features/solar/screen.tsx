/** Solar hot water: what the sun gave, what it saved of other heat, and how each system runs. */

import type { VNode } from 'preact'
import { rangeFor } from '../../address/context.ts'
import { formatRange, spanOf, stepOf } from '../../address/range.ts'
import { hrefOf } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { rangeName } from '../../frame/range-picker.tsx'
import { TimeChart, type TimeSeries } from '../../graphs/time-chart.tsx'
import { campus } from '../../state/campus.ts'
import { serviceTime } from '../../state/clock.ts'
import { points } from '../../state/points.ts'
import { number, percent } from '../../text/format.ts'
import { t as shared } from '../../text/language.ts'
import { placeName } from '../../text/places.ts'
import { unit } from '../../text/units.ts'
import { MediumChip } from '../../ui/medium.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { Empty, Loading, MissingValue } from '../../ui/states.tsx'
import { amountText, scaleAmount } from '../../usage/amounts.ts'
import { CoverageDot, Kpi } from '../../usage/view/kpi.tsx'
import { type ChosenSeries, fetchSeries } from '../../usage/usage-api.ts'
import { hotWaterPoints, irradiationOf, type SolarRole, type SolarSystem, type Sum, sumOf, systemsOf } from './systems.ts'
import { t } from './text.ts'

const EVERY_MS = 120_000
const MOST_POINTS = 20

const idsOf = (systems: readonly SolarSystem[], role: SolarRole): readonly string[] => systems.flatMap((s) => s.points[role] ?? [])

function textOf({ value }: Sum, code: string): readonly [string, string] | null {
  if (value === null) return null
  const scale = scaleAmount(code, value)
  return [number(value * scale.factor), scale.unit]
}

interface AnswerProps {
  readonly answer: ChosenSeries
  readonly systems: readonly SolarSystem[]
  readonly hotWater: readonly string[]
}

function Figures({ answer, systems, hotWater }: AnswerProps): VNode {
  const [water, heat, auxiliary] = (['solar-hot-water', 'solar-heat', 'solar-auxiliary'] as const).map((role) =>
    sumOf(answer, idsOf(systems, role)),
  )
  const all = sumOf(answer, hotWater)
  const share = water?.value != null && all.value !== null && all.value > 0 ? water.value / all.value : null
  const fraction =
    heat?.value != null && auxiliary?.value != null && heat.value + auxiliary.value > 0 ? heat.value / (heat.value + auxiliary.value) : null
  const sun = irradiationOf(answer, idsOf(systems, 'solar-irradiance'))
  const days = (Date.parse(answer.edges.at(-1) ?? '') - Date.parse(answer.edges[0] ?? '')) / 86_400_000
  const none: Sum = { value: null, coverage: null }
  return (
    <div class="kpis">
      <Kpi title={t('solar.water')} value={water?.value ?? null} text={textOf(water ?? none, 'm3')} coverage={water?.coverage ?? null}>
        {share !== null && t('solar.share', { share: percent(share) })}
      </Kpi>
      <Kpi title={t('solar.heat')} value={heat?.value ?? null} text={textOf(heat ?? none, 'kWh')} coverage={heat?.coverage ?? null} />
      <Kpi
        title={t('solar.auxiliary')}
        value={auxiliary?.value ?? null}
        text={textOf(auxiliary ?? none, 'kWh')}
        coverage={auxiliary?.coverage ?? null}
      />
      <Kpi title={t('solar.fraction')} value={fraction} text={fraction === null ? null : [percent(fraction), '']}>
        {t('solar.fraction.explain')}
      </Kpi>
      <Kpi title={t('solar.irradiation')} value={sun} text={sun === null ? null : [number(sun / Math.max(1, days)), unit('MJ/m2/d')]} />
    </div>
  )
}

interface ChartWish {
  readonly props: AnswerProps
  readonly role: SolarRole
  readonly title: string
  readonly kind: 'bar' | 'line'
}

function RoleChart({ props: { answer, systems }, role, title, kind }: ChartWish): VNode | null {
  const tones = ['solar', 'tap', 'heat', 'total'] as const
  const rows = systems.flatMap((system) =>
    (system.points[role] ?? []).flatMap((id) => {
      const s = answer.series.find((other) => other.point === id)
      return s === undefined ? [] : [{ s, name: placeName(system.place, campus.value.value) }]
    }),
  )
  if (rows.length === 0) return null
  const code = rows[0]?.s.unit ?? ''
  const scale =
    kind === 'bar' ? scaleAmount(code, Math.max(...rows.flatMap(({ s }) => s.values.map((v) => v ?? 0)))) : { unit: unit(code), factor: 1 }
  const series = rows.map(
    ({ s, name }, i): TimeSeries => ({
      name,
      tone: tones[i % tones.length] ?? 'solar',
      unit: code,
      scale,
      values: s.values,
      measured: s.measured,
      kind,
      ...(kind === 'bar' ? { stack: role } : {}),
    }),
  )
  return (
    <section class="panel tone-solar">
      <h2>
        <MediumChip tone="solar" /> {title}
      </h2>
      <TimeChart
        edges={answer.edges}
        step={answer.step}
        zone={answer.zone}
        tone="solar"
        series={series}
        height={240}
        title={title}
        file={role}
      />
    </section>
  )
}

function Systems({ answer, systems }: AnswerProps): VNode {
  const cell = (system: SolarSystem, role: SolarRole, code: string): VNode => {
    const { value } = sumOf(answer, system.points[role] ?? [])
    return <td class="right">{value === null ? <MissingValue /> : amountText(value, code)}</td>
  }
  return (
    <section class="panel tone-solar">
      <h2>{t('solar.systems')}</h2>
      <div class="scroll" role="region" aria-label={t('solar.systems')} tabIndex={0}>
        <table class="parts">
          <thead>
            <tr>
              <th>{t('solar.system')}</th>
              <th class="right">{t('solar.water')}</th>
              <th class="right">{t('solar.heat')}</th>
              <th class="right">{t('solar.auxiliary')}</th>
              <th>
                <span class="unseen">{shared('coverage.measured')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {systems.map((system) => (
              <tr key={system.place}>
                <td class="first">
                  <a href={hrefOf('explore', { points: Object.values(system.points).flat().join(',') })}>
                    {placeName(system.place, campus.value.value)}
                  </a>
                </td>
                {cell(system, 'solar-hot-water', 'm3')}
                {cell(system, 'solar-heat', 'kWh')}
                {cell(system, 'solar-auxiliary', 'kWh')}
                <td>
                  <CoverageDot share={sumOf(answer, Object.values(system.points).flat()).coverage} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Solar({ systems, hotWater }: Omit<AnswerProps, 'answer'>): VNode {
  const range = rangeFor('any')
  const ids = [...hotWater, ...systems.flatMap((s) => Object.values(s.points).flat())].slice(0, MOST_POINTS)
  const polling = usePolling(
    () => fetchSeries(ids, { ...spanOf(range, serviceTime.peek()), step: stepOf(range) }),
    EVERY_MS,
    `${ids.join()} ${formatRange(range)}`,
  )
  return (
    <div class="stack">
      <h2 class="page-title">
        <MediumChip tone="solar" /> {t('solar.title')} <small>{rangeName(range)}</small>
      </h2>
      <Loadable of={polling}>
        {(answer) => {
          const props = { answer, systems, hotWater }
          return (
            <div class="stack">
              <Figures {...props} />
              <RoleChart props={props} role="solar-heat" title={t('solar.chart.heat')} kind="bar" />
              <RoleChart props={props} role="solar-irradiance" title={t('solar.chart.sun')} kind="line" />
              <RoleChart props={props} role="solar-tank" title={t('solar.chart.tank')} kind="line" />
              <Systems {...props} />
            </div>
          )
        }}
      </Loadable>
    </div>
  )
}

export function Screen(): VNode {
  const all = points.value.value
  if (all === null) return <Loading />
  const systems = systemsOf(all)
  if (systems.length === 0)
    return (
      <section class="panel">
        <h2>{t('solar.title')}</h2>
        <Empty>{t('solar.none')}</Empty>
      </section>
    )
  return <Solar systems={systems} hotWater={hotWaterPoints(all)} />
}
