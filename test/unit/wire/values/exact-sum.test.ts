import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactSum } from '../../../../src/wire/values/exact-sum.ts'

const word = fc.integer({ min: 0, max: 65_535 })
const places = fc.integer({ min: 0, max: 6 })

describe('an exact sum', () => {
  it('of a register in two or three words is the register, at any resolution', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 3 }), places, (words, decimals) => {
        const register = words.reduce((sum, w) => sum * 65_536n + BigInt(w), 0n)
        const terms = words.map((value, i) => ({ value, scale: Number(`${65_536n ** BigInt(words.length - 1 - i)}e-${decimals}`) }))
        expect(exactSum(terms)).toBe(Number(`${register}e-${decimals}`))
      }),
    )
  })

  it('does not depend on the order of its parts', () => {
    const term = fc.record({
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      scale: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), (terms) => {
        expect(exactSum(terms.toReversed())).toBe(exactSum(terms))
      }),
    )
  })

  it('has no noise of binary fractions', () => {
    expect(exactSum([0.1, 0.2].map((value) => ({ value, scale: 1 })))).toBe(0.3)
    expect(
      exactSum([
        { value: 1, scale: 6553.6 },
        { value: 65_530, scale: 0.1 },
      ]),
    ).toBe(13_106.6)
    expect(
      exactSum([
        { value: 1e21, scale: 1 },
        { value: 1e-7, scale: 3 },
      ]),
    ).toBe(1e21)
  })
})
