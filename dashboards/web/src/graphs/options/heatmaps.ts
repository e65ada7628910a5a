/** Options of heatmaps: an average week by the hour, and a year by the day. A cell without data is left out: the ground shows. */

import type { Options, Palette } from '../palette.ts'

export interface WeekHeat {
  /** Mean rate by weekday, Monday first, and hour; null where nothing is known. */
  readonly cells: readonly (readonly (number | null)[])[]
  readonly weekdays: readonly string[]
  readonly hours: readonly string[]
}

export interface YearHeat {
  /** Local days with their amount. */
  readonly days: readonly (readonly [day: string, value: number])[]
  /** Days that are hardly measured, or not over: they have a colour and do not set the scale. */
  readonly partial: ReadonlySet<string>
  readonly from: string
  readonly to: string
  /** Sunday first, as ECharts counts. */
  readonly weekdays: readonly string[]
  readonly months: readonly string[]
}

function scaleOf(values: readonly number[], palette: Palette): object {
  // From the least to the most: a base load would hide when the rest is used.
  const [least, most] = [Math.min(...values), Math.max(...values, 1e-9)]
  return { type: 'continuous', show: false, min: least, max: most, inRange: { color: [palette.tint, palette.tone, palette.ink] } }
}

export function weekOptions({ cells, weekdays, hours }: WeekHeat, palette: Palette): Options {
  const data = cells.flatMap((row, day) => row.flatMap((value, hour) => (value === null ? [] : [[hour, day, value]])))
  const axis = { axisLine: { show: false }, axisTick: { show: false }, splitArea: { show: false } }
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, fontSize: 12 },
    grid: { left: 4, right: 4, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: hours, ...axis, axisLabel: { color: palette.soft, interval: (i: number) => i % 3 === 0 } },
    yAxis: { type: 'category', data: weekdays, inverse: true, ...axis, axisLabel: { color: palette.soft } },
    visualMap: scaleOf(
      data.map(([, , v]) => v ?? 0),
      palette,
    ),
    series: [
      {
        type: 'heatmap',
        data,
        itemStyle: { borderColor: palette.panel, borderWidth: 2, borderRadius: 3 },
        emphasis: { itemStyle: { borderColor: palette.text, borderWidth: 1.5 } },
      },
    ],
  }
}

export function yearOptions({ days, partial, from, to, weekdays, months }: YearHeat, palette: Palette): Options {
  const cell = { borderColor: palette.panel, borderWidth: 2, color: palette.line, opacity: 0.35 }
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, fontSize: 12 },
    visualMap: scaleOf(
      days.filter(([day]) => !partial.has(day)).map(([, v]) => v),
      palette,
    ),
    calendar: {
      range: [from, to],
      left: 36,
      right: 4,
      top: 24,
      bottom: 4,
      cellSize: ['auto', 'auto'],
      splitLine: { show: true, lineStyle: { color: palette.soft, width: 1, opacity: 0.5 } },
      itemStyle: cell,
      yearLabel: { show: false },
      dayLabel: { firstDay: 1, color: palette.soft, nameMap: [...weekdays] },
      monthLabel: { color: palette.soft, nameMap: [...months] },
    },
    series: [
      {
        type: 'heatmap',
        coordinateSystem: 'calendar',
        data: days.map(([day, value]) => [day, value]),
        itemStyle: { borderColor: palette.panel, borderWidth: 2, borderRadius: 2 },
        emphasis: { itemStyle: { borderColor: palette.text, borderWidth: 1.5 } },
      },
    ],
  }
}
