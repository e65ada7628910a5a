import { describe, expect, it } from 'vitest'
import { type Bucket, type Campus, coveredMs, dayStart, instant, periodSpan, type Point, type Span } from '../../../src/domain/index.ts'
import { roleSpansOf, roleCoverage } from '../../../src/jobs/role-coverage.ts'
import { campusOf } from '../../support/fixtures/campus.ts'

const DAY = 86_400_000
const ZONE = 'Europe/Berlin'
const spanOf = (period: string): Span => periodSpan(ZONE, period) as Span

const campus = campusOf(
  [
    { id: 'park/a/energy', quantity: 'energy', role: 'main-meter' },
    { id: 'park/b/energy', quantity: 'energy', role: 'main-meter' },
    { id: 'park/gas/volume', quantity: 'volume', role: 'gas-meter' },
    { id: 'park/new/energy', quantity: 'energy', role: 'main-meter', status: 'commissioning' },
    { id: 'park/plug/energy', quantity: 'energy' },
  ],
  ZONE,
)

/** A month of which so many days are known; without a number all of it. */
function known(point: string, month: string, days?: number): Bucket {
  const { from, to } = spanOf(month)
  return {
    point,
    step: '1M',
    start: from,
    end: to,
    arithmetic: 'register',
    n: 1,
    total: 1,
    min: null,
    max: null,
    measured: days === undefined ? to - from : days * DAY,
    coarse: 0,
    bridged: 0,
    estimated: 0,
    edge: null,
    findings: 0,
    version: 1,
  }
}

const shareOf = (of: Campus, period: string, buckets: readonly Bucket[]): number => roleCoverage(roleSpansOf(of, spanOf(period)), buckets)

/** The same campus, each meter with its role from or until a date. */
function dated(roles: Readonly<Record<string, { from?: string; to?: string }>>): Campus {
  const at = (date: string | undefined) =>
    date === undefined ? null : date.length > 7 ? dayStart(campus.timezone, date) : instant(spanOf(date).from)
  const role = ({ id, role }: Point): Point['role'] => role.map((r) => ({ ...r, from: at(roles[id]?.from), to: at(roles[id]?.to) }))
  return { ...campus, points: campus.points.map((p) => ({ ...p, role: role(p) })) }
}

describe('the coverage of a draft', () => {
  const full = ['park/a/energy', 'park/b/energy', 'park/gas/volume'].map((id) => known(id, '2026-06'))

  it('is that of the role with the least: the mean over its meters, a silent one counting as nothing', () => {
    expect([...new Set(roleSpansOf(campus, spanOf('2026-06')).map((d) => d.point))]).toEqual([
      'park/a/energy',
      'park/b/energy',
      'park/gas/volume',
    ])
    expect(shareOf(campus, '2026-06', full)).toBe(1)
    expect(shareOf(campus, '2026-06', full.slice(0, 2))).toBe(0)
    expect(shareOf(campus, '2026-06', full.slice(1))).toBe(0.5)
    const less = [known('park/a/energy', '2026-06'), known('park/b/energy', '2026-06', 24), known('park/gas/volume', '2026-06')]
    expect(shareOf(campus, '2026-06', less)).toBeCloseTo(0.9)
  })

  it('asks of a meter the months that it begins in its role, however long they are: a successor makes a whole of two', () => {
    const changed = dated({ 'park/a/energy': { to: '2026-03' }, 'park/b/energy': { from: '2026-03' }, 'park/gas/volume': { from: '2027' } })
    const first = ['2026-01', '2026-02'].map((month) => known('park/a/energy', month))
    const whole = [...first, known('park/b/energy', '2026-03')]
    expect(shareOf(changed, '2026-Q1', whole)).toBe(1)
    const { from, to } = spanOf('2026-Q1')
    expect(shareOf(changed, '2026-Q1', first)).toBeCloseTo(first.reduce((sum, b) => sum + coveredMs(b), 0) / (to - from), 12)
  })

  it('does not make up for a silent month with what a meter counted when the role was not its own', () => {
    const changed = dated({ 'park/b/energy': { from: '2026-03' }, 'park/gas/volume': { from: '2027' } })
    const early = ['2026-01', '2026-02'].map((month) => known('park/b/energy', month))
    const a = ['2026-01', '2026-02', '2026-03'].map((month) => known('park/a/energy', month))
    expect(shareOf(changed, '2026-03', [...early, ...a])).toBe(0.5)
    expect(shareOf(changed, '2026-Q1', [...early, ...a])).toBeLessThan(1)
  })

  it('takes a role that begins within a month from the next month on', () => {
    const changed = dated({ 'park/b/energy': { from: '2026-03-15' }, 'park/gas/volume': { from: '2027' } })
    expect(shareOf(changed, '2026-03', [known('park/a/energy', '2026-03')])).toBe(1)
    expect(shareOf(changed, '2026-04', [known('park/a/energy', '2026-04')])).toBe(0.5)
  })

  it('asks nothing of meters in commissioning, of those without a role, and of a campus without meters', () => {
    expect(roleCoverage([], [])).toBe(1)
    expect(roleSpansOf(dated(Object.fromEntries(campus.points.map((p) => [p.id, { to: '2026' }]))), spanOf('2026-06'))).toEqual([])
  })
})
