import { useSignal, useSignalEffect } from '@preact/signals'
import type { VNode } from 'preact'
import { get, type Point, type Series, seriesPath } from '../api.ts'
import { age, type Key, moment, nameOf, t, unit, word } from '../i18n.ts'
import { Chart } from '../parts/chart.tsx'
import { CoverageBar } from '../parts/coverage-bar.tsx'
import { Empty, Failed, Loading } from '../parts/states.tsx'
import { ValueTable } from '../parts/value-table.tsx'
import { href } from '../route.ts'
import { ageOf, loadPoints, points, serviceTime, zone } from '../state.ts'
import { shownValue } from './points.tsx'

interface Range {
  readonly key: Key
  readonly step: string
  readonly days: number
}

const RANGES: readonly [Range, ...Range[]] = [
  { key: 'point.range.day', step: '15m', days: 1 },
  { key: 'point.range.week', step: '1h', days: 7 },
  { key: 'point.range.month', step: '1d', days: 31 },
  { key: 'point.range.year', step: '1M', days: 365 },
]

const DAY_MS = 86_400_000

function HistoryPanel({ point }: { point: Point }): VNode {
  const range = useSignal<Range>(RANGES[0])
  const series = useSignal<Series | null>(null)
  const failure = useSignal<string | null>(null)
  const load = async (chosen: Range): Promise<void> => {
    const to = new Date(serviceTime.peek())
    try {
      const found = await get<Series>(
        seriesPath(point.id, chosen.step, new Date(to.getTime() - chosen.days * DAY_MS).toISOString(), to.toISOString()),
      )
      if (range.peek() === chosen) series.value = found
      failure.value = null
    } catch (error) {
      failure.value = error instanceof Error ? error.message : String(error)
    }
  }
  useSignalEffect(() => void load(range.value))
  const register = point.kind === 'counter' || point.kind === 'interval'
  return (
    <section class="panel wide">
      <h2>{t(register ? 'point.sum' : 'point.mean')}</h2>
      <p class="ranges" role="group">
        {RANGES.map((r) => (
          <button key={r.key} type="button" aria-pressed={range.value === r} onClick={() => (range.value = r)}>
            {t(r.key)}
          </button>
        ))}
      </p>
      {failure.value !== null && <Failed why={failure.value} retry={() => void load(range.value)} />}
      {series.value === null && failure.value === null && <Loading />}
      {series.value !== null && <History series={series.value} id={point.id} />}
    </section>
  )
}

function History({ series, id }: { series: Series; id: string }): VNode {
  if (series.values.every((v) => v.value === null)) return <Empty>{t('missing.why')}</Empty>
  const code = unit(series.unit)
  return (
    <>
      <p class="sub">{series.zone}</p>
      <Chart values={series.values} unit={code} zone={series.zone} label={code} />
      <ValueTable values={series.values} unit={code} zone={series.zone} file={id.replaceAll('/', '-')} />
    </>
  )
}

function Devices({ point }: { point: Point }): VNode {
  const at = (text: string | null): string => (text === null ? t('point.always') : moment(text, zone.value))
  return (
    <section class="panel">
      <h2>{t('point.devices')}</h2>
      {point.devices.length === 0 ? (
        <Empty>{t('point.devices.none')}</Empty>
      ) : (
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
              <tr key={`${d.device} ${d.from ?? ''}`}>
                <td>{d.device}</td>
                <td>{d.field}</td>
                <td>{at(d.from)}</td>
                <td>{at(d.to)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Facts({ point }: { point: Point }): VNode {
  const { last } = point
  return (
    <section class="panel">
      <h2>{t('col.last')}</h2>
      <p class={`big ${last?.stale ? 'stale' : ''}`}>{shownValue(point)}</p>
      {last !== null && (
        <p>
          {moment(last.time, zone.value)} · {age(ageOf(last.time))} · {word('quality', last.quality)}
        </p>
      )}
      {point.coverage_detail !== null && (
        <>
          <h3>{t('coverage.title')}</h3>
          <CoverageBar coverage={point.coverage_detail} />
        </>
      )}
      {point.findings.length > 0 && (
        <>
          <h3>{t('point.findings')}</h3>
          <ul>
            {point.findings.map((f) => (
              <li key={f.code}>{f.sentence}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

export function PointPage({ id }: { id: string }): VNode {
  const { value: all, failure } = points.value
  if (all === null) return failure === null ? <Loading /> : <Failed why={failure} retry={() => void loadPoints()} />
  const point = all.find((p) => p.id === id)
  return (
    <>
      <p>
        <a href={href('points')}>← {t('point.back')}</a>
      </p>
      {point === undefined ? (
        <Empty>{t('empty.search')}</Empty>
      ) : (
        <>
          <h2 class="page-title">
            {nameOf(point.name, point.id)} <small class="id">{point.id}</small>
          </h2>
          <div class="panels">
            <HistoryPanel point={point} />
            <Facts point={point} />
            <Devices point={point} />
          </div>
        </>
      )}
    </>
  )
}
