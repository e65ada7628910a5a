/** Loads that draw so many watts in each quarter hour, as the buckets that a store would have of them, and a campus with a measure on them. */

import {
  type Bucket,
  type Campus,
  type Instant,
  instant,
  type Measure,
  QUARTER,
  type ShareSchedule,
  type Span,
} from '../../src/domain/index.ts'
import { createCascade, createBucketEdges, FOLDED } from '../../src/rollup/fold.ts'
import { campusOf, type PointWish } from './campus.ts'

/** W in the quarter hour that starts at `at`, or null when nothing is known of it. */
export type Watts = (at: number) => number | null

function quarterOf(point: string, start: number, content: Pick<Bucket, 'arithmetic' | 'total' | 'min' | 'max'>): Bucket {
  const span = { start: instant(start), end: instant(start + QUARTER) }
  const known = { measured: QUARTER, coarse: 0, bridged: 0, estimated: 0 }
  return {
    point,
    step: '15m',
    ...span,
    ...content,
    n: 1,
    ...known,
    closing: { time: instant(start + QUARTER), value: 0 },
    findings: 0,
    version: 1,
  }
}

/** Quarter hours of register and power, and everything that they fold into. */
export function loadBuckets(zone: string, stem: string, within: Span, watts: Watts): Bucket[] {
  const all: Bucket[] = []
  const edges = FOLDED.map((step) => createBucketEdges(zone, step))
  const tracks = ['energy', 'power'].map((quantity) => ({ quantity, cascade: createCascade(edges, (b) => all.push(b)) }))
  for (let at = Number(within.from); at < within.to; at += QUARTER) {
    const w = watts(at)
    if (w === null) continue
    for (const { quantity, cascade } of tracks) {
      const register = quantity === 'energy'
      const content = register
        ? { arithmetic: 'register' as const, total: Math.round(w * 250), min: null, max: null }
        : { arithmetic: 'gauge' as const, total: w * QUARTER, min: w, max: w }
      const quarter = quarterOf(`${stem}/${quantity}`, at, content)
      all.push(quarter)
      cascade.push(0, quarter)
    }
  }
  for (const { cascade } of tracks) for (let level = 0; level < FOLDED.length; level++) cascade.close(level)
  return all
}

export interface ParkWish {
  readonly zone?: string
  readonly stems: readonly string[]
  readonly measure?: Partial<Measure>
  readonly rated?: number
  readonly calendar?: string | null
  readonly point?: (id: string) => Partial<PointWish>
}

const HOUR = 3_600_000

/** 95 % from 07:00 to 23:00 on workdays, 10 % at all other times. */
export const OFFICE: ShareSchedule = {
  workday: [
    { from: 0, to: 7 * HOUR, share: 0.1 },
    { from: 7 * HOUR, to: 23 * HOUR, share: 0.95 },
    { from: 23 * HOUR, to: 24 * HOUR, share: 0.1 },
  ],
  weekend: [{ from: 0, to: 24 * HOUR, share: 0.1 }],
  holiday: [{ from: 0, to: 24 * HOUR, share: 0.1 }],
}

export function savingPark(wish: ParkWish): Campus {
  const { zone = 'Asia/Shanghai', stems, rated = null, calendar = 'CN', point = () => ({}) } = wish
  const ids = stems.flatMap((stem) => [`${stem}/energy`, `${stem}/power`])
  const points = ids.map((id): PointWish => ({ id, quantity: id.endsWith('/power') ? 'power' : 'energy', use: 'lighting', ...point(id) }))
  const made = campusOf(points, zone)
  const measure: Measure = {
    id: 'lighting',
    name: { en: 'Presence-controlled lighting' },
    system: 'S1',
    baseline: { kind: 'schedule', schedule: OFFICE },
    loads: stems.map((stem) => ({ energy: `${stem}/energy`, power: `${stem}/power`, rated })),
    from: null,
    ...wish.measure,
  }
  return { ...made, sites: made.sites.map((s) => ({ ...s, grid: 'CN-NORTH' })), calendar, measures: [measure] }
}

/** Local wall clock of an instant as the platform has it: 2026-03-29, minutes after midnight, 0 for Sunday. */
export function clockAt(zone: string): (at: Instant | number) => { day: string; minute: number; weekday: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, p.value]))
    const day = `${part['year'] ?? ''}-${part['month'] ?? ''}-${part['day'] ?? ''}`
    return { day, minute: Number(part['hour']) * 60 + Number(part['minute']), weekday: new Date(`${day}T00:00:00Z`).getUTCDay() }
  }
}
