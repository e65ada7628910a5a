import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, findNearest } from '../../../src/config/yaml/nearest.ts'

describe('the nearest known word', () => {
  it('is found over a letter dropped, added, changed or swapped', () => {
    const known = ['counter', 'instant', 'interval', 'state']
    expect(['conter', 'countter', 'cownter', 'cuonter'].map((w) => findNearest(w, known))).toEqual([
      'counter',
      'counter',
      'counter',
      'counter',
    ])
  })

  it('is none when nothing is near enough to be meant', () => {
    expect(findNearest('bucket', ['counter', 'state'])).toBeNull()
    expect(findNearest('x'.repeat(1000), ['x'])).toBeNull()
  })

  it('does not mind upper and lower case', () => {
    expect(findNearest('KWH', ['kWh', 'MWh'])).toBe('kWh')
  })

  it('lies at a distance that is symmetric, 0 only for the same word and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const d = distance(a, b)
        expect(d).toBe(distance(b, a))
        expect(d === 0).toBe(a === b)
        expect(d).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })
})
