/** A drawing by ECharts: options from a pure builder, colours of its place, a description for those who do not see it. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { language, t } from '../text/language.ts'
import { type Tone } from '../ui/medium.tsx'
import type { Engine } from './engine.ts'
import { type Options, type Palette, paletteAt } from './palette.ts'

export interface Zoom {
  /** Of the whole range, in per cent. */
  readonly start: number
  readonly end: number
}

export interface DrawingProps {
  readonly build: (palette: Palette) => Options
  /** Draws anew when it changes. */
  readonly of: readonly unknown[]
  readonly tone: Tone
  /** What it shows, in a sentence. */
  readonly label: string
  readonly height: number
  /** Index of the span under the pointer, null beside it. */
  readonly onPoint?: (index: number | null) => void
  /** Data of the cell under the pointer, null beside it. */
  readonly onCell?: (data: readonly (string | number)[] | null) => void
  readonly onPick?: (data: readonly (string | number)[]) => void
  readonly onZoom?: (zoom: Zoom) => void
}

interface CellEvent {
  readonly data?: unknown
}
interface PointerEvent_ {
  readonly axesInfo?: readonly { readonly value: number }[]
}

function listen(engine: Engine, props: { readonly current: DrawingProps }): void {
  const cellOf = ({ data }: CellEvent): readonly (string | number)[] | null => (Array.isArray(data) ? (data as (string | number)[]) : null)
  engine.on('updateAxisPointer', (event) => props.current.onPoint?.((event as PointerEvent_).axesInfo?.[0]?.value ?? null))
  engine.getZr().on('globalout', () => {
    props.current.onPoint?.(null)
    props.current.onCell?.(null)
  })
  engine.on('mouseover', (event) => props.current.onCell?.(cellOf(event as CellEvent)))
  engine.on('click', (event) => {
    const cell = cellOf(event)
    if (cell !== null) props.current.onPick?.(cell)
  })
  engine.on('datazoom', () => {
    const zoom = (engine.getOption() as { dataZoom?: readonly Zoom[] }).dataZoom?.[0]
    if (zoom !== undefined) props.current.onZoom?.({ start: zoom.start, end: zoom.end })
  })
}

export function Drawing(props: DrawingProps): VNode {
  const place = useRef<HTMLDivElement>(null)
  const engine = useRef<Engine | null>(null)
  const failed = useSignal(false)
  const current = useRef(props)
  current.current = props

  useEffect(() => {
    let gone = false
    const resize = new ResizeObserver(() => engine.current?.resize())
    const draw = (): void => {
      if (place.current !== null) engine.current?.setOption(current.current.build(paletteAt(place.current)), { notMerge: true })
    }
    void import('./engine.ts')
      .then(({ createEngine }) => {
        if (gone || place.current === null) return
        engine.current = createEngine(place.current)
        listen(engine.current, current)
        resize.observe(place.current)
        draw()
      })
      // Without a connection: the table beside shows the numbers.
      .catch(() => (failed.value = true))
    addEventListener('themechange', draw)
    return () => {
      gone = true
      resize.disconnect()
      removeEventListener('themechange', draw)
      engine.current?.dispose()
      engine.current = null
    }
  }, [])

  useEffect(() => {
    if (place.current !== null) engine.current?.setOption(props.build(paletteAt(place.current)), { notMerge: true })
  }, [...props.of, language.value])

  return (
    <div class={`tone-${props.tone} drawing`}>
      <div class="drawn" ref={place} role="img" aria-label={props.label} style={{ height: `${props.height}px` }} />
      {failed.value && <p class="state failed">{t('drawing.failed')}</p>}
    </div>
  )
}
