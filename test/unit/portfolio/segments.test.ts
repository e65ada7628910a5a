import { describe, expect, it } from 'vitest'
import { segmentsOf } from '../../../src/portfolio/segments.ts'

const YEAR = { first: '2025-01', last: '2025-12' }

describe('segments of a period', () => {
  it('are the period itself where one share holds', () => {
    expect(segmentsOf('2025', YEAR, [{ from: null, share: 0.6 }])).toEqual([{ period: '2025', share: 0.6, weight: 1 }])
    const later = [
      { from: null, share: 0 },
      { from: '2024-07', share: 1 },
      { from: '2026-01', share: 0.5 },
    ]
    expect(segmentsOf('2025', YEAR, later)).toEqual([{ period: '2025', share: 1, weight: 1 }])
  })

  it('begin at each month from which another share holds', () => {
    const shares = [
      { from: null, share: 0 },
      { from: '2025-04', share: 0.5 },
      { from: '2025-12', share: 1 },
    ]
    expect(segmentsOf('2025', YEAR, shares)).toEqual([
      { period: '2025-01/2025-03', share: 0, weight: 0.25 },
      { period: '2025-04/2025-11', share: 0.5, weight: 8 / 12 },
      { period: '2025-12', share: 1, weight: 1 / 12 },
    ])
  })
})
