import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountShare } from '../../../src/rollup/tracks/amount-share.ts'

/** Half up by whole numbers alone. */
function halfUp(amount: number, part: number, whole: number): number {
  const [over, under] = [2n * BigInt(amount) * BigInt(part) + BigInt(whole), 2n * BigInt(whole)]
  const floor = over >= 0n || over % under === 0n ? over / under : over / under - 1n
  return Number(floor)
}

describe('the share of an amount by time', () => {
  it('is rounded half up where binary fractions put a tie below it', () => {
    const quarters = Array.from({ length: 48 }, (_, i) => 2 * (i + 1))
    const ties = quarters.flatMap((q) =>
      Array.from({ length: 40 }, (_, i) => ({
        amount: (q / 2) * (2 * i + 1),
        part: (2 * (i % (q / 2)) + 1) * 900_000,
        whole: q * 900_000,
      })),
    )
    const naive = ties.filter(({ amount, part, whole }) => Math.floor(amount * (part / whole) + 0.5) !== halfUp(amount, part, whole))
    expect(naive.length).toBeGreaterThan(0)
    for (const { amount, part, whole } of ties) expect(amountShare(amount, part, whole)).toBe(halfUp(amount, part, whole))
  })

  it('is what whole numbers say for any amount, negative ones too', () => {
    const amount = fc.integer({ min: -9_007_199_254, max: 9_007_199_254 })
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 40_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (units, minutes, at) => {
        const whole = minutes * 60_000
        const part = Math.floor(whole * at)
        expect(amountShare(units, part, whole)).toBe(halfUp(units, part, whole))
      }),
    )
  })
})
