/** The one importer of ECharts: only the parts that the drawings use, in a chunk that is fetched with the first drawing. */

import { BarChart, HeatmapChart, LineChart } from 'echarts/charts'
import { AxisPointerComponent, CalendarComponent, DataZoomComponent, GridComponent, VisualMapComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([
  AxisPointerComponent,
  BarChart,
  CalendarComponent,
  CanvasRenderer,
  DataZoomComponent,
  GridComponent,
  HeatmapChart,
  LineChart,
  VisualMapComponent,
])

export type Engine = ECharts

export function createEngine(place: HTMLElement): Engine {
  return init(place, null, { renderer: 'canvas' })
}
