import { describe, expect, it } from 'vitest'
import { type Bucket, instant, type Span } from '../../../src/domain/index.ts'
import { metersOf, roleCoverage } from '../../../src/jobs/role-coverage.ts'
import { campusOf } from '../../support/campus.ts'

const DAY = 86_400_000
const span: Span = { from: instant(0), to: instant(30 * DAY) }

const campus = campusOf([
  { id: 'park/a/energy', quantity: 'energy', role: 'main-meter' },
  { id: 'park/b/energy', quantity: 'energy', role: 'main-meter' },
  { id: 'park/gas/volume', quantity: 'volume', role: 'gas-meter' },
  { id: 'park/new/energy', quantity: 'energy', role: 'main-meter', status: 'commissioning' },
  { id: 'park/plug/energy', quantity: 'energy' },
])

const month = (point: string, days: number): Bucket => ({
  point,
  step: '1M',
  start: span.from,
  end: span.to,
  arithmetic: 'register',
  n: 1,
  total: 1,
  min: null,
  max: null,
  measured: days * DAY,
  coarse: 0,
  bridged: 0,
  estimated: 0,
  closing: null,
  findings: 0,
  version: 1,
})

describe('the coverage of a draft', () => {
  it('is that of the role with the least: the mean over its meters, a silent one counting as nothing', () => {
    const meters = metersOf(campus, span)
    expect(meters.map((m) => m.id)).toEqual(['park/a/energy', 'park/b/energy', 'park/gas/volume'])
    const full = ['park/a/energy', 'park/b/energy', 'park/gas/volume'].map((id) => month(id, 30))
    expect(roleCoverage(meters, full, span)).toBe(1)
    expect(roleCoverage(meters, full.slice(0, 2), span)).toBe(0)
    expect(roleCoverage(meters, full.slice(1), span)).toBe(0.5)
    expect(roleCoverage(meters, [month('park/a/energy', 30), month('park/b/energy', 24), month('park/gas/volume', 30)], span)).toBeCloseTo(
      0.9,
    )
  })

  it('asks nothing of meters in commissioning, of those without a role, and of a campus without meters', () => {
    expect(roleCoverage([], [], span)).toBe(1)
    const dated = { ...campus, points: campus.points.map((p) => ({ ...p, role: p.role.map((r) => ({ ...r, to: instant(-1) })) })) }
    expect(metersOf(dated, span)).toEqual([])
  })
})
