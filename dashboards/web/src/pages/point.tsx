/** One point: its value and how far it can be trusted, where it stands, which device serves it. */

import type { VNode } from 'preact'
import type { Point } from '../api.ts'
import { age, moment } from '../format.ts'
import { nameOf, t, word } from '../i18n.ts'
import { CoverageBar } from '../parts/coverage-bar.tsx'
import { HistoryPanel } from '../parts/history.tsx'
import { PointState } from '../parts/point-state.tsx'
import { Empty, Failed, Loading } from '../parts/states.tsx'
import { whyOf } from '../parts/why.ts'
import { placeOf, useName } from '../places.ts'
import { href } from '../route.ts'
import { ageOf, campus, isStale, loadPoints, points, zone } from '../state.ts'
import { lastParts } from '../units.ts'

function Value({ point }: { point: Point }): VNode {
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

function Findings({ point }: { point: Point }): VNode {
  return (
    <>
      <h3>{t('point.findings')}</h3>
      <ul class="plain">
        {point.findings.map((f) => (
          <li key={f.code}>{whyOf(f)}</li>
        ))}
      </ul>
    </>
  )
}

function About({ point }: { point: Point }): VNode {
  return (
    <section class="panel">
      <h2>{t('point.about')}</h2>
      <dl>
        <dt>{t('col.quantity')}</dt>
        <dd>{word('quantity', point.quantity)}</dd>
        {point.use !== null && <dt>{t('col.use')}</dt>}
        {point.use !== null && <dd>{useName(point.use)}</dd>}
        <dt>{t('col.place')}</dt>
        <dd>{placeOf(point, campus.value.value)}</dd>
      </dl>
      <h3>{t('point.devices')}</h3>
      <Devices point={point} />
    </section>
  )
}

function Devices({ point }: { point: Point }): VNode {
  if (point.devices.length === 0) return <Empty>{t('point.devices.none')}</Empty>
  const at = (text: string | null, otherwise: string): string => (text === null ? otherwise : moment(text, zone.value))
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>{t('col.device')}</th>
            <th>{t('col.field')}</th>
            <th>{t('col.from')}</th>
            <th>{t('col.to')}</th>
          </tr>
        </thead>
        <tbody>
          {point.devices.map((d) => (
            <tr key={`${d.device} ${d.field} ${d.from ?? ''}`}>
              <td>{d.device}</td>
              <td>{d.field}</td>
              <td>{at(d.from, t('point.always'))}</td>
              <td>{at(d.to, t('point.open'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function PointPage({ id }: { id: string }): VNode {
  const { value: all, failure } = points.value
  const retry = (): void => void loadPoints()
  if (all === null) return failure === null ? <Loading /> : <Failed why={failure} retry={retry} />
  const point = all.find((p) => p.id === id)
  return (
    <>
      <p>
        <a href={href('points')}>← {t('point.back')}</a>
      </p>
      {point === undefined ? (
        <Empty>{t('point.unknown', { id })}</Empty>
      ) : (
        <>
          <h2 class="page-title">
            {nameOf(point.name, point.id)} <small class="id">{point.id}</small>
          </h2>
          <div class="point">
            <Value point={point} />
            <About point={point} />
            <HistoryPanel point={point} />
          </div>
        </>
      )}
    </>
  )
}
