/** A line over time by uPlot, loaded when first needed. Gaps are gaps; spans that are only partly measured are dashed. */

import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type uPlotClass from 'uplot'
import { number } from '../i18n.ts'

export interface ChartPoint {
  readonly time: string
  readonly value: number | null
  readonly coverage: number
}

export interface ChartProps {
  readonly values: readonly ChartPoint[]
  readonly unit: string
  readonly zone: string
  readonly label: string
}

const HEIGHT = 260
const WHOLE = 0.999

type Columns = [number[], (number | null)[], (number | null)[]]

/** Seconds, values that are whole, and values that are not, with their neighbours so that the dashed line joins on. */
export function columnsOf(values: readonly ChartPoint[]): Columns {
  const partial = values.map((v) => v.value !== null && v.coverage < WHOLE)
  const joins = (i: number): boolean => (partial[i - 1] ?? false) || (partial[i] ?? false) || (partial[i + 1] ?? false)
  return [
    values.map((v) => Date.parse(v.time) / 1000),
    values.map((v, i) => (partial[i] ? null : v.value)),
    values.map((v, i) => (joins(i) ? v.value : null)),
  ]
}

function colours(): { line: string; grid: string; text: string } {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string): string => style.getPropertyValue(name).trim()
  return { line: of('--accent'), grid: of('--line'), text: of('--soft') }
}

function options(uPlot: typeof uPlotClass, { unit, zone, label }: ChartProps, width: number): uPlotClass.Options {
  const { line, grid, text } = colours()
  const axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } }
  const series = {
    stroke: line,
    width: 2,
    spanGaps: false,
    points: { show: false },
    value: (_: uPlotClass, v: number | null) => (v === null ? '–' : `${number(v)} ${unit}`),
  }
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    axes: [
      axis,
      {
        ...axis,
        size: 64,
        label: unit,
        labelSize: 18,
        values: (_: uPlotClass, ticks: number[]) => ticks.map((v) => number(v, Number.isInteger(v) ? 0 : 2)),
      },
    ],
    scales: {
      y: { range: (_: uPlotClass, least: number | null, most: number | null) => [Math.min(0, least ?? 0), (most ?? 1) * 1.08 || 1] },
    },
    series: [{}, { ...series, label, fill: `${line}22` }, { ...series, label: `${label} *`, dash: [5, 4] }],
    legend: { show: true, live: true },
  }
}

export function Chart(props: ChartProps): VNode {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let plot: uPlotClass | null = null
    let gone = false
    const draw = async (): Promise<void> => {
      const [{ default: uPlot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')])
      const box = place.current
      if (gone || box === null) return
      plot?.destroy()
      plot = new uPlot(options(uPlot, props, box.clientWidth), columnsOf(props.values), box)
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
  }, [props.values, props.unit, props.zone, props.label])
  return <div class="chart" ref={place} aria-hidden="true" />
}
