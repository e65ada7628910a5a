/** The course of what a place used: bars of amounts or a line of rates, what is compared behind, the typical band. */

import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Zoom } from '../../graphs/drawing.tsx'
import { TimeChart, type TimeSeries } from '../../graphs/time-chart.tsx'
import { serviceTime } from '../../state/clock.ts'
import { t } from '../../text/language.ts'
import type { Scale } from '../../text/units.ts'
import type { Tone } from '../../ui/medium.tsx'
import { Empty } from '../../ui/states.tsx'
import { rateUnit, scaleAmount } from '../amounts.ts'
import { courseOf, type Load } from '../load.ts'
import { besideOf, HOURS_OF, ratesOf } from '../spans.ts'
import { TYPICAL_WEEKS } from '../typical.ts'
import type { Usage } from '../usage-api.ts'

export interface LoadChartProps {
  readonly load: Load
  readonly tone: Tone
  readonly title: string
  readonly name: string
  readonly comparedName: string
  readonly file: string
  readonly height?: number
  readonly zoom?: Zoom | null
  readonly onZoom?: (zoom: Zoom) => void
}

interface Shown {
  /** What a value is multiplied by to be a rate: kWh of a quarter hour are four times as many kW. */
  readonly factor: number
  readonly unit: string
  readonly bars: boolean
}

/** Quarter hours and hours of an amount are shown as its rate; money, CO2, days and months as amounts. */
function formOf({ step, unit, measure }: Usage): Shown {
  if (measure === 'amount' && (step === '15m' || step === '1h')) return { factor: 1 / HOURS_OF[step], unit: rateUnit(unit), bars: false }
  return { factor: 1, unit, bars: true }
}

export function LoadChart({ load: { shown, compared, typical }, ...props }: LoadChartProps): VNode {
  const form = formOf(shown)
  const series = useMemo(() => seriesOf(shown, compared, props, form), [shown, compared])
  if (shown.total.values.every((v) => v === null)) return <Empty>{t('load.none')}</Empty>
  const scaled = (values: readonly (number | null)[]): (number | null)[] => values.map((v) => (v === null ? null : v * form.factor))
  return (
    <TimeChart
      edges={shown.edges}
      step={shown.step}
      zone={shown.zone}
      tone={props.tone}
      title={props.title}
      file={props.file}
      series={series}
      band={
        typical === null ? null : { low: scaled(typical.low), high: scaled(typical.high), name: t('typical.band', { n: TYPICAL_WEEKS }) }
      }
      {...(props.height === undefined ? {} : { height: props.height })}
      {...(props.onZoom === undefined ? {} : { onZoom: props.onZoom, zoom: props.zoom ?? null })}
      notes={shown.unpriced.length === 0 ? undefined : <p class="warn">{t('unpriced', { sites: shown.unpriced.join(', ') })}</p>}
    />
  )
}

function seriesOf(
  shown: Usage,
  compared: Usage | null,
  { name, comparedName }: LoadChartProps | Pick<LoadChartProps, 'name' | 'comparedName'>,
  form: Shown,
): TimeSeries[] {
  const scaled = (values: readonly (number | null)[]): (number | null)[] => values.map((v) => (v === null ? null : v * form.factor))
  const values = form.bars
    ? shown.total.values
    : ratesOf({ edges: shown.edges, values: shown.total.values }, shown.step, serviceTime.peek())
  const beside = compared === null ? null : scaled(besideOf(courseOf(shown), courseOf(compared), shown.zone))
  const most = Math.max(0, ...values.map((v) => v ?? 0), ...(beside ?? []).map((v) => v ?? 0))
  const scale: Scale = scaleAmount(form.unit, most)
  const own: TimeSeries = { name, unit: form.unit, scale, values, measured: shown.total.measured, kind: form.bars ? 'bar' : 'line' }
  if (beside === null || beside.every((v) => v === null)) return [own]
  return [{ name: comparedName, unit: form.unit, scale, values: beside, kind: form.bars ? 'step' : 'line', compared: true }, own]
}
