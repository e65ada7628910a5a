/** The drawing of a chart by uPlot, loaded when the first chart is shown. */

import type { Signal } from '@preact/signals'
import type uPlotClass from 'uplot'
import { clock, dayOfMonth, month, number } from '../text/format.ts'
import type { Scale } from '../text/units.ts'
import type { Tone } from '../ui/medium.tsx'
import { alignedTo, type ChartPoint, columnsOf, endOf } from './chart-data.ts'

export interface ChartProps {
  readonly values: readonly ChartPoint[]
  readonly scale: Scale
  readonly zone: string
  /** Amounts of spans are bars, means are a line. */
  readonly bars?: boolean
  /** Where 0 means nothing (power, flow, amounts), the drawing starts there; temperatures fill the height. */
  readonly fromZero: boolean
  /** Hue of the medium. */
  readonly tone: Tone
  /** The same times of a compared span, drawn behind. */
  readonly before?: readonly ChartPoint[]
  readonly names: { readonly whole: string; readonly partial: string; readonly before?: string }
}

/** Least height of a drawing; a style sheet may give the place more. */
const LEAST_HEIGHT = 200
const DAY_S = 86_400

interface Colours {
  readonly line: string
  readonly grid: string
  readonly text: string
  readonly before: string
}

/** A canvas takes colours as values: those of the place where the chart stands, so of its tone and theme. */
function coloursAt(place: HTMLElement): Colours {
  const style = getComputedStyle(place)
  const of = (name: string): string => style.getPropertyValue(name).trim()
  return { line: of('--tone'), grid: of('--line'), text: of('--soft'), before: of('--compared') }
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

export function sizeOf(place: HTMLElement): { readonly width: number; readonly height: number } {
  const height = Number.parseFloat(getComputedStyle(place).minHeight)
  return { width: place.clientWidth || 300, height: Math.max(LEAST_HEIGHT, Number.isNaN(height) ? 0 : height) }
}

function heights(least: number, most: number, fromZero: boolean): [number, number] {
  const spare = 0.08 * (most - (fromZero ? Math.min(0, least) : least)) || 1
  return [fromZero ? Math.min(0, least) : least - spare, most + spare]
}

function series(uPlot: typeof uPlotClass, bars: boolean, { line, before }: Colours): uPlotClass.Series[] {
  const base = { spanGaps: false, points: { show: false } }
  const path = bars && uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.8, 48], align: 1 }) } : {}
  // Amounts hold for a whole span: a compared one is a step, not a slope.
  const steps = bars && uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}
  return [
    {},
    { ...base, ...steps, stroke: before, width: 1.5 },
    { ...base, ...path, stroke: line, width: bars ? 0 : 2, fill: bars ? `${line}b3` : `${line}22` },
    { ...base, ...path, stroke: line, width: bars ? 1 : 2, dash: [5, 4], ...(bars ? { fill: `${line}22` } : {}) },
  ]
}

function options(uPlot: typeof uPlotClass, props: ChartProps, at: Signal<number | null>, place: HTMLElement): uPlotClass.Options {
  const colours = coloursAt(place)
  const { grid, text } = colours
  const font = `12px ${getComputedStyle(document.body).fontFamily}`
  const axis = { font, stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1, size: 4 } }
  const end = endOf(props.values)
  const values = (_: uPlotClass, ticks: number[]): string[] => ticks.map((v) => number(v, Number.isInteger(v) ? 0 : undefined))
  return {
    ...sizeOf(place),
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
    series: series(uPlot, props.bars ?? false, colours),
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    hooks: { setCursor: [(plot) => (at.value = plot.cursor.idx ?? null)] },
  }
}

/** Null when the place has gone meanwhile. */
export async function drawPlot(props: ChartProps, at: Signal<number | null>, box: () => HTMLElement | null): Promise<uPlotClass | null> {
  const [{ default: uPlot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')])
  const place = box()
  if (place === null) return null
  const { factor } = props.scale
  const [times, whole, partial] = columnsOf(props.values, { factor, joined: !props.bars })
  const before = props.before === undefined ? times.map(() => null) : alignedTo(props.values, props.before, props.zone)
  const data: uPlotClass.AlignedData = [times, before.map((v) => (v === null ? null : v * factor)), whole, partial]
  return new uPlot(options(uPlot, props, at, place), data, place)
}
