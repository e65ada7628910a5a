/** Every point with its last value: loaded as a list, then kept current by the live stream. */

import { signal } from '@preact/signals'
import type { Point } from '../api/types.ts'
import { ageOf } from './clock.ts'
import { EMPTY, loadModel, type Model } from './model.ts'

export interface LiveReading {
  readonly point: string
  readonly time: string
  readonly value: number
  readonly quality: string
}

export const points = signal<Model<readonly Point[]>>(EMPTY)

let loading = 0
/** Readings of the stream that arrived during a request: its answer may be older. */
const arrived = new Map<string, LiveReading>()

/** The reading replaces the last value unless it is older. */
function withReading(point: Point, r: LiveReading | undefined): Point {
  if (r === undefined || (point.last !== null && Date.parse(r.time) < Date.parse(point.last.time))) return point
  const quality = r.quality as NonNullable<Point['last']>['quality']
  return { ...point, last: { time: r.time, value: r.value, quality, age_s: 0, stale: false } }
}

export async function loadPoints(): Promise<void> {
  if (loading === 0) arrived.clear()
  loading++
  await loadModel(points, '/api/v1/points', (body: { points: Point[] }) => body.points.map((p) => withReading(p, arrived.get(p.id))))
  loading--
}

export function mergeReadings(readings: readonly LiveReading[]): void {
  if (loading > 0) for (const r of readings) arrived.set(r.point, r)
  const list = points.value.value
  if (list === null) return
  const fresh = new Map(readings.map((r) => [r.point, r]))
  points.value = { ...points.value, value: list.map((point) => withReading(point, fresh.get(point.id))) }
}

export function isStale({ last, stale_after_s }: Point): boolean {
  return last !== null && ageOf(last.time) > stale_after_s
}
