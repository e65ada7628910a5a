import { describe, expect, it } from 'vitest'
import { csvOf } from '../../../../dashboards/web/src/graphs/numbers.tsx'
import { weekOptions, yearOptions } from '../../../../dashboards/web/src/graphs/options/heatmaps.ts'
import { type Timeline, timelineOptions } from '../../../../dashboards/web/src/graphs/options/timeline.ts'
import type { Palette } from '../../../../dashboards/web/src/graphs/palette.ts'

const HUES = { electricity: '#1', gas: '#2', heat: '#3', tap: '#4', reclaimed: '#5', solar: '#6', waste: '#7', total: '#8' }
const PALETTE = {
  text: '#text',
  soft: '#soft',
  line: '#line',
  panel: '#panel',
  compared: '#compared',
  accent: '#accent',
  attention: '#attention',
  hatch: '#hatch',
  font: 'a font',
  tint: '#tint',
  tone: '#tone',
  ink: '#ink',
  tones: HUES,
} as const satisfies Palette

const TIMELINE: Timeline = {
  labels: ['a', 'b', 'c'],
  isTick: () => true,
  series: [],
  units: ['kW'],
  format: String,
  fromZero: [true],
  zoomable: false,
}

interface Drawn {
  readonly type: string
  readonly data: readonly unknown[]
  readonly lineStyle?: { readonly type?: string; readonly color?: string }
  readonly stack?: string
  readonly yAxisIndex?: number
}

const drawn = (timeline: Partial<Timeline>): readonly Drawn[] =>
  timelineOptions({ ...TIMELINE, ...timeline }, PALETTE)['series'] as readonly Drawn[]

describe('the options of values over time', () => {
  it('keep a missing value as a gap, and draw a line that is partly measured with dashes that join on', () => {
    const [whole, partial] = drawn({ series: [{ name: 'x', colour: null, values: [1, null, 3], measured: [1, 0, 0.5], kind: 'line' }] })
    expect([whole?.data, whole?.lineStyle?.type, whole?.lineStyle?.color]).toEqual([[1, null, null], 'solid', '#tone'])
    expect([partial?.data, partial?.lineStyle?.type]).toEqual([[1, null, 3], 'dashed'])
  })

  it('hatch a bar with less than 95 % measured time, and no other', () => {
    const [bars] = drawn({ series: [{ name: 'x', colour: '#c', values: [1, 2, null], measured: [0.95, 0.94, 0], kind: 'bar' }] })
    expect(bars?.data[0]).toBe(1)
    expect(bars?.data[1]).toMatchObject({ value: 2, itemStyle: { decal: { symbol: 'rect' } } })
    expect(bars?.data[2]).toBeNull()
  })

  it('draw what is compared behind in its own colour, and the typical band as a floor and a height', () => {
    const series = drawn({
      series: [{ name: 'x', colour: null, values: [1, 2, 3], kind: 'line', compared: true }],
      band: { low: [1, null, 2], high: [4, null, 5] },
    })
    expect(series.map((s) => [s.stack ?? null, s.data])).toEqual([
      ['typical', [1, null, 2]],
      ['typical', [3, null, 3]],
      [null, [1, 2, 3]],
    ])
    expect(series[2]?.lineStyle?.color).toBe('#compared')
  })

  it('give a second unit an axis at the right, and start at 0 only where 0 means nothing', () => {
    const { yAxis } = timelineOptions({ ...TIMELINE, units: ['kW', '°C'], fromZero: [true, false] }, PALETTE) as {
      yAxis: { scale: boolean; position: string }[]
    }
    expect(yAxis.map((a) => [a.position, a.scale])).toEqual([
      ['left', false],
      ['right', true],
    ])
  })

  it('zoom only where it is asked for, to the part that stands in the address', () => {
    expect(timelineOptions(TIMELINE, PALETTE)['dataZoom']).toBeUndefined()
    expect(timelineOptions({ ...TIMELINE, zoomable: true, zoom: { start: 10, end: 20 } }, PALETTE)['dataZoom']).toMatchObject([
      { type: 'inside', start: 10, end: 20 },
      { type: 'slider', start: 10, end: 20 },
    ])
  })
})

describe('the options of heatmaps', () => {
  it('leave out a cell without data, and colour from the least to the most', () => {
    const options = weekOptions(
      {
        cells: [
          [1, null],
          [5, 3],
        ],
        weekdays: ['Mo', 'Tu'],
        hours: ['0', '1'],
      },
      PALETTE,
    )
    expect((options['series'] as { data: unknown }[])[0]?.data).toEqual([
      [0, 0, 1],
      [0, 1, 5],
      [1, 1, 3],
    ])
    expect(options['visualMap']).toMatchObject({ min: 1, max: 5, inRange: { color: ['#tint', '#tone', '#ink'] } })
  })

  it('of a year let a day that is not over have a colour, and not set the scale', () => {
    const days: [string, number][] = [
      ['2026-03-01', 100],
      ['2026-03-02', 120],
      ['2026-03-03', 4],
    ]
    const options = yearOptions(
      { days, partial: new Set(['2026-03-03']), from: '2026-03-01', to: '2026-03-03', weekdays: [], months: [] },
      PALETTE,
    )
    expect(options['visualMap']).toMatchObject({ min: 100, max: 120 })
    expect((options['series'] as { data: unknown[] }[])[0]?.data).toHaveLength(3)
  })
})

describe('the CSV behind a drawing', () => {
  it('has each span with its two edges, amounts and measured shares by column, quotes where a name needs them, and nothing for what is missing', () => {
    expect(
      csvOf({ edges: ['a', 'b', 'c'], columns: [{ name: 'Block A, main', unit: 'kWh', values: [1.5, null], measured: [1, 0] }] }),
    ).toBe('from,to,"Block A, main (kWh)","Block A, main: measured"\r\na,b,1.5,1\r\nb,c,,0\r\n')
  })
})
