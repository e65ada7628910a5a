import { describe, expect, it } from 'vitest'
import { findingBit } from '../../../../src/domain/index.ts'
import type { RefusedQuery, SeriesStep, SeriesView } from '../../../../src/views/points/series-types.ts'
import type { PointWish } from '../../../support/fixtures/campus.ts'
import { at, type BucketWish, type Row, type ViewRig, viewsOf, type World } from '../rig.ts'

const ID = 'park/a/x/energy'
const POINTS: readonly PointWish[] = [
  { id: ID, quantity: 'energy' },
  { id: 'park/a/x/temperature', quantity: 'temperature' },
]
const world = (more: Partial<World> = {}): ViewRig => viewsOf({ points: POINTS, now: '2026-03-03T00:00:00+08:00', ...more })

async function ask({ views }: ViewRig, from: string, to: string, step: SeriesStep): Promise<SeriesView> {
  const answer: SeriesView | RefusedQuery = await views.series({ point: ID, from: at(from), to: at(to), step })
  if ('refused' in answer) throw new Error(answer.detail)
  return answer
}

const hour = (start: string, kWh: number, more: Partial<BucketWish> = {}): BucketWish => ({
  point: ID,
  step: '1h',
  start,
  total: kWh * 1e6,
  ...more,
})

describe('a series', () => {
  it('has a row for every span, and says which are missing', async () => {
    const rig = world({
      buckets: [hour('2026-03-02T00:00:00+08:00', 1.5), hour('2026-03-02T02:00:00+08:00', 2, { share: 0.5, bridged: 0.25 })],
    })
    const { values, unit } = await ask(rig, '2026-03-02T00:00:00+08:00', '2026-03-02T03:00:00+08:00', '1h')
    expect(unit).toBe('kWh')
    expect(values.map(({ value, coverage, bridged, missing }) => ({ value, coverage, bridged, missing }))).toEqual([
      { value: 1.5, coverage: 1, bridged: 0, missing: 0 },
      { value: null, coverage: 0, bridged: 0, missing: 1 },
      { value: 2, coverage: 0.5, bridged: 0.25, missing: 0.25 },
    ])
    expect(values.map((v) => v.end)).toEqual(['2026-03-01T17:00:00.000Z', '2026-03-01T18:00:00.000Z', '2026-03-01T19:00:00.000Z'])
  })

  it('shows a span of which nothing is known as null, readings or not', async () => {
    const { values } = await ask(
      world({ buckets: [hour('2026-03-02T00:00:00+08:00', 0, { share: 0, n: 3 })] }),
      '2026-03-02T00:00:00+08:00',
      '2026-03-02T01:00:00+08:00',
      '1h',
    )
    expect(values).toMatchObject([{ value: null, n: 3, missing: 1 }])
  })

  it('gives the mean of a gauge over the covered time', async () => {
    const point = 'park/a/x/temperature'
    const bucket: BucketWish = {
      point,
      step: '1h',
      start: '2026-03-02T00:00:00+08:00',
      arithmetic: 'gauge',
      total: 20 * 1_800_000,
      share: 0.5,
    }
    const series = await world({ buckets: [bucket] }).views.series({
      point,
      from: at('2026-03-02T00:00:00+08:00'),
      to: at('2026-03-02T01:00:00+08:00'),
      step: '1h',
    })
    expect(series).toMatchObject({ unit: 'Cel', values: [{ value: 20, coverage: 0.5 }] })
  })

  it('ends with the span that is running, covered as far as it has run', async () => {
    const buckets = [hour('2026-03-02T10:00:00+08:00', 1, { share: 0.5, closing: '2026-03-02T10:30:00+08:00' })]
    const rig = world({ now: '2026-03-02T10:30:00+08:00', buckets, latest: [{ point: ID, time: '2026-03-02T10:30:00+08:00', value: 5 }] })
    const { values } = await ask(rig, '2026-03-02T10:00:00+08:00', '2026-03-03T00:00:00+08:00', '1h')
    expect(values).toMatchObject([{ value: 1, coverage: 1, missing: 0 }])
  })

  it('has nothing to say of the future', async () => {
    expect((await ask(world(), '2027-01-01T00:00:00+08:00', '2027-01-02T00:00:00+08:00', '1h')).values).toEqual([])
  })

  it.each<[string, string, SeriesStep, number]>([
    ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', '1h', 23],
    ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', '1h', 25],
    ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', '15m', 100],
    ['2026-01-01T00:00:00+01:00', '2027-01-01T00:00:00+01:00', '1M', 12],
  ])('counts local spans from %s to %s in steps of %s: %i', async (from, to, step, count) => {
    const rig = world({ zone: 'Europe/Berlin', now: '2028-01-01T00:00:00Z' })
    expect((await ask(rig, from, to, step)).values).toHaveLength(count)
  })

  it('carries findings on the span and once for the whole', async () => {
    const bits = findingBit('counter-reset')
    const buckets = [
      hour('2026-03-02T00:00:00+08:00', 1, { findings: bits }),
      hour('2026-03-02T01:00:00+08:00', 1, { findings: bits | findingBit('gap-bridged') }),
    ]
    const { values, findings } = await ask(world({ buckets }), '2026-03-02T00:00:00+08:00', '2026-03-02T02:00:00+08:00', '1h')
    expect(values.map((v) => v.findings)).toEqual([['counter-reset'], ['counter-reset', 'gap-bridged']])
    expect(findings.map((f) => [f.code, f.evidence?.['buckets']])).toEqual([
      ['counter-reset', 2],
      ['gap-bridged', 1],
    ])
  })

  it('of raw readings has each with its quality', async () => {
    const rows: Row[] = [
      { point: ID, time: '2026-03-02T00:00:00Z', value: 1 },
      { point: ID, time: '2026-03-02T00:01:00Z', value: 1e9, quality: 'bad' },
    ]
    const { values } = await ask(world({ rows }), '2026-03-02T00:00:00Z', '2026-03-02T01:00:00Z', 'raw')
    expect(values.map(({ value, quality, coverage }) => ({ value, quality, coverage }))).toEqual([
      { value: 1, quality: 'good', coverage: 1 },
      { value: 1e9, quality: 'bad', coverage: 0 },
    ])
  })

  it('of more than 5,000 values is refused with the step that fits', async () => {
    const rig = world({ now: '2028-01-01T00:00:00Z' })
    const from = at('2026-01-01T00:00:00+08:00')
    const long = await rig.views.series({ point: ID, from, to: at('2027-01-01T00:00:00+08:00'), step: '1h' })
    expect(long).toMatchObject({ refused: 'too-many-values' })
    expect((long as RefusedQuery).detail).toContain('step=1d')
    expect(await rig.views.series({ point: ID, from: at('0001-01-01T00:00:00Z'), to: from, step: '15m' })).toMatchObject({
      refused: 'too-many-values',
    })
  })

  it('of too many raw readings is refused before they are fetched', async () => {
    const days = Array.from(
      { length: 10 },
      (_, i): BucketWish => ({ point: ID, step: '1d', start: `2026-02-${10 + i}T12:00:00+08:00`, total: 0, n: 1000 }),
    )
    const rig = world({ buckets: days })
    expect(
      await rig.views.series({ point: ID, from: at('2026-02-10T00:00:00+08:00'), to: at('2026-02-20T00:00:00+08:00'), step: 'raw' }),
    ).toMatchObject({ refused: 'too-many-values' })
  })

  it('of a point that is not in the campus file is refused', async () => {
    expect(
      await world().views.series({ point: 'none', from: at('2026-03-01T00:00:00Z'), to: at('2026-03-02T00:00:00Z'), step: '1h' }),
    ).toMatchObject({ refused: 'unknown-point' })
  })
})

describe('the curve of a day', () => {
  const quarter = (start: string, kWh: number, point = ID): BucketWish => ({ point, step: '15m', start, total: kWh * 1e6 })

  it('is the mean power of every quarter of the local day, null where nothing is known', async () => {
    const rig = world({ now: '2026-03-02T12:00:00+08:00', buckets: [quarter('2026-03-02T00:00:00+08:00', 2.5)] })
    const curve = await rig.views.curve('electricity', null)
    expect(curve).toMatchObject({ medium: 'electricity', unit: 'kW', zone: 'Asia/Shanghai', day: '2026-03-02', step: '15m' })
    expect(curve.values).toHaveLength(96)
    expect(curve.values.slice(0, 2)).toEqual([
      { time: '2026-03-01T16:00:00.000Z', value: 10, coverage: 1 },
      { time: '2026-03-01T16:15:00.000Z', value: null, coverage: 0 },
    ])
  })

  it.each([
    ['2026-03-29', 92],
    ['2026-03-28', 96],
    ['2026-10-25', 100],
  ])('of %s in Berlin has %i quarters', async (day, count) => {
    const rig = world({ zone: 'Europe/Berlin', now: '2026-12-01T00:00:00Z' })
    expect((await rig.views.curve('electricity', day)).values).toHaveLength(count)
  })

  it('says how much of the meters it is made of', async () => {
    const points: PointWish[] = ['x', 'y'].map((n) => ({ id: `park/${n}/m/energy`, quantity: 'energy' }))
    const rig = viewsOf({ points, now: '2026-03-03T00:00:00+08:00', buckets: [quarter('2026-03-02T00:00:00+08:00', 1, 'park/x/m/energy')] })
    expect((await rig.views.curve('electricity', '2026-03-02')).values[0]).toMatchObject({ value: 4, coverage: 0.5 })
  })

  it('of a medium the campus does not have is empty, not zero', async () => {
    const curve = await world().views.curve('tap-water', null)
    expect(new Set(curve.values.map((v) => v.value))).toEqual(new Set([null]))
  })
})
