/** Points that need attention, worst first. */

import type { VNode } from 'preact'
import { isInPlace } from '../../address/context.ts'
import { hrefOf } from '../../address/route.ts'
import type { Point } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { isStale, loadPoints, points } from '../../state/points.ts'
import { moment, percent } from '../../text/format.ts'
import { nameOf } from '../../text/language.ts'
import { lastValue } from '../../text/units.ts'
import { PointState } from '../../ui/point-state.tsx'
import { Empty, FailureNote, Loading } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

/** Below this share of the last 24 hours a point is listed. */
const ENOUGH = 0.95

const isLow = ({ coverage }: Point): boolean => coverage !== null && coverage < ENOUGH

/** Something is wrong with it now, or was within the last 24 hours. */
function needsAttention(point: Point): boolean {
  const { last, findings, status } = point
  if (status === 'commissioning') return false
  if (last === null || isStale(point) || last.quality !== 'good' || isLow(point)) return true
  return findings.some((f) => f.severity !== 'info')
}

function rank(point: Point): number {
  return point.last === null ? -1 : isStale(point) ? 0 : 1 + (point.coverage ?? 0)
}

function AttentionRow({ point }: { point: Point }): VNode {
  return (
    <tr data-point={point.id}>
      <td class="first">
        <a href={hrefOf(['points', point.id])}>{nameOf(point.name, point.id)}</a>
        <small class="id">{point.id}</small>
      </td>
      <td data-label={t('col.what')} class="full">
        <PointState point={point} />{' '}
        {isLow(point) && <Tag state="attention">{t('state.low', { share: percent(point.coverage ?? 0) })}</Tag>}
      </td>
      <td data-label={t('col.last')} class="right">
        {lastValue(point)}
      </td>
      <td data-label={t('col.time')} class="right">
        {point.last === null ? '–' : moment(point.last.time, zone.value)}
      </td>
    </tr>
  )
}

function Attention({ all }: { all: readonly Point[] }): VNode {
  const listed = all.filter(needsAttention).sort((a, b) => rank(a) - rank(b))
  if (all.length === 0) return <Empty>{t('empty.points')}</Empty>
  if (listed.length === 0) return <Empty>{t('quality.attention.none', { share: percent(ENOUGH) })}</Empty>
  return (
    <>
      <p class="sub">{t('quality.attention.count', { n: listed.length, all: all.length })}</p>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('col.point')}</th>
            <th>{t('col.what')}</th>
            <th class="right">{t('col.last')}</th>
            <th class="right">{t('col.time')}</th>
          </tr>
        </thead>
        <tbody>
          {listed.map((point) => (
            <AttentionRow key={point.id} point={point} />
          ))}
        </tbody>
      </table>
    </>
  )
}

export function AttentionPanel(): VNode {
  const { value, failure } = points.value
  return (
    <section class="panel wide">
      <h2>{t('quality.attention')}</h2>
      <FailureNote why={failure} retry={() => void loadPoints()} hasValue={value !== null} />
      {value === null ? failure === null && <Loading /> : <Attention all={value.filter((p) => isInPlace(p.place))} />}
    </section>
  )
}
