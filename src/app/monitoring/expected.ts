/** Use case: a point against its typical band. */

import { arithmeticOf, type Campus, DAY, HOUR, type Instant, instant, iso, type Point, span, tidy } from '../../domain/index.ts'
import { BAND_SHARE, type ExpectedDay } from '../../expected/band.ts'
import { clockSlot } from '../../expected/profile-day.ts'
import type { Buckets, Clock } from '../../ports/index.ts'
import type { ExpectedQuery, ExpectedValue, ExpectedView } from '../../views/points/expected-types.ts'
import { readExpected, slotMs } from '../history/expected-days.ts'
import type { Refusal } from '../refusal.ts'

export interface ExpectedParts {
  readonly campus: () => Campus
  readonly buckets: Pick<Buckets, 'read'>
  readonly clock: Clock
}

const MOST_VALUES = 9000
/** Days ahead of now that a band is given for. */
const AHEAD = 7 * DAY
const MEASURED_DAYS = 28
const LEAST_MEASURED = 48

export function createExpected({ campus, buckets, clock }: ExpectedParts): (query: ExpectedQuery) => Promise<ExpectedView | Refusal> {
  return async ({ point: id, from, to, step }) => {
    const point = campus().points.find((p) => p.id === id)
    if (point === undefined) return { refused: 'unknown-point', detail: `no point "${id}" in the campus file` }
    const slot = slotMs(step)
    const end = instant(Math.min(to, clock.now() + AHEAD))
    if ((end - from) / slot > MOST_VALUES)
      return { refused: 'too-many-values', detail: `more than ${MOST_VALUES} values; ask for step=1h, or for a year at most` }
    const since = instant(Math.min(from, end - MEASURED_DAYS * DAY))
    const read = await readExpected({ campus: campus(), buckets }, [point], { step, span: span(since, Math.max(since + slot, end)) })
    const days = read.get(id) ?? []
    const values = valuesOf(days, { campus: campus(), point, slot, from: instant(Math.ceil(from / slot) * slot), to: end })
    return { ...headOf(point, campus(), { from, to: end, step }), ...measuredOf(days, end), peak: peakOf(values), values }
  }
}

function headOf(
  { id, quantity, unit }: Point,
  { timezone }: Campus,
  { from, to, step }: Omit<ExpectedQuery, 'point'>,
): Omit<ExpectedView, 'values' | 'inside' | 'peak'> {
  return { point: id, quantity, unit, step, zone: timezone, from: iso(from), to: iso(to), share: BAND_SHARE }
}

interface ValuesWish {
  readonly campus: Campus
  readonly point: Point
  readonly slot: number
  readonly from: Instant
  readonly to: Instant
}

function valuesOf(days: readonly ExpectedDay[], { campus, point, slot, from, to }: ValuesWish): ExpectedValue[] {
  // A register has amounts of the slot, a gauge its mean.
  const scale = arithmeticOf(point.kind) === 'register' ? slot / HOUR : 1
  const shown = (value: number | undefined): number | null =>
    value === undefined || Number.isNaN(value) ? null : tidy(Number((value * scale).toPrecision(9)))
  const values: ExpectedValue[] = []
  let i = 0
  for (let at = from as number; at < to; at += slot) {
    while (i + 1 < days.length && (days[i + 1]?.day.start ?? Infinity) <= at) i++
    const day = days[i]
    const s = clockSlot(campus.timezone, instant(at), slot)
    const [value, expected, low, high] = [day?.day.values[s], day?.middle[s], day?.low[s], day?.high[s]].map(shown)
    values.push({
      time: iso(instant(at)),
      end: iso(instant(at + slot)),
      value: value ?? null,
      expected: expected ?? null,
      low: low ?? null,
      high: high ?? null,
    })
  }
  return values
}

/** How good the band has been lately, by days that it did not know. */
function measuredOf(days: readonly ExpectedDay[], end: Instant): Pick<ExpectedView, 'inside'> {
  let [inside, values] = [0, 0]
  for (const { day, low, high } of days) {
    if (day.start < end - MEASURED_DAYS * DAY) continue
    day.values.forEach((value, s) => {
      const [from, to] = [low[s] as number, high[s] as number]
      if (Number.isNaN(value) || Number.isNaN(from)) return
      values++
      if (value >= from && value <= to) inside++
    })
  }
  return { inside: values < LEAST_MEASURED ? null : { share: inside / values, values } }
}

function peakOf(values: readonly ExpectedValue[]): ExpectedView['peak'] {
  let best: ExpectedValue | null = null
  for (const value of values) if (value.expected !== null && value.expected > (best?.expected ?? -Infinity)) best = value
  return best === null ? null : { time: best.time, expected: best.expected ?? 0, high: best.high ?? 0 }
}
