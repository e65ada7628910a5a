import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDecimals, decimalText, divideDecimals, multiplyDecimals, trueDigits } from '../../../src/kernel/index.ts'

/** A decimal with at most six places, as an integer of millionths. */
const millionths = fc.integer({ min: -5_000_000_000, max: 5_000_000_000 })
const decimal = (units: number): number => Number(`${units}e-6`)

describe('arithmetic with decimals', () => {
  it('gives the decimal that a person would write', () => {
    expect(0.1 + 0.2).not.toBe(0.3)
    expect(addDecimals([0.1, 0.2])).toBe(0.3)
    expect(49_280.01 * 0.001).not.toBe(49.28001)
    expect(multiplyDecimals(49_280.01, 0.001)).toBe(49.28001)
    expect(divideDecimals(0.3, 0.1)).toBe(3)
    expect(divideDecimals(1, 3)).toBe(1 / 3)
    expect(addDecimals([1e21, 1e-7, -1e21])).toBe(1e-7)
    expect(addDecimals([])).toBe(0)
    expect([divideDecimals(1, 0), multiplyDecimals(Number.NaN, 2)]).toEqual([Infinity, Number.NaN])
  })

  it('adds amounts of base units exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(millionths, { minLength: 1, maxLength: 40 }), (units) => {
        const exact = decimal(units.reduce((a, b) => a + b, 0))
        expect(addDecimals(units.map(decimal))).toBe(exact)
        expect(addDecimals(units.toReversed().map(decimal))).toBe(exact)
      }),
    )
  })

  it('multiplies and divides without noise', () => {
    fc.assert(
      fc.property(millionths, fc.integer({ min: 1, max: 99_999 }), (units, factor) => {
        const product = multiplyDecimals(decimal(units), Number(`${factor}e-4`))
        expect(product).toBe(Number(`${BigInt(units) * BigInt(factor)}e-10`))
        expect(divideDecimals(product, Number(`${factor}e-4`))).toBeCloseTo(decimal(units), 6)
      }),
    )
  })

  it('prints no digits that only the binary form has', () => {
    expect(trueDigits(49.280010000000004)).toBe(49.28001)
    expect(decimalText(1406874.0000000002)).toBe('1406874')
  })
})
