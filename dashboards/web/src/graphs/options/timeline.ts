/** Options of values over time: spans are categories, so that days of 23 and 25 hours have as many and gaps stay gaps. */

import type { Options, Palette } from '../palette.ts'

export interface TimelineSeries {
  readonly name: string
  /** Hex, or null for the colour of the drawing's medium. */
  readonly colour: string | null
  readonly values: readonly (number | null)[]
  /** Measured share of each span; what is below is drawn as partly measured. Absent: all of it is measured. */
  readonly measured?: readonly number[]
  readonly kind: 'line' | 'bar' | 'step'
  /** Drawn behind, in the colour of what is compared. */
  readonly compared?: boolean
  readonly stack?: string
  /** 0 left, 1 right. */
  readonly axis?: 0 | 1
  readonly dash?: boolean
}

export interface TimelineBand {
  readonly low: readonly (number | null)[]
  readonly high: readonly (number | null)[]
}

export interface Timeline {
  /** Start of each span, as it stands below the axis. */
  readonly labels: readonly string[]
  /** Spans with a label of their own below the axis. */
  readonly isTick: (index: number) => boolean
  readonly series: readonly TimelineSeries[]
  readonly band?: TimelineBand | null
  readonly units: readonly string[]
  readonly format: (value: number) => string
  /** By unit: 0 means nothing, the axis starts there. */
  readonly fromZero: readonly boolean[]
  readonly zoom?: { readonly start: number; readonly end: number } | null
  readonly zoomable: boolean
}

/** Below this measured share a span is drawn as partly measured. */
export const ENOUGH = 0.95

/** Strokes across a bar that is partly measured. */
const HATCH = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4, color: 'rgba(255,255,255,0.55)' }

const isWhole = (measured: readonly number[] | undefined, i: number): boolean => (measured?.[i] ?? 1) >= ENOUGH

function bars(series: TimelineSeries, colour: string): object {
  const data = series.values.map((value, i) =>
    value === null || isWhole(series.measured, i) ? value : { value, itemStyle: { decal: HATCH, opacity: 0.55 } },
  )
  return {
    type: 'bar',
    data,
    itemStyle: { color: colour, borderRadius: series.stack === undefined ? [2, 2, 0, 0] : 0 },
    barCategoryGap: '18%',
    large: false,
  }
}

/** A line of what is whole, and a dashed one of what is not, which joins on to it. */
function lines(series: TimelineSeries, colour: string, shared: object): readonly object[] {
  const n = series.values.length
  const whole = series.values.map((v, i) => (isWhole(series.measured, i) ? v : null))
  const near = (i: number): boolean => [i - 1, i, i + 1].some((k) => k >= 0 && k < n && !isWhole(series.measured, k))
  const partial = series.values.map((v, i) => (near(i) ? v : null))
  const style = (type: string): object => ({ color: colour, width: series.compared === true ? 1.5 : 2, type })
  const base = { ...shared, type: 'line', showSymbol: false, connectNulls: false, ...(series.kind === 'step' ? { step: 'start' } : {}) }
  const area = series.stack === undefined ? {} : { areaStyle: { color: colour, opacity: 0.35 } }
  const drawn = { ...base, ...area, data: whole, lineStyle: style(series.dash === true ? 'dotted' : 'solid'), itemStyle: { color: colour } }
  // Stacked lines cannot be parted: a part would lack in the sum.
  if (series.stack !== undefined) return [{ ...drawn, data: [...series.values] }]
  return partial.every((v) => v === null)
    ? [drawn]
    : [drawn, { ...base, data: partial, lineStyle: { ...style('dashed'), opacity: 0.8 }, itemStyle: { color: colour } }]
}

function seriesOf(series: TimelineSeries, palette: Palette): readonly object[] {
  const colour = series.compared === true ? palette.compared : (series.colour ?? palette.tone)
  const shared = {
    name: series.name,
    yAxisIndex: series.axis ?? 0,
    z: series.compared === true ? 2 : 3,
    animation: false,
    silent: true,
    ...(series.stack === undefined ? {} : { stack: series.stack }),
  }
  return series.kind === 'bar' ? [{ ...shared, ...bars(series, colour) }] : lines(series, colour, shared)
}

/** The typical band: an invisible floor and its height on top. */
function bandOf({ low, high }: TimelineBand, palette: Palette): readonly object[] {
  const base = {
    type: 'line',
    stack: 'typical',
    stackStrategy: 'all',
    showSymbol: false,
    silent: true,
    animation: false,
    lineStyle: { width: 0 },
    z: 1,
  }
  const height = high.map((v, i) => (v === null || low[i] === null || low[i] === undefined ? null : v - low[i]))
  return [
    { ...base, data: [...low] },
    { ...base, data: height, areaStyle: { color: palette.compared, opacity: 0.2 } },
  ]
}

function valueAxis(timeline: Timeline, palette: Palette, i: number): object {
  return {
    type: 'value',
    name: timeline.units[i] ?? '',
    nameTextStyle: { color: palette.soft, align: i === 0 ? 'left' : 'right', padding: [0, 0, 2, 0] },
    nameGap: 8,
    position: i === 0 ? 'left' : 'right',
    scale: timeline.fromZero[i] !== true,
    splitNumber: 4,
    axisLabel: { color: palette.soft, formatter: timeline.format },
    splitLine: { show: i === 0, lineStyle: { color: palette.line } },
  }
}

export function timelineOptions(timeline: Timeline, palette: Palette): Options {
  const { labels, zoom, zoomable } = timeline
  const range = { start: zoom?.start ?? 0, end: zoom?.end ?? 100 }
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, fontSize: 12 },
    grid: {
      left: 4,
      right: timeline.units.length > 1 ? 4 : 12,
      top: 28,
      bottom: zoomable ? 44 : 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'category',
      data: labels,
      boundaryGap: timeline.series.some((s) => s.kind === 'bar'),
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { color: palette.soft, interval: timeline.isTick, hideOverlap: true },
      axisPointer: {
        show: true,
        type: 'line',
        label: { show: false },
        lineStyle: { color: palette.soft, type: 'solid', width: 1 },
        triggerEmphasis: false,
      },
    },
    yAxis: timeline.units.map((_, i) => valueAxis(timeline, palette, i)),
    ...(zoomable
      ? {
          dataZoom: [
            { type: 'inside', ...range, zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true },
            {
              type: 'slider',
              ...range,
              height: 20,
              bottom: 6,
              brushSelect: false,
              borderColor: palette.line,
              fillerColor: `${palette.accent}22`,
              handleStyle: { color: palette.panel, borderColor: palette.accent },
              moveHandleSize: 0,
              textStyle: { color: palette.soft },
              labelFormatter: (i: number) => labels[i] ?? '',
              dataBackground: { lineStyle: { color: palette.soft, opacity: 0.5 }, areaStyle: { color: palette.soft, opacity: 0.12 } },
              selectedDataBackground: { lineStyle: { color: palette.tone }, areaStyle: { color: palette.tone, opacity: 0.15 } },
            },
          ],
        }
      : {}),
    series: [...(timeline.band == null ? [] : bandOf(timeline.band, palette)), ...timeline.series.flatMap((s) => seriesOf(s, palette))],
  }
}
