/** The campus now: numbers since midnight, the day's curve, and what flows where. */

import type { ComponentChildren, VNode } from 'preact'
import type { Amount, Medium, Now } from '../api.ts'
import { change, number, percent } from '../format.ts'
import { t, word } from '../i18n.ts'
import { Bars } from '../parts/bars.tsx'
import { DayCurve } from '../parts/day-curve.tsx'
import { Empty, Failed, Loading, Missing } from '../parts/states.tsx'
import { placeName, useName } from '../places.ts'
import { campus, loadNow, now } from '../state.ts'
import { amount, unit } from '../units.ts'

/** Below this share of measured time a number is marked: it may be far from the truth. */
const ENOUGH = 0.95

interface TileProps {
  readonly title: string
  readonly value: ComponentChildren
  readonly children: ComponentChildren
  readonly partly?: boolean
}

function Tile({ title, value, children, partly = false }: TileProps): VNode {
  return (
    <section class={partly ? 'tile partly' : 'tile'}>
      <h2>{title}</h2>
      <p class="big">{value}</p>
      <div class="notes">{children}</div>
    </section>
  )
}

function Big({ value, unit: code }: { value: number | null; unit: string }): VNode {
  if (value === null) return <Missing />
  return (
    <>
      {number(value)}
      <small class="unit"> {unit(code)}</small>
    </>
  )
}

function yesterday({ today, yesterday_same_time: before }: Medium): string {
  if (before.value === null) return t('now.yesterday.missing')
  const value = amount(before.value, before.unit)
  if ((before.coverage ?? 0) < ENOUGH) return t('now.yesterday.partial', { value, share: percent(before.coverage ?? 0) })
  return t('now.yesterday', { value, change: change(today.value, before.value) })
}

function meters({ total }: Medium): string {
  return total.fresh === total.points ? t('now.all') : t('now.of', { fresh: total.fresh, points: total.points })
}

const isPartly = ({ coverage }: Amount): boolean => coverage !== null && coverage < ENOUGH

function PowerTile({ medium }: { medium: Medium }): VNode {
  return (
    <Tile title={t('tile.power')} value={<Big {...medium.total} />} partly={medium.total.fresh < medium.total.points}>
      <p>{meters(medium)}</p>
    </Tile>
  )
}

function TodayTile({ title, medium }: { title: string; medium: Medium }): VNode {
  const { today, total } = medium
  return (
    <Tile title={title} value={<Big {...today} />} partly={isPartly(today)}>
      <p>{today.coverage === null ? t('now.covered.none') : t('now.since', { share: percent(today.coverage) })}</p>
      <p>{yesterday(medium)}</p>
      {medium.medium !== 'electricity' && total.value !== null && <p>{t('now.rate', { value: amount(total.value, total.unit) })}</p>}
    </Tile>
  )
}

function Tiles({ state }: { state: Now }): VNode {
  const of = (name: Medium['medium']): Medium | undefined => state.media.find((m) => m.medium === name)
  const [power, tap, reclaimed] = [of('electricity'), of('tap-water'), of('reclaimed-water')]
  const { coverage_today: covered, points } = state
  return (
    <div class="tiles">
      {power && <PowerTile medium={power} />}
      {power && <TodayTile title={t('tile.energy')} medium={power} />}
      {tap && <TodayTile title={t('tile.tap')} medium={tap} />}
      {reclaimed && <TodayTile title={t('tile.reclaimed')} medium={reclaimed} />}
      <Tile
        title={t('tile.coverage')}
        value={covered === null ? <Missing /> : percent(covered)}
        partly={covered !== null && covered < ENOUGH}
      >
        <p>{t('coverage.explain')}</p>
      </Tile>
      <Tile title={t('tile.points')} value={number(points.total, 0)}>
        <p>{t('points.fresh', { n: points.fresh })}</p>
        {points.stale > 0 && <p class="warn">{t('points.stale', { n: points.stale })}</p>}
        {points.silent > 0 && <p class="warn">{t('points.silent', { n: points.silent })}</p>}
      </Tile>
    </div>
  )
}

function Breakdown({ medium }: { medium: Medium }): VNode {
  const { total } = medium
  return (
    <section class={medium.medium === 'electricity' ? 'panel wide' : 'panel'}>
      <h2>
        {word('rate', medium.medium)}
        <span class="total">{total.value === null ? <Missing /> : amount(total.value, total.unit)}</span>
      </h2>
      <p class="sub">{meters(medium)}</p>
      <div class="columns">
        <Bars title={t('by.building')} sums={medium.by_building} name={(key) => placeName(key, campus.value.value)} />
        <Bars title={t('by.use')} sums={medium.by_use} name={useName} />
      </div>
    </section>
  )
}

export function NowPage(): VNode {
  const { value: state, failure } = now.value
  const retry = (): void => void loadNow()
  if (state === null) return failure === null ? <Loading /> : <Failed why={failure} retry={retry} />
  return (
    <>
      <Failed why={failure} retry={retry} known />
      {state.points.total === state.points.silent && <Empty>{t('empty.points')}</Empty>}
      <Tiles state={state} />
      <div class="panels">
        <DayCurve />
        {state.media.map((medium) => (
          <Breakdown key={medium.medium} medium={medium} />
        ))}
      </div>
    </>
  )
}
