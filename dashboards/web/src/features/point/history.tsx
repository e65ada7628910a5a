/** The past of a point by steps of the calendar: amounts of a register as bars, means of a gauge as a line. */

import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { comparison, rangeFor } from '../../address/context.ts'
import { comparedSpan, formatRange, type Range, spanOf, stepOf } from '../../address/range.ts'
import { get, seriesPath } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer, Point } from '../../api/types.ts'
import { Chart } from '../../charts/chart.tsx'
import { ValueTable } from '../../charts/value-table.tsx'
import { serviceTime } from '../../state/clock.ts'
import { day } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { scaleFor } from '../../text/units.ts'
import type { Tone } from '../../ui/medium.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { RangeButtons } from './range-buttons.tsx'
import { t } from './text.ts'

type Series = Answer<'GET /api/v1/points/{id}/series'>

const EVERY_MS = 60_000

/** Quantities of which 0 means that nothing is there. */
const FROM_ZERO = new Set(['power', 'flow', 'current', 'irradiance', 'illuminance', 'occupancy', 'occupants', 'level', 'switch'])

const isRegister = ({ kind }: Point): boolean => kind === 'counter' || kind === 'interval'

interface History {
  readonly shown: Series
  readonly compared: Series | null
}

async function loadHistory(id: string, range: Range): Promise<History> {
  const [nowMs, step, against] = [serviceTime.peek(), stepOf(range), comparison.peek()]
  const load = (span: { readonly from: string; readonly to: string }): Promise<Series> => get<Series>(seriesPath(id, { step, ...span }))
  const [shown, compared] = await Promise.all([
    load(spanOf(range, nowMs)),
    against === null ? null : load(comparedSpan(range, against, nowMs)),
  ])
  return { shown, compared }
}

function Drawing({ history: { shown, compared }, point, tone }: { history: History; point: Point; tone: Tone }): VNode {
  const { zone, unit, step } = shown
  const values = useMemo(() => shown.values.map((v) => ({ ...v, open: Date.parse(v.end) > serviceTime.peek() })), [shown])
  const [first, last] = [values[0], values.at(-1)]
  if (first === undefined || last === undefined || values.every((v) => v.value === null)) return <Empty>{t('missing.why')}</Empty>
  const both = [...shown.values, ...(compared?.values ?? [])]
  const scale = scaleFor(unit, Math.max(...both.map((v) => Math.abs(v.value ?? 0))))
  const period = {
    step: term('step', step),
    from: day(new Date(first.time), zone),
    to: day(new Date(Date.parse(last.end) - 1), zone),
    zone,
  }
  const against = comparison.value
  const comparable = compared?.values.some((v) => v.value !== null) ?? false
  return (
    <>
      <p class="sub">{t('chart.period', period)}</p>
      <Chart
        values={values}
        scale={scale}
        zone={zone}
        tone={tone}
        bars={isRegister(point)}
        fromZero={isRegister(point) || FROM_ZERO.has(point.quantity)}
        {...(compared === null || !comparable ? {} : { before: compared.values })}
        names={{ whole: t('chart.whole'), partial: t('chart.partial'), ...(against === null ? {} : { before: t(`compare.${against}`) }) }}
      />
      <ValueTable values={values} unit={unit} scale={scale} zone={zone} file={point.id.replaceAll('/', '-')} />
    </>
  )
}

export function HistoryPanel({ point, tone }: { point: Point; tone: Tone }): VNode {
  const range = rangeFor('any')
  const key = `${point.id} ${formatRange(range)} ${comparison.value ?? ''}`
  const polling = usePolling(() => loadHistory(point.id, range), EVERY_MS, key)
  return (
    <section class="panel history">
      <h2>{t(isRegister(point) ? 'point.sum' : 'point.mean')}</h2>
      <RangeButtons range={range} />
      <Loadable of={polling}>{(history) => <Drawing history={history} point={point} tone={tone} />}</Loadable>
    </section>
  )
}
