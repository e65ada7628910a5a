/** Baseline against meter by month, the saving that adds up with its band, and a day of the baseline. */

import type { VNode } from 'preact'
import { number, times } from '../../text/format.ts'
import { withUnit } from '../../text/units.ts'
import { Frame } from './frame.tsx'
import type { Amounts, MeasureAnswer } from './measure-api.ts'
import { t } from './text.ts'

/** `2026-03` as the reader writes a month, without its year. */
const monthName = (month: string): string => times({ month: 'short', timeZone: 'UTC' }).format(new Date(`${month}-15T00:00:00Z`))

interface Scale {
  readonly top: number
  readonly bottom: number
  /** y of a value, 0 at the top. */
  readonly y: (value: number) => number
}

/** From the least to the greatest value, 0 among them. */
function scaleOf(values: readonly number[]): Scale {
  const [bottom, top] = [Math.min(0, ...values), Math.max(0, ...values)]
  const height = top - bottom || 1
  return { top, bottom, y: (value) => (100 * (top - value)) / height }
}

const labelsOf = ({ top, bottom }: Scale, unit: string): string[] => [withUnit(number(top, 0), unit), withUnit(number(bottom, 0), unit)]

export function MonthsPicture({ months, unit }: { months: readonly Amounts[]; unit: string }): VNode {
  const scale = scaleOf(months.flatMap((m) => [m.counterfactual ?? 0, m.metered ?? 0]))
  const width = 100 / Math.max(1, months.length)
  const bar = (value: number | null, left: number, tone: string): VNode | null =>
    value === null ? null : (
      <rect
        class={tone}
        x={left}
        width={width * 0.36}
        y={Math.min(scale.y(0), scale.y(value))}
        height={Math.abs(scale.y(value) - scale.y(0))}
      />
    )
  return (
    <Frame
      title={t('measure.by-month')}
      labels={{ y: labelsOf(scale, unit), x: months.map((m) => monthName(m.month)) }}
      legend={[
        { tone: 'baseline', text: t('measure.counterfactual') },
        { tone: 'metered', text: t('measure.metered') },
        { tone: 'missing', text: t('measure.not-claimed') },
      ]}
    >
      {months.map((m, i) => (
        <g key={m.month}>
          {m.saving === null && <rect class="missing" x={i * width + width * 0.1} width={width * 0.8} y={0} height={100} />}
          {bar(m.counterfactual, i * width + width * 0.12, 'baseline')}
          {bar(m.metered, i * width + width * 0.52, 'metered')}
        </g>
      ))}
      <line class="zero" x1={0} x2={100} y1={scale.y(0)} y2={scale.y(0)} />
    </Frame>
  )
}

/** A half-width that leaves the baseline out is drawn apart: it is no interval of 90 %. */
export function CumulativePicture({ months, unit }: { months: readonly Amounts[]; unit: string }): VNode {
  const claimed = months.filter((m) => m.saving !== null)
  const half = (m: Amounts): number => m.interval90 ?? m.meter_only ?? 0
  const at = (m: Amounts): number => m.saving ?? 0
  const scale = scaleOf(claimed.flatMap((m) => [at(m) - half(m), at(m) + half(m)]))
  const x = (m: Amounts): number => (100 * (months.indexOf(m) + 0.5)) / months.length
  const path = (value: (m: Amounts) => number, list: readonly Amounts[]): string =>
    list.map((m) => `${x(m)},${scale.y(value(m))}`).join(' ')
  const band = `${path((m) => at(m) + half(m), claimed)} ${path((m) => at(m) - half(m), claimed.toReversed())}`
  const proved = claimed.every((m) => m.interval90 !== null)
  return (
    <Frame
      title={t('measure.cumulative')}
      labels={{ y: labelsOf(scale, unit), x: months.map((m) => monthName(m.month)) }}
      legend={[
        { tone: 'saved', text: t('measure.saved') },
        { tone: proved ? 'band' : 'band-meter', text: proved ? t('measure.band') : t('measure.band-meter') },
      ]}
    >
      <polygon class={proved ? 'band' : 'band-meter'} points={band} />
      <polyline class="saved" points={path(at, claimed)} />
      <line class="zero" x1={0} x2={100} y1={scale.y(0)} y2={scale.y(0)} />
    </Frame>
  )
}

const DAY_TYPES = ['workday', 'weekend', 'holiday'] as const

/** What the loads did before control, as steps of quarter hours. */
export function ProfilePicture({ profile }: { profile: NonNullable<MeasureAnswer['profile']> }): VNode {
  const steps = (shares: readonly number[]): string =>
    shares
      .map((share, i) => `${(100 * i) / shares.length},${100 - 100 * share} ${(100 * (i + 1)) / shares.length},${100 - 100 * share}`)
      .join(' ')
  return (
    <Frame
      title={t('measure.profile')}
      labels={{ y: ['100 %', '0 %'], x: ['00:00', '06:00', '12:00', '18:00'], moments: true }}
      legend={DAY_TYPES.map((type) => ({ tone: type, text: t(`measure.${type}`) }))}
    >
      {DAY_TYPES.toReversed().map((type) => (
        <polyline key={type} class={type} points={steps(profile[type])} />
      ))}
    </Frame>
  )
}
