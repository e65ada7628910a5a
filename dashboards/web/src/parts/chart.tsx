/** Values over time by uPlot, loaded when first needed. Gaps are gaps; spans that are only partly measured are drawn apart. */

import { type Signal, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type uPlotClass from 'uplot'
import { clock, dayOfMonth, month, number } from '../format.ts'
import { language, t } from '../i18n.ts'
import { type Scale, withUnit } from '../units.ts'
import { alignedTo, type ChartPoint, columnsOf, endOf, isPartial, spanName } from './chart-data.ts'

export interface ChartProps {
  readonly values: readonly ChartPoint[]
  readonly scale: Scale
  readonly zone: string
  /** Amounts of spans are bars, means are a line. */
  readonly bars?: boolean
  /** Where 0 means nothing (power, flow, amounts), the drawing starts there; temperatures fill the height. */
  readonly fromZero: boolean
  /** The same times of another day, drawn behind. */
  readonly before?: readonly ChartPoint[]
  readonly names: { readonly whole: string; readonly partial: string; readonly before?: string }
}

const HEIGHT = 260
const DAY_S = 86_400

function colours(): { line: string; grid: string; text: string; before: string } {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string): string => style.getPropertyValue(name).trim()
  return { line: of('--accent'), grid: of('--line'), text: of('--soft'), before: of('--residual') }
}

/** Names of the ticks: times within a day, days within a year, else months; always those of the site. */
function tickNames(zone: string) {
  return (...[, ticks, , , step]: Parameters<uPlotClass.Axis.DynamicValues>): string[] =>
    ticks.map((seconds) => {
      const at = new Date(seconds * 1000)
      if (step >= 28 * DAY_S) return month(at, zone)
      const time = clock(at, zone)
      return step >= DAY_S || (time === '00:00' && ticks.length > 1 && seconds !== ticks[0] && seconds !== ticks.at(-1))
        ? dayOfMonth(at, zone)
        : time
    })
}

function heights(least: number, most: number, fromZero: boolean): [number, number] {
  const spare = 0.08 * (most - (fromZero ? Math.min(0, least) : least)) || 1
  return [fromZero ? Math.min(0, least) : least - spare, most + spare]
}

function series(uPlot: typeof uPlotClass, bars: boolean): uPlotClass.Series[] {
  const { line, before } = colours()
  const base = { spanGaps: false, points: { show: false } }
  const path = bars && uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.8, 48], align: 1 }) } : {}
  return [
    {},
    { ...base, stroke: before, width: 1.5 },
    { ...base, ...path, stroke: line, width: bars ? 1 : 2, fill: bars ? `${line}99` : `${line}22` },
    { ...base, ...path, stroke: line, width: bars ? 1 : 2, dash: [5, 4], ...(bars ? { fill: `${line}22` } : {}) },
  ]
}

function options(uPlot: typeof uPlotClass, props: ChartProps, at: Signal<number | null>, width: number): uPlotClass.Options {
  const { grid, text } = colours()
  const font = `12px ${getComputedStyle(document.body).fontFamily}`
  const axis = { font, stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1, size: 4 } }
  const end = endOf(props.values)
  const values = (_: uPlotClass, ticks: number[]): string[] => ticks.map((v) => number(v, Number.isInteger(v) ? 0 : undefined))
  return {
    width,
    height: HEIGHT,
    padding: [12, 28, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), props.zone),
    axes: [
      { ...axis, size: 30, space: 64, values: tickNames(props.zone) },
      { ...axis, size: 58, values },
    ],
    scales: {
      x: { range: (_: uPlotClass, from: number, to: number) => [from, Math.max(to, end)] },
      y: { range: (_: uPlotClass, least: number | null, most: number | null) => heights(least ?? 0, most ?? 1, props.fromZero) },
    },
    series: series(uPlot, props.bars ?? false),
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    hooks: { setCursor: [(plot) => (at.value = plot.cursor.idx ?? null)] },
  }
}

/** What the pointer is on; before that, the unit and what the lines mean. */
function Readout({ props, at }: { props: ChartProps; at: number | null }): VNode {
  const { values, scale, zone, names, before, bars } = props
  const value = at === null ? undefined : values[at]
  if (value === undefined)
    return (
      <ul class="legend">
        <li>{scale.unit}</li>
        <li>
          <i class={`swatch key-whole${bars ? ' key-bar' : ''}`} /> {names.whole}
        </li>
        {before && names.before && (
          <li>
            <i class="swatch key-before" /> {names.before}
          </li>
        )}
        {values.some(isPartial) && (
          <li>
            <i class={`swatch key-partial${bars ? ' key-bar' : ''}`} /> {names.partial}
          </li>
        )}
      </ul>
    )
  const said = value.value === null ? t('missing') : withUnit(number(value.value * scale.factor), scale.unit)
  const other = before && at !== null ? alignedTo(values, before, zone)[at] : null
  return (
    <p class="legend">
      <span>{spanName(value, zone)}</span>
      <strong>{said}</strong>
      {isPartial(value) && <span>{names.partial}</span>}
      {typeof other === 'number' && <span>{`${names.before ?? ''} ${withUnit(number(other * scale.factor), scale.unit)}`}</span>}
    </p>
  )
}

async function drawn(props: ChartProps, at: Signal<number | null>, box: () => HTMLElement | null): Promise<uPlotClass | null> {
  const [{ default: uPlot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')])
  const place = box()
  if (place === null) return null
  const { factor } = props.scale
  const [times, whole, partial] = columnsOf(props.values, { factor, joined: !props.bars })
  const before = props.before === undefined ? times.map(() => null) : alignedTo(props.values, props.before, props.zone)
  const data: uPlotClass.AlignedData = [times, before.map((v) => (v === null ? null : v * factor)), whole, partial]
  return new uPlot(options(uPlot, props, at, place.clientWidth), data, place)
}

export function Chart(props: ChartProps): VNode {
  const place = useRef<HTMLDivElement>(null)
  const at = useSignal<number | null>(null)
  useEffect(() => {
    let plot: uPlotClass | null = null
    let gone = false
    const draw = async (): Promise<void> => {
      const next = await drawn(props, at, () => (gone ? null : place.current))
      plot?.destroy()
      plot = next
    }
    const resize = new ResizeObserver(() => plot?.setSize({ width: place.current?.clientWidth ?? 300, height: HEIGHT }))
    const redraw = (): void => void draw()
    redraw()
    if (place.current) resize.observe(place.current)
    addEventListener('themechange', redraw)
    return () => {
      gone = true
      resize.disconnect()
      removeEventListener('themechange', redraw)
      plot?.destroy()
    }
  }, [props.values, props.before, props.scale.unit, props.zone, props.bars, language.value])
  return (
    <div aria-hidden="true">
      <Readout props={props} at={at.value} />
      <div class="chart" ref={place} />
    </div>
  )
}
