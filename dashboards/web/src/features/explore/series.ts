/** Series of the chart from what the service answers: names, hues, divided by area or people. */

import type { Point } from '../../api/types.ts'
import type { TimeSeries } from '../../graphs/time-chart.tsx'
import { campus } from '../../state/campus.ts'
import { nameOf, term } from '../../text/language.ts'
import { placeOf } from '../../text/places.ts'
import { type Scale, unit } from '../../text/units.ts'
import type { Tone } from '../../ui/medium.tsx'
import { toneOfPoint } from '../../ui/medium.tsx'
import { rateUnit, scaleAmount } from '../../usage/amounts.ts'
import { ratesOf } from '../../usage/spans.ts'
import type { ChosenSeries } from '../../usage/usage-api.ts'

export type Series = ChosenSeries['series'][number]

/** Its name, else what it measures and where. */
export function pointName(point: Point): string {
  const named = nameOf(point.name, '')
  return named === ''
    ? `${term('use', point.use ?? point.quantity)} · ${placeOf(point, campus.value.value).split(' · ').slice(1).join(' · ') || placeOf(point, campus.value.value)}`
    : named
}

/** Hues in the order of their difference for every sight; one that a point of the chart has already is left to the next. */
const ORDER: readonly Tone[] = ['tap', 'electricity', 'gas', 'reclaimed', 'waste', 'solar', 'total', 'heat']

export function tonesOf(points: readonly (Point | undefined)[]): readonly Tone[] {
  const used = new Set<Tone>()
  return points.map((point, i) => {
    const own = point === undefined ? 'total' : toneOfPoint(point)
    const tone = used.has(own) ? (ORDER.find((t) => !used.has(t)) ?? ORDER[i % ORDER.length] ?? 'total') : own
    used.add(tone)
    return tone
  })
}

export interface SeriesWish {
  readonly answer: ChosenSeries
  readonly points: ReadonlyMap<string, Point>
  readonly stacked: boolean
  /** What the values of a point are divided by, with the unit; null where it is unknown. */
  readonly divisor: (point: Point) => { readonly by: number; readonly unit: string } | null
  readonly nowMs: number
}

const isAmount = (kind: string): boolean => kind === 'counter' || kind === 'interval' || kind === 'net'

export interface Drawn {
  readonly series: readonly TimeSeries[]
  /** Points whose divisor is unknown: they are left out. */
  readonly leftOut: readonly string[]
}

export function drawnSeries({ answer, points, stacked, divisor, nowMs }: SeriesWish): Drawn {
  const kept = answer.series.map((s) => ({ s, point: points.get(s.point) }))
  const tones = tonesOf(kept.map((k) => k.point))
  const leftOut: string[] = []
  const rows = kept.flatMap(({ s, point }, i) => {
    const by = point === undefined ? { by: 1, unit: '' } : divisor(point)
    const name = point === undefined ? s.point : pointName(point)
    if (by === null) {
      leftOut.push(name)
      return []
    }
    const fine = isAmount(s.kind) && (answer.step === '15m' || answer.step === '1h')
    const raw = fine ? ratesOf({ edges: answer.edges, values: s.values }, answer.step, nowMs) : s.values
    const values = raw.map((v) => (v === null ? null : v / by.by))
    const own = fine ? rateUnit(s.unit) : s.unit
    return [
      { s, name, tone: tones[i] ?? 'total', values, unit: by.unit === '' ? own : `${own}/${by.unit}`, bars: isAmount(s.kind) && !fine },
    ]
  })
  const most = new Map<string, number>()
  for (const row of rows) most.set(row.unit, Math.max(most.get(row.unit) ?? 0, ...row.values.map((v) => Math.abs(v ?? 0))))
  const scaleFor = (code: string): Scale => (code.includes('/') ? { unit: unit(code), factor: 1 } : scaleAmount(code, most.get(code) ?? 0))
  const series = rows.map(
    ({ s, name, tone, values, unit: code, bars }): TimeSeries => ({
      name: rows.filter((r) => r.name === name).length > 1 ? `${name} (${s.point.split('/').at(-1) ?? ''})` : name,
      tone,
      unit: code,
      scale: scaleFor(code),
      values,
      measured: s.measured,
      kind: bars && (stacked || rows.length === 1) ? 'bar' : 'line',
      ...(stacked ? { stack: code } : {}),
    }),
  )
  return { series, leftOut }
}
