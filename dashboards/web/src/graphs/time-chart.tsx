/** Values over time with what they mean: key or the values under the pointer above, the drawing, the numbers behind it. */

import { useSignal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { number, percent } from '../text/format.ts'
import { t } from '../text/language.ts'
import { type Scale, withUnit } from '../text/units.ts'
import type { Tone } from '../ui/medium.tsx'
import { type SpanStep, spanText, tickText } from '../usage/spans.ts'
import { Drawing, type Zoom } from './drawing.tsx'
import { Numbers } from './numbers.tsx'
import { ENOUGH, type TimelineBand, timelineOptions, type TimelineSeries } from './options/timeline.ts'
import type { Options, Palette } from './palette.ts'

export interface TimeSeries extends Omit<TimelineSeries, 'colour'> {
  /** Hue of its own; absent: that of the chart. */
  readonly tone?: Tone
  readonly unit: string
  readonly scale: Scale
}

export interface TimeChartProps {
  readonly edges: readonly string[]
  readonly step: SpanStep
  readonly zone: string
  readonly tone: Tone
  readonly series: readonly TimeSeries[]
  readonly band?: (TimelineBand & { readonly name: string }) | null
  readonly height?: number
  readonly zoom?: Zoom | null
  readonly onZoom?: (zoom: Zoom) => void
  readonly file: string
  readonly title: string
  readonly notes?: ComponentChildren
}

const scaled = (values: readonly (number | null)[], { factor }: Scale): (number | null)[] =>
  values.map((v) => (v === null ? null : v * factor))

/** Quantities whose 0 is no absence: their axis begins where the values do. */
const FREE_UNITS = new Set(['°C', 'hPa', 'V', 'Hz', 'ppm', '%'])

/** At most so many labels below the axis. */
const MOST_TICKS = 12

/** Spans with a label: midnights, else every so many spans. */
function ticksOf({ edges, step, zone }: TimeChartProps): (index: number) => boolean {
  const texts = edges.slice(0, -1).map((edge) => tickText(edge, step, zone))
  if (step === '15m' || step === '1h') {
    const midnights = texts.flatMap((text, i) => (text.includes(':') ? [] : [i]))
    if (midnights.length > 2) {
      const every = Math.ceil(midnights.length / MOST_TICKS)
      const kept = new Set(midnights.filter((_, n) => n % every === 0))
      return (i) => kept.has(i)
    }
    const every = step === '15m' ? 12 : 3
    return (i) => i % every === 0
  }
  const every = Math.ceil(texts.length / MOST_TICKS)
  return (i) => i % every === 0
}

function Key({ series, band }: Pick<TimeChartProps, 'series' | 'band'>): VNode {
  const partly = series.some((s) => s.values.some((v, i) => v !== null && (s.measured?.[i] ?? 1) < ENOUGH))
  return (
    <ul class="legend">
      {series.map((s) => (
        <li key={s.name} class={s.tone === undefined ? undefined : `tone-${s.tone}`}>
          <i
            class={`swatch ${s.compared === true ? 'key-before' : 'key-whole'}${s.kind === 'bar' || s.stack !== undefined ? ' key-bar' : ''}`}
          />{' '}
          {s.name}
        </li>
      ))}
      {band != null && (
        <li>
          <i class="swatch key-band" /> {band.name}
        </li>
      )}
      {partly && (
        <li>
          <i class="swatch key-partial" /> {t('partly.key')}
        </li>
      )}
    </ul>
  )
}

function Reading({ props, at }: { props: TimeChartProps; at: number }): VNode {
  const { edges, step, zone, series, band } = props
  const scale = series[0]?.scale
  const [low, high] = [band?.low[at], band?.high[at]]
  return (
    <p class="legend">
      <span>{spanText(edges[at] ?? '', step, zone)}</span>
      {series.map((s) => {
        const value = s.values[at]
        const share = s.measured?.[at]
        return (
          <span key={s.name} class={s.tone === undefined ? undefined : `tone-${s.tone}`}>
            <i class={`swatch ${s.compared === true ? 'key-before' : 'key-whole'}`} /> {s.name}{' '}
            <strong>{value == null ? t('missing') : withUnit(number(value * s.scale.factor), s.scale.unit)}</strong>
            {value != null && share !== undefined && share < 0.999 && <small> {t('coverage.share', { share: percent(share) })}</small>}
          </span>
        )
      })}
      {low != null && high != null && scale !== undefined && (
        <span>
          <i class="swatch key-band" /> {t('typical')} {number(low * scale.factor)} – {withUnit(number(high * scale.factor), scale.unit)}
        </span>
      )}
    </p>
  )
}

/** What the chart says to those who do not see it. */
function describe({ title, series, edges, step, zone }: TimeChartProps): string {
  const [first, last] = [edges[0], edges.at(-2)]
  const span = first === undefined || last === undefined ? '' : `${spanText(first, step, zone)} – ${spanText(last, step, zone)}`
  const parts = series.map((s) => {
    const known = s.values.filter((v) => v !== null)
    if (known.length === 0) return `${s.name}: ${t('missing')}`
    const [least, most] = [Math.min(...known), Math.max(...known)].map((v) => number(v * s.scale.factor))
    return `${s.name}: ${least ?? ''} – ${withUnit(most ?? '', s.scale.unit)}`
  })
  return `${title}. ${span}. ${parts.join('; ')}`
}

export function TimeChart(props: TimeChartProps): VNode {
  const at = useSignal<number | null>(null)
  const { edges, step, zone, series, band = null, height = 320 } = props
  const units = [...new Set(series.map((s) => s.scale.unit))].slice(0, 2)
  const build = (palette: Palette): Options =>
    timelineOptions(
      {
        labels: edges.slice(0, -1).map((edge) => tickText(edge, step, zone)),
        isTick: ticksOf(props),
        series: series.map((s) => ({
          ...s,
          colour: s.tone === undefined ? null : palette.tones[s.tone],
          values: scaled(s.values, s.scale),
          axis: units.indexOf(s.scale.unit) === 1 ? 1 : 0,
        })),
        band:
          band === null
            ? null
            : {
                low: scaled(band.low, series[0]?.scale ?? { unit: '', factor: 1 }),
                high: scaled(band.high, series[0]?.scale ?? { unit: '', factor: 1 }),
              },
        units,
        format: (value) => number(value, Number.isInteger(value) ? 0 : undefined),
        fromZero: units.map((u) => !FREE_UNITS.has(u)),
        zoom: props.zoom ?? null,
        zoomable: props.onZoom !== undefined,
      },
      palette,
    )
  return (
    <>
      {at.value === null || at.value >= edges.length - 1 ? <Key series={series} band={band} /> : <Reading props={props} at={at.value} />}
      <Drawing
        build={build}
        of={[edges, series, band]}
        tone={props.tone}
        label={describe(props)}
        height={height}
        onPoint={(index) => (at.value = index)}
        {...(props.onZoom === undefined ? {} : { onZoom: props.onZoom })}
      />
      {props.notes}
      <Numbers
        edges={edges}
        columns={series.map(({ name, unit, values, measured }) => ({ name, unit, values, ...(measured ? { measured } : {}) }))}
        nameOf={(i) => spanText(edges[i] ?? '', step, zone)}
        file={props.file}
      />
    </>
  )
}
