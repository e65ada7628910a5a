/** Where inside: buildings or floors, zones and uses with their share, and what no meter below explains. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { comparison, rangeFor } from '../../address/context.ts'
import { comparedSpan, formatRange, spanOf, stepOf } from '../../address/range.ts'
import { hrefOf } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { rangeName } from '../../frame/range-picker.tsx'
import { campus } from '../../state/campus.ts'
import { serviceTime } from '../../state/clock.ts'
import { percent } from '../../text/format.ts'
import { t as shared } from '../../text/language.ts'
import { placeName, readable, useName } from '../../text/places.ts'
import { Loadable } from '../../ui/panel.tsx'
import { Empty, MissingValue } from '../../ui/states.tsx'
import { amountText } from '../../usage/amounts.ts'
import { CoverageDot, ENOUGH_MEASURED } from '../../usage/view/kpi.tsx'
import { measure } from '../../usage/measure.ts'
import { Strip } from '../../usage/view/strip.tsx'
import { fetchUsage, type Grouping, type Usage, type UsageSeries } from '../../usage/usage-api.ts'
import { t } from './text.ts'

const EVERY_MS = 120_000

function partName(key: string, by: Grouping): string {
  if (by === 'use') return useName(key)
  if (by === 'building') return placeName(key, campus.value.value)
  const [, , floor = '', zone] = key.split('/')
  const floorName = shared('point.floor', { n: floor })
  return zone === undefined ? floorName : `${floorName} · ${readable(zone)}`
}

interface RowProps {
  readonly name: string
  readonly part: UsageSeries
  readonly usage: Usage
  readonly most: number
  readonly href: string | null
  readonly rest?: boolean
  /** What it is compared with, and the greatest change of all parts; null without a comparison. */
  readonly change: { readonly before: UsageSeries | undefined; readonly most: number } | null
}

/** More or less than before; nothing where either side is hardly measured. */
export function differenceOf(part: UsageSeries, before: UsageSeries | null | undefined): number | null {
  if (before == null || part.total === null || before.total === null) return null
  return (part.coverage ?? 0) < ENOUGH_MEASURED || (before.coverage ?? 0) < ENOUGH_MEASURED ? null : part.total - before.total
}

function Change({ part, change, unit }: { part: UsageSeries; change: NonNullable<RowProps['change']>; unit: string }): VNode {
  const difference = differenceOf(part, change.before)
  if (difference === null) {
    const share = Math.min(part.coverage ?? 0, change.before?.coverage ?? 0)
    return <td class="right missing">{t('parts.change.withheld', { share: percent(share) })}</td>
  }
  const width = `${(100 * Math.abs(difference)) / Math.max(1e-9, change.most)}%`
  return (
    <td class="right change">
      <span class="delta" aria-hidden="true">
        <i class={difference < 0 ? 'less' : 'more'} style={{ width }} />
      </span>
      {difference > 0 ? '+' : ''}
      {amountText(difference, unit)}
    </td>
  )
}

function Row({ name, part, usage, most, href, rest = false, change }: RowProps): VNode {
  const whole = usage.total.total
  const share = part.total === null || whole === null || whole <= 0 ? null : part.total / whole
  const negative = (part.total ?? 0) < 0
  return (
    <tr class={rest ? 'rest' : undefined}>
      <td class="first">
        {href === null ? name : <a href={href}>{name}</a>}
        {negative && <span class="warn"> {shared('rest.negative')}</span>}
      </td>
      <td class="course">
        <Strip values={part.values} length={part.values.length} most={most} label={t('parts.course', { name })} />
      </td>
      <td class="right">{part.total === null ? <MissingValue /> : amountText(part.total, usage.unit)}</td>
      <td class="right share">
        {share !== null && (
          <>
            <span class="share-bar" aria-hidden="true">
              <i style={{ width: `${100 * Math.max(0, Math.min(1, share))}%` }} />
            </span>
            {percent(share)}
          </>
        )}
      </td>
      {change !== null && <Change part={part} change={change} unit={usage.unit} />}
      <td>
        <CoverageDot share={part.coverage} />
      </td>
    </tr>
  )
}

interface Shown {
  readonly usage: Usage
  readonly before: Usage | null
}

function PartTable({ usage, before }: Shown): VNode {
  if (usage.groups.length === 0) return <Empty>{t('parts.none')}</Empty>
  const sorted = [...usage.groups].sort((a, b) => (b.total ?? -1) - (a.total ?? -1))
  const most = Math.max(...sorted.flatMap((g) => g.values.map((v) => v ?? 0)), 1e-9)
  const changes = [...usage.groups, usage.rest].map((g) => Math.abs((g && differenceOf(g, seriesIn(before, g.key))) ?? 0))
  const changeOf = (key: string): RowProps['change'] =>
    before === null ? null : { before: seriesIn(before, key) ?? undefined, most: Math.max(...changes) }
  const leads = (part: UsageSeries): string | null => {
    if (usage.by === 'building') return hrefOf(['buildings', part.key])
    return part.points.length === 0 ? null : hrefOf('explore', { points: part.points.slice(0, 10).join(',') })
  }
  return (
    <div class="scroll" role="region" aria-label={t('parts.title')} tabIndex={0}>
      <table class="parts">
        <thead>
          <tr>
            <th>{t('parts.part')}</th>
            <th>{t('parts.when')}</th>
            <th class="right">{t('parts.amount')}</th>
            <th class="right">{t('parts.share')}</th>
            {before !== null && <th class="right">{t('parts.change', { what: shared(`compare.${comparison.value ?? 'prior'}`) })}</th>}
            <th>
              <span class="unseen">{shared('coverage.measured')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((part) => (
            <Row
              key={part.key}
              name={partName(part.key, usage.by)}
              part={part}
              usage={usage}
              most={most}
              href={leads(part)}
              change={changeOf(part.key)}
            />
          ))}
          {usage.rest !== null && Math.abs(usage.rest.total ?? 0) > 0.001 * Math.abs(usage.total.total ?? 0) && (
            <Row name={shared('rest')} part={usage.rest} usage={usage} most={most} href={null} rest change={changeOf('rest')} />
          )}
        </tbody>
      </table>
    </div>
  )
}

const seriesIn = (usage: Usage | null, key: string): UsageSeries | null =>
  key === 'rest' ? (usage?.rest ?? null) : (usage?.groups.find((g) => g.key === key) ?? null)

function groupingName(by: Grouping): string {
  if (by === 'floor') return t('parts.by.floor')
  if (by === 'zone') return t('parts.by.zone')
  return by === 'building' ? t('parts.by.building') : t('parts.by.use')
}

/** A site has buildings; a building has floors, zones and uses. */
const groupingsOf = (place: string): readonly Grouping[] => (place.includes('/') ? ['use', 'floor', 'zone'] : ['building', 'use'])

export function Parts({ place }: { place: string }): VNode {
  const groupings = groupingsOf(place)
  const by = useSignal<Grouping>(groupings[0] ?? 'use')
  const range = rangeFor('any')
  const load = async (): Promise<Shown> => {
    const nowMs = serviceTime.peek()
    const wish = { medium: 'electricity', place, by: by.value, measure: measure.value, step: stepOf(range) } as const
    const against = comparison.peek() === null ? null : comparedSpan(range, comparison.peek() ?? 'prior', nowMs)
    const [usage, before] = await Promise.all([
      fetchUsage({ ...wish, ...spanOf(range, nowMs) }),
      against === null ? null : fetchUsage({ ...wish, ...against }),
    ])
    return { usage, before }
  }
  const polling = usePolling(load, EVERY_MS, [place, by.value, measure.value, formatRange(range), comparison.value].join(' '))
  return (
    <section class="panel tone-electricity">
      <div class="panel-head">
        <h2>
          {t('parts.title')} <small>{rangeName(range)}</small>
        </h2>
        <span class="switch end" role="group" aria-label={t('parts.by')}>
          {groupings.map((g) => (
            <button key={g} type="button" aria-pressed={by.value === g} onClick={() => (by.value = g)}>
              {groupingName(g)}
            </button>
          ))}
        </span>
      </div>
      <Loadable of={polling}>{(parts) => <PartTable {...parts} />}</Loadable>
    </section>
  )
}
