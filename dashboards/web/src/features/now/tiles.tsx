/** The figures of the day, a row each: one number, with its unit, coverage and yesterday beside it. */

import { type IconNode, RadioTower, ShieldCheck } from 'lucide'
import type { ComponentChildren, VNode } from 'preact'
import type { Amount, MediumState, Now } from '../../api/types.ts'
import { change, number, percent } from '../../text/format.ts'
import { amount, unit } from '../../text/units.ts'
import { MediumChip, type Tone, toneOf } from '../../ui/medium.tsx'
import { MissingValue } from '../../ui/states.tsx'
import { t } from './text.ts'

/** Below this share of measured time a number is hatched: it may be far from the truth. */
const ENOUGH = 0.95

const isPartly = ({ coverage }: Amount): boolean => coverage !== null && coverage < ENOUGH

interface TileProps {
  readonly title: string
  readonly tone: Tone
  readonly icon?: IconNode
  readonly value: ComponentChildren
  readonly children: ComponentChildren
  readonly partly?: boolean
}

function Tile({ title, tone, icon, value, children, partly = false }: TileProps): VNode {
  return (
    <section class={partly ? 'tile partly' : 'tile'}>
      <div>
        <h2>
          <MediumChip tone={tone} {...(icon === undefined ? {} : { icon })} /> {title}
        </h2>
        <p class="big">{value}</p>
      </div>
      <div class="notes">{children}</div>
    </section>
  )
}

export function Big({ value, unit: code }: { value: number | null; unit: string }): VNode {
  if (value === null) return <MissingValue />
  return (
    <>
      {number(value)}
      <small class="unit"> {unit(code)}</small>
    </>
  )
}

export function metersText({ fresh, points }: { readonly fresh: number; readonly points: number }): string {
  return fresh === points ? t('meters.all') : t('meters.of', { fresh, points })
}

function yesterdayText({ today, yesterday_same_time: before }: MediumState): string {
  if (before.value === null) return t('now.yesterday.missing')
  const value = amount(before.value, before.unit)
  if ((before.coverage ?? 0) < ENOUGH) return t('now.yesterday.partial', { value, share: percent(before.coverage ?? 0) })
  return t('now.yesterday', { value, change: change(today.value, before.value) })
}

function TodayTile({ title, medium }: { title: string; medium: MediumState }): VNode {
  const { today, total } = medium
  return (
    <Tile title={title} tone={toneOf(medium.medium)} value={<Big {...today} />} partly={isPartly(today)}>
      <p>{today.coverage === null ? t('now.covered.none') : t('now.since', { share: percent(today.coverage) })}</p>
      <p>{yesterdayText(medium)}</p>
      {medium.medium !== 'electricity' && total.value !== null && <p>{t('now.rate', { value: amount(total.value, total.unit) })}</p>}
    </Tile>
  )
}

function CoverageTile({ share }: { share: number | null }): VNode {
  return (
    <Tile
      title={t('tile.coverage')}
      tone="total"
      icon={ShieldCheck}
      value={share === null ? <MissingValue /> : percent(share)}
      partly={share !== null && share < ENOUGH}
    >
      <p>{t('coverage.explain')}</p>
    </Tile>
  )
}

function PointsTile({ points }: { points: Now['points'] }): VNode {
  return (
    <Tile title={t('tile.points')} tone="total" icon={RadioTower} value={number(points.total, 0)}>
      <p>{t('points.fresh', { n: points.fresh })}</p>
      {points.stale > 0 && <p class="warn">{t('points.stale', { n: points.stale })}</p>}
      {points.silent > 0 && <p class="warn">{t('points.silent', { n: points.silent })}</p>}
    </Tile>
  )
}

const TITLES = { electricity: 'tile.energy', 'tap-water': 'tile.tap', 'reclaimed-water': 'tile.reclaimed' } as const

export function Tiles({ state }: { state: Now }): VNode {
  return (
    <div class="tiles">
      {state.media.map((medium) => (
        <TodayTile key={medium.medium} title={t(TITLES[medium.medium])} medium={medium} />
      ))}
      <CoverageTile share={state.coverage_today} />
      <PointsTile points={state.points} />
    </div>
  )
}
