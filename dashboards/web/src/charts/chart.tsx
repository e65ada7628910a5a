/** Values over time. Gaps are gaps; spans that are only partly measured are drawn apart. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type uPlotClass from 'uplot'
import { language } from '../text/language.ts'
import { type ChartProps, drawPlot, sizeOf } from './plot.ts'
import { Readout } from './readout.tsx'

export function Chart(props: ChartProps): VNode {
  const place = useRef<HTMLDivElement>(null)
  const at = useSignal<number | null>(null)
  useEffect(() => {
    let plot: uPlotClass | null = null
    let gone = false
    const draw = async (): Promise<void> => {
      const next = await drawPlot(props, at, () => (gone ? null : place.current))
      plot?.destroy()
      plot = next
    }
    const resize = new ResizeObserver(() => place.current && plot?.setSize(sizeOf(place.current)))
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
  }, [props.values, props.before, props.scale.unit, props.zone, props.bars, props.tone, language.value])
  return (
    <div class={`tone-${props.tone}`} aria-hidden="true">
      <Readout props={props} at={at.value} />
      <div class="chart" ref={place} />
    </div>
  )
}
