/** The course of a day in SVG: the day itself, the same weekday before, the typical band, and the value under the pointer. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { clock, number, percent } from '../../text/format.ts'
import { t } from '../../text/language.ts'
import { type Scale, withUnit } from '../../text/units.ts'
import type { Tone } from '../../ui/medium.tsx'
import { bandPath, type Frame, linePath, niceTicks, place } from './lines.ts'
import { useWidth } from './width.ts'

export interface DayCurveProps {
  /** Edges of the spans of the whole day. */
  readonly edges: readonly string[]
  readonly zone: string
  readonly scale: Scale
  readonly tone: Tone
  readonly values: readonly (number | null)[]
  readonly measured: readonly number[]
  readonly before: readonly (number | null)[] | null
  readonly band: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] } | null
  readonly names: { readonly values: string; readonly before: string; readonly band: string }
  readonly label: string
  readonly height: number
}

const ENOUGH = 0.95

/** Values that are whole, and those that are not with their neighbours, so that the dashes join on. */
function partsOf({ values, measured }: DayCurveProps): readonly [(number | null)[], (number | null)[]] {
  const whole = values.map((v, i) => ((measured[i] ?? 0) >= ENOUGH ? v : null))
  const near = (i: number): boolean => [i - 1, i, i + 1].some((k) => values[k] != null && (measured[k] ?? 0) < ENOUGH)
  return [whole, values.map((v, i) => (near(i) ? v : null))]
}

function Grid({ frame, ticks, props }: { frame: Frame; ticks: readonly number[]; props: DayCurveProps }): VNode {
  const { edges, zone } = props
  const every = frame.width < 560 ? 6 : 3
  const hours = edges.slice(0, -1).flatMap((edge, i) => {
    const text = clock(new Date(edge), zone)
    return text.endsWith(':00') && Number(text.slice(0, 2)) % every === 0 ? [{ i, text }] : []
  })
  return (
    <g class="axes">
      {ticks.map((v) => (
        <g key={v}>
          <line x1={frame.left} x2={frame.width - frame.right} y1={place.y(frame, v)} y2={place.y(frame, v)} />
          <text x={frame.left - 8} y={place.y(frame, v) + 4} text-anchor="end">
            {number(v, v % 1 === 0 ? 0 : 1)}
          </text>
        </g>
      ))}
      {hours.map(({ i, text }) => (
        <text key={i} x={place.x(frame, i)} y={frame.height - 6} text-anchor={i === 0 ? 'start' : 'middle'}>
          {text}
        </text>
      ))}
    </g>
  )
}

function Readout({ props, at }: { props: DayCurveProps; at: number | null }): VNode {
  const { edges, zone, scale, values, measured, before, band, names } = props
  const text = (v: number | null | undefined): string => (v == null ? t('missing') : withUnit(number(v * scale.factor), scale.unit))
  const shown = at === null ? null : { time: clock(new Date(edges[at] ?? ''), zone), share: measured[at] ?? 0 }
  return (
    <p class="legend">
      {shown !== null && <span>{shown.time}</span>}
      <span>
        <i class="swatch key-whole" /> {names.values} {at !== null && <strong>{text(values[at])}</strong>}
        {at !== null && values[at] != null && shown !== null && shown.share < 0.999 && (
          <small> {t('coverage.share', { share: percent(shown.share) })}</small>
        )}
      </span>
      {before !== null && (
        <span>
          <i class="swatch key-before" /> {names.before} {at !== null && <strong>{text(before[at])}</strong>}
        </span>
      )}
      {band !== null && (
        <span>
          <i class="swatch key-band" /> {names.band}{' '}
          {at !== null && band.low[at] != null && (
            <strong>
              {number((band.low[at] ?? 0) * scale.factor)} – {text(band.high[at])}
            </strong>
          )}
        </span>
      )}
    </p>
  )
}

export function DayCurve(props: DayCurveProps): VNode {
  const { box, width } = useWidth(720)
  const at = useSignal<number | null>(null)
  const { scale, edges, height } = props
  const scaled = (values: readonly (number | null)[]): (number | null)[] => values.map((v) => (v === null ? null : v * scale.factor))
  const [whole, partial] = partsOf(props).map(scaled)
  const [before, low, high] = [props.before ?? [], props.band?.low ?? [], props.band?.high ?? []].map(scaled)
  const all = [...(whole ?? []), ...(partial ?? []), ...(before ?? []), ...(high ?? [])].map((v) => v ?? 0)
  const ticks = niceTicks(Math.max(...all))
  const count = edges.length - 1
  const frame: Frame = { width: width.value, height, left: 44, right: 8, top: 10, bottom: 24, count, most: ticks.at(-1) ?? 1 }
  const move = (event: PointerEvent): void => {
    const left = box.current?.getBoundingClientRect().left ?? 0
    const i = Math.floor(((event.clientX - left - frame.left) / (frame.width - frame.left - frame.right)) * count)
    at.value = i >= 0 && i < count ? i : null
  }
  const last = (whole ?? []).findLastIndex((v) => v !== null)
  return (
    <div class={`tone-${props.tone} day-curve`}>
      <Readout props={props} at={at.value} />
      <div ref={box}>
        <svg
          width={frame.width}
          height={height}
          role="img"
          aria-label={props.label}
          onPointerMove={move}
          onPointerLeave={() => (at.value = null)}
        >
          <Grid frame={frame} ticks={ticks} props={props} />
          <path class="band" d={bandPath({ ...frame }, low ?? [], high ?? [])} />
          <path class="before" d={linePath(frame, before ?? [])} />
          <path class="partial" d={linePath(frame, partial ?? [])} />
          <path class="line" d={linePath(frame, whole ?? [])} />
          {last >= 0 && <circle class="last" cx={place.x(frame, last + 0.5)} cy={place.y(frame, whole?.[last] ?? 0)} r="4" />}
          {at.value !== null && (
            <line
              class="pointer"
              x1={place.x(frame, at.value + 0.5)}
              x2={place.x(frame, at.value + 0.5)}
              y1={frame.top}
              y2={height - frame.bottom}
            />
          )}
        </svg>
      </div>
    </div>
  )
}
