/** The past of a point by steps of the calendar: amounts of a register as bars, means of a gauge as a line. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { get, type Point, type Series, seriesPath } from '../api.ts'
import { day } from '../format.ts'
import { type Key, t, word } from '../i18n.ts'
import { usePolled } from '../polled.ts'
import { serviceTime } from '../state.ts'
import { scaleFor } from '../units.ts'
import { Chart } from './chart.tsx'
import { Empty, Failed, Loading } from './states.tsx'
import { ValueTable } from './value-table.tsx'

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
const EVERY_MS = 60_000

/** Quantities of which 0 means that nothing is there. */
const FROM_ZERO = new Set(['power', 'flow', 'current', 'irradiance', 'illuminance', 'occupancy', 'occupants', 'level', 'switch'])

const isRegister = ({ kind }: Point): boolean => kind === 'counter' || kind === 'interval'

function loadSeries(id: string, { step, days }: Range): Promise<Series> {
  const to = serviceTime.peek()
  return get<Series>(seriesPath(id, step, new Date(to - days * DAY_MS).toISOString(), new Date(to).toISOString()))
}

function Drawn({ series, point, step }: { series: Series; point: Point; step: string }): VNode {
  const { zone, unit } = series
  const values = useMemo(() => series.values.map((v) => ({ ...v, open: Date.parse(v.end) > serviceTime.peek() })), [series])
  const [first, last] = [values[0], values.at(-1)]
  if (first === undefined || last === undefined || values.every((v) => v.value === null)) return <Empty>{t('missing.why')}</Empty>
  const scale = scaleFor(unit, Math.max(...values.map((v) => Math.abs(v.value ?? 0))))
  const period = {
    step: word('step', step),
    from: day(new Date(first.time), zone),
    to: day(new Date(Date.parse(last.end) - 1), zone),
    zone,
  }
  return (
    <>
      <p class="sub">{t('chart.period', period)}</p>
      <Chart
        values={values}
        scale={scale}
        zone={zone}
        bars={isRegister(point)}
        fromZero={isRegister(point) || FROM_ZERO.has(point.quantity)}
        names={{ whole: t('chart.whole'), partial: t('chart.partial') }}
      />
      <ValueTable values={values} unit={unit} scale={scale} zone={zone} file={point.id.replaceAll('/', '-')} />
    </>
  )
}

export function HistoryPanel({ point }: { point: Point }): VNode {
  const range = useSignal<Range>(RANGES[0])
  const { value, failure, again } = usePolled(() => loadSeries(point.id, range.value), EVERY_MS, `${point.id} ${range.value.step}`)
  const known = value.value
  return (
    <section class="panel history">
      <h2>{t(isRegister(point) ? 'point.sum' : 'point.mean')}</h2>
      <p class="ranges" role="group">
        {RANGES.map((r) => (
          <button key={r.key} type="button" aria-pressed={range.value === r} onClick={() => (range.value = r)}>
            {t(r.key)}
          </button>
        ))}
      </p>
      <Failed why={failure.value} retry={again} known={known !== null} />
      {known === null && failure.value === null && <Loading />}
      {known !== null && <Drawn series={known} point={point} step={range.value.step} />}
    </section>
  )
}
