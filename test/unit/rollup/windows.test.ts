import { describe, expect, it } from 'vitest'
import { DAY, HOUR, QUARTER } from '../../../src/domain/index.ts'
import { firstWidth, nextWidth } from '../../../src/rollup/windows.ts'

describe('the width of a reading window', () => {
  it('begins with six hours for a few points, and less for many', () => {
    expect(firstWidth(10)).toBe(6 * HOUR)
    expect(firstWidth(2000)).toBe(75 * 60_000)
    expect(firstWidth(1e6)).toBe(QUARTER)
  })

  it('halves after a window with many rows, doubles after one with few, and stays otherwise', () => {
    expect(nextWidth(6 * HOUR, 200_000)).toBe(3 * HOUR)
    expect(nextWidth(6 * HOUR, 100_000)).toBe(6 * HOUR)
    expect(nextWidth(6 * HOUR, 0)).toBe(12 * HOUR)
  })

  it('stays between a quarter hour and 64 days, in whole quarter hours', () => {
    expect(nextWidth(QUARTER, 200_000)).toBe(QUARTER)
    expect(nextWidth(3 * QUARTER, 200_000)).toBe(QUARTER)
    expect(nextWidth(64 * DAY, 0)).toBe(64 * DAY)
  })
})
