/** A campus in a few lines, for tests of what is behind the campus file. */

import type { Campus, Instant, Point, Quantity } from '../../src/domain/index.ts'
import { MINUTE, quantityOf } from '../../src/domain/index.ts'

export interface PointWish extends Partial<Omit<Point, 'id' | 'quantity' | 'role' | 'parent' | 'rules'>> {
  readonly id: string
  readonly quantity: Quantity
  readonly role?: string
  readonly parent?: string
  readonly gapLimit?: number
  readonly stuckAfter?: number
}

const always = (value: string | undefined): Point['role'] =>
  value === undefined ? [] : [{ value, from: null as Instant | null, to: null as Instant | null }]

/** `park/block-a/1/lobby/energy` stands in building block-a, floor 1, zone lobby. */
export function pointOf({ role, parent, gapLimit = 30 * MINUTE, stuckAfter, ...wish }: PointWish): Point {
  const [site = 'park', building, floor, zone] = wish.id.split('/').slice(0, -1)
  const { unit, kind } = quantityOf(wish.quantity)
  const register = kind === 'counter'
  return {
    name: {},
    place: { site, building: building ?? null, floor: floor ?? null, zone: zone ?? null },
    use: null,
    medium: null,
    unit,
    kind,
    from: [],
    status: 'live',
    ...wish,
    role: always(role),
    parent: always(parent),
    rules: {
      interval: null,
      gapLimit,
      stuckAfter: stuckAfter ?? null,
      maxRate: 1e6,
      rollover: null,
      resolution: register ? 0.001 : 0.1,
      onReset: 'zero',
      min: null,
      max: null,
    },
  }
}

export function campusOf(points: readonly PointWish[], timezone = 'Asia/Shanghai'): Campus {
  const sites = [...new Set(points.map((p) => p.id.split('/')[0] ?? ''))]
  return {
    id: 'test',
    name: { en: 'Test campus' },
    timezone,
    location: null,
    calendar: null,
    calendars: [],
    sites: sites.map((id) => ({ id, kind: 'office', name: { en: id }, grid: null })),
    sources: [{ id: 'native', preset: 'native', mapping: { topic: 'campus/{campus}/{device}/telemetry' } }],
    points: points.map(pointOf),
    measures: [],
  }
}
