/** One point: its value and how far it can be trusted, where it stands, which device serves it. */

import './point.css'
import type { VNode } from 'preact'
import { hrefOf, route } from '../../address/route.ts'
import type { Point } from '../../api/types.ts'
import { CoverageBar } from '../../charts/coverage-bar.tsx'
import { type Subject, useSubject } from '../../frame/subject.ts'
import { campus, zone } from '../../state/campus.ts'
import { ageOf } from '../../state/clock.ts'
import { isStale, loadPoints, points } from '../../state/points.ts'
import { age, moment } from '../../text/format.ts'
import { nameOf } from '../../text/language.ts'
import { placeName } from '../../text/places.ts'
import { lastParts } from '../../text/units.ts'
import { MediumChip, toneOfPoint } from '../../ui/medium.tsx'
import { PointState } from '../../ui/point-state.tsx'
import { Empty, FailureNote, Loading } from '../../ui/states.tsx'
import { explainFinding } from '../../ui/why.ts'
import { About } from './about.tsx'
import { HistoryPanel } from './history.tsx'
import { t } from './text.ts'

function Findings({ point }: { point: Point }): VNode {
  return (
    <>
      <h3>{t('point.findings')}</h3>
      <ul class="plain">
        {point.findings.map((f) => (
          <li key={f.code}>{explainFinding(f)}</li>
        ))}
      </ul>
    </>
  )
}

function LastValue({ point }: { point: Point }): VNode {
  const { last } = point
  const { text, unit: code } = lastParts(point, true)
  return (
    <section class="panel">
      <h2>{t('col.last')}</h2>
      <p class={`big ${isStale(point) ? 'stale' : ''}`} data-shown="value">
        {text}
        {code !== '' && <small class="unit"> {code}</small>}
      </p>
      {last !== null && (
        <p>
          {moment(last.time, zone.value)} · <span data-shown="age">{t('age.ago', { age: age(ageOf(last.time)) })}</span>
        </p>
      )}
      <PointState point={point} />
      {last !== null && isStale(point) && (
        <p class="warn">{t('point.stale', { age: age(ageOf(last.time)), limit: age(point.stale_after_s) })}</p>
      )}
      <h3>{t('coverage.title')}</h3>
      {point.coverage_detail === null ? <Empty>{t('coverage.none')}</Empty> : <CoverageBar coverage={point.coverage_detail} />}
      {point.findings.length > 0 && <Findings point={point} />}
    </section>
  )
}

function Content({ point }: { point: Point }): VNode {
  const tone = toneOfPoint(point)
  return (
    <>
      <h2 class="page-title">
        <MediumChip tone={tone} />
        <span>
          {nameOf(point.name, point.id)} <small class="id">{point.id}</small>
        </span>
      </h2>
      <div class="point">
        <LastValue point={point} />
        <About point={point} />
        <HistoryPanel point={point} tone={tone} />
      </div>
    </>
  )
}

/** The point below its building, or below its site where it stands in no building. */
function subjectOf({ id, name, place: { site, building } }: Point): Subject {
  const key = building === null ? site : `${site}/${building}`
  return { name: nameOf(name, id), within: [{ name: placeName(key, campus.value.value), href: hrefOf('points', { place: key }) }] }
}

export function Screen(): VNode {
  const id = route.value.segments[1] ?? ''
  const { value: all, failure } = points.value
  const point = all?.find((p) => p.id === id)
  useSubject(point === undefined ? null : subjectOf(point))
  const retry = (): void => void loadPoints()
  if (all === null) return failure === null ? <Loading /> : <FailureNote why={failure} retry={retry} />
  return (
    <>
      <p class="back">
        <a href={hrefOf('points')}>← {t('point.back')}</a>
      </p>
      {point === undefined ? <Empty>{t('point.unknown', { id })}</Empty> : <Content key={id} point={point} />}
    </>
  )
}
