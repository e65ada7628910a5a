import { describe, expect, it } from 'vitest'
import { chosenView } from '../../../../src/views/usage/chosen.ts'
import type { ChosenView } from '../../../../src/views/usage/chosen-types.ts'
import type { RefusedQuery } from '../../../../src/views/points/series-types.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'
import { at, bucketOf } from '../rig.ts'

const CAMPUS = campusOf([
  { id: 'park/a/energy', quantity: 'energy' },
  { id: 'park/a/temperature', quantity: 'temperature' },
])
const FROM = '2026-03-02T00:00:00+08:00'
const hour = (h: number): string => new Date(Date.parse(FROM) + h * 3_600_000).toISOString()
const BUCKETS = [
  bucketOf({ point: 'park/a/energy', step: '1h', start: hour(0), total: 2e6 }),
  bucketOf({ point: 'park/a/energy', step: '1h', start: hour(2), total: 3e6, share: 0, bridged: 1 }),
  bucketOf({ point: 'park/a/temperature', step: '1h', start: hour(1), total: 20 * 3_600_000, arithmetic: 'gauge' }),
]

const ask = (points: readonly string[], to = hour(3)): Promise<ChosenView | RefusedQuery> =>
  chosenView(
    {
      campus: CAMPUS,
      buckets: { read: async ({ points: wanted }) => BUCKETS.filter((b) => wanted?.includes(b.point)) },
      latest: new Map(),
      now: at('2026-04-01T00:00:00+08:00'),
    },
    { points, from: at(FROM), to: at(to), step: '1h' },
  )

describe('several points over the same spans', () => {
  it('have amounts of registers and means of gauges side by side, in the order of the query, with gaps as null', async () => {
    const view = await ask(['park/a/temperature', 'park/a/energy'])
    if ('refused' in view) throw new Error(view.detail)
    expect(view.edges).toHaveLength(4)
    expect(view.series.map((s) => [s.point, s.unit, s.values, s.measured, s.inferred])).toEqual([
      ['park/a/temperature', 'Cel', [null, 20, null], [0, 1, 0], [0, 0, 0]],
      ['park/a/energy', 'kWh', [2, null, 3], [1, 0, 0], [0, 0, 1]],
    ])
  })

  it('are refused with the name of a point that the campus file does not have', async () => {
    expect(await ask(['park/a/energy', 'park/x'])).toMatchObject({
      refused: 'unknown-point',
      detail: 'no point "park/x" in the campus file',
    })
  })

  it('are refused beyond 200,000 values', async () => {
    expect(await ask(['park/a/energy'], '2060-01-01T00:00:00+08:00')).toMatchObject({ refused: 'too-many-values' })
  })
})
