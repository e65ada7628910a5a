/** Water: by source, main meters against those below them, and the flow at night that may be a leak. */

import './water.css'
import type { VNode } from 'preact'
import { place, rangeFor, today } from '../../address/context.ts'
import { addDays } from '../../address/days.ts'
import { formatRange, spanOf, stepOf } from '../../address/range.ts'
import { hrefOf } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { rangeName } from '../../frame/range-picker.tsx'
import { TimeChart, type TimeSeries } from '../../graphs/time-chart.tsx'
import { serviceTime } from '../../state/clock.ts'
import { campus } from '../../state/campus.ts'
import { percent } from '../../text/format.ts'
import { t as shared } from '../../text/language.ts'
import { mediumName, placeName } from '../../text/places.ts'
import { MediumChip, toneOf } from '../../ui/medium.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { Empty, MissingValue } from '../../ui/states.tsx'
import { amountText, scaleAmount } from '../../usage/amounts.ts'
import { CoverageDot } from '../../usage/view/kpi.tsx'
import { measure } from '../../usage/measure.ts'
import { ratesOf } from '../../usage/spans.ts'
import { Strip } from '../../usage/view/strip.tsx'
import { fetchUsage, type Usage, type UsageSeries } from '../../usage/usage-api.ts'
import { nightFlow, NIGHT_DAYS, type NightFlow } from './night.ts'
import { t } from './text.ts'

const MEDIA = ['tap-water', 'reclaimed-water'] as const
const EVERY_MS = 120_000

function fetchBoth(wish: Omit<Parameters<typeof fetchUsage>[0], 'medium'>): Promise<readonly Usage[]> {
  return Promise.all(MEDIA.map((medium) => fetchUsage({ ...wish, medium })))
}

function Course({ usages }: { usages: readonly Usage[] }): VNode {
  const [first] = usages
  const known = usages.filter((u) => u.total.values.some((v) => v !== null))
  if (first === undefined || known.length === 0) return <Empty>{shared('load.none')}</Empty>
  const fine = (first.step === '15m' || first.step === '1h') && first.measure === 'amount'
  const unit = fine ? `${first.unit}/h` : first.unit
  const rows = known.map((u) => ({
    u,
    values: fine ? ratesOf({ edges: u.edges, values: u.total.values }, u.step, serviceTime.peek()) : u.total.values,
  }))
  const scale = scaleAmount(unit, Math.max(...rows.flatMap((r) => r.values.map((v) => v ?? 0))))
  const series = rows.map(
    ({ u, values }): TimeSeries => ({
      name: mediumName(u.medium),
      tone: toneOf(u.medium),
      unit,
      scale,
      values,
      measured: u.total.measured,
      kind: fine ? 'line' : 'bar',
      ...(fine ? {} : { stack: 'water' }),
    }),
  )
  return (
    <TimeChart
      edges={first.edges}
      step={first.step}
      zone={first.zone}
      tone="tap"
      series={series}
      height={280}
      title={t('water.course')}
      file="water"
    />
  )
}

function BalanceRow({ name, part, usage, rest = false }: { name: string; part: UsageSeries; usage: Usage; rest?: boolean }): VNode {
  const share = part.total === null || usage.total.total === null || usage.total.total <= 0 ? null : part.total / usage.total.total
  const negative = (part.total ?? 0) < 0
  return (
    <tr class={rest ? 'rest' : undefined}>
      <td class="first">
        {part.points.length === 0 ? name : <a href={hrefOf('explore', { points: part.points.slice(0, 10).join(',') })}>{name}</a>}
        {negative && <span class="warn"> {shared('rest.negative')}</span>}
      </td>
      <td class="course">
        <Strip values={part.values} length={part.values.length} most={Math.max(...part.values.map((v) => v ?? 0), 1e-9)} label={name} />
      </td>
      <td class="right">{part.total === null ? <MissingValue /> : amountText(part.total, usage.unit)}</td>
      <td class="right">{share === null ? '' : percent(Math.max(0, share))}</td>
      <td>
        <CoverageDot share={part.coverage} />
      </td>
    </tr>
  )
}

function Balance({ usage }: { usage: Usage }): VNode | null {
  if (usage.total.points.length === 0) return null
  const tone = toneOf(usage.medium)
  const groups = [...usage.groups].sort((a, b) => (b.total ?? 0) - (a.total ?? 0))
  return (
    <section class={`panel tone-${tone}`}>
      <div class="panel-head">
        <h2>
          <MediumChip tone={tone} /> {t('water.balance', { medium: mediumName(usage.medium) })}
        </h2>
        <strong class="end">{usage.total.total === null ? <MissingValue /> : amountText(usage.total.total, usage.unit)}</strong>
      </div>
      <div class="scroll" role="region" aria-label={mediumName(usage.medium)} tabIndex={0}>
        <table class="parts">
          <tbody>
            {groups.map((g) => (
              <BalanceRow key={g.key} name={placeName(g.key, campus.value.value)} part={g} usage={usage} />
            ))}
            {usage.rest !== null && <BalanceRow name={t('water.unaccounted')} part={usage.rest} usage={usage} rest />}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function NightRow({ name, night, unit }: { name: string; night: NightFlow; unit: string }): VNode {
  const { tonight, usual, nights } = night
  const high = tonight !== null && usual !== null && tonight > 1.3 * usual && tonight - usual > 0.01
  return (
    <tr>
      <td class="first">{name}</td>
      <td class="course">
        <Strip
          values={nights}
          length={NIGHT_DAYS}
          most={Math.max(...nights.map((v) => v ?? 0), 1e-9)}
          label={t('night.course', { name, n: NIGHT_DAYS })}
        />
      </td>
      <td class="right">{tonight === null ? <MissingValue /> : amountText(tonight, unit)}</td>
      <td class="right">{usual === null ? <MissingValue /> : amountText(usual, unit)}</td>
      <td>{high && <span class="warn">{t('night.high')}</span>}</td>
    </tr>
  )
}

function Nights(): VNode {
  const load = (): Promise<readonly Usage[]> =>
    fetchBoth({ step: '1h', by: 'building', place: place.value, from: addDays(today.peek(), -NIGHT_DAYS), to: addDays(today.peek(), 1) })
  const polling = usePolling(load, 600_000, `${today.value} ${place.value ?? ''}`)
  return (
    <section class="panel tone-tap">
      <h2>{t('night.title')}</h2>
      <p class="sub">{t('night.explain')}</p>
      <Loadable of={polling}>
        {(usages) => (
          <div class="scroll" role="region" aria-label={t('night.title')} tabIndex={0}>
            <table class="parts">
              <thead>
                <tr>
                  <th>{shared('buildings.place')}</th>
                  <th>{t('night.nights', { n: NIGHT_DAYS })}</th>
                  <th class="right">{t('night.last')}</th>
                  <th class="right">{t('night.usual')}</th>
                  <th>
                    <span class="unseen">{shared('col.state')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {usages.flatMap((u) =>
                  u.groups.map((g) => (
                    <NightRow
                      key={`${u.medium} ${g.key}`}
                      name={`${placeName(g.key, campus.value.value)} · ${mediumName(u.medium)}`}
                      night={nightFlow({ edges: u.edges, values: g.values, measured: g.measured }, u.zone)}
                      unit={`${u.unit}/h`}
                    />
                  )),
                )}
              </tbody>
            </table>
          </div>
        )}
      </Loadable>
    </section>
  )
}

export function Screen(): VNode {
  const range = rangeFor('any')
  const load = (): Promise<readonly Usage[]> =>
    fetchBoth({ step: stepOf(range), by: 'building', place: place.value, measure: measure.value, ...spanOf(range, serviceTime.peek()) })
  const polling = usePolling(load, EVERY_MS, [formatRange(range), place.value, measure.value].join(' '))
  return (
    <div class="stack">
      <section class="panel tone-tap">
        <h2>
          <MediumChip tone="tap" /> {t('water.course')} <small>{rangeName(range)}</small>
        </h2>
        <Loadable of={polling}>{(usages) => <Course usages={usages} />}</Loadable>
      </section>
      <Loadable of={polling}>
        {(usages) => (
          <div class="water-balances">
            {usages.map((usage) => (
              <Balance key={usage.medium} usage={usage} />
            ))}
          </div>
        )}
      </Loadable>
      <Nights />
    </div>
  )
}
