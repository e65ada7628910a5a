import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClaimedFault, claimWaste } from '../../../src/findings/claim.ts'

const PARENTS: Readonly<Record<string, string>> = { lights: 'block', sockets: 'block', block: 'park' }
const parentOf = (point: string): string | null => PARENTS[point] ?? null
const fault = (rule: string, rank: number, load: string, amounts: readonly number[]): ClaimedFault => ({
  rule,
  subject: load,
  site: 'park',
  rank,
  resource: 'electricity',
  load: [load],
  points: [load],
  slots: amounts.map((_, i) => i),
  amounts,
  width: 0.1,
})
const totals = (faults: readonly ClaimedFault[]): Record<string, number> =>
  Object.fromEntries(claimWaste(faults, parentOf).map((f) => [f.rule, f.amounts.reduce((a, b) => a + b, 0)]))

describe('wasted energy', () => {
  it('of one load and hour belongs to the most specific rule alone', () => {
    expect(totals([fault('plan', 70, 'lights', [2, 2]), fault('nobody', 80, 'lights', [1, 0])])).toEqual({ nobody: 1, plan: 2 })
  })

  it('of a meter above is what no meter below it explains', () => {
    expect(totals([fault('weekend', 30, 'block', [10]), fault('nobody', 80, 'lights', [4]), fault('sockets', 80, 'sockets', [3])])).toEqual(
      {
        nobody: 4,
        sockets: 3,
        weekend: 3,
      },
    )
    expect(totals([fault('weekend', 30, 'block', [4]), fault('nobody', 80, 'lights', [4])])).toEqual({ nobody: 4 })
  })

  it('is never counted twice: the sum is at most what the main meter wasted, whatever fires below it', () => {
    const amount = fc.integer({ min: 0, max: 9 })
    fc.assert(
      fc.property(amount, amount, amount, fc.boolean(), (lights, sockets, other, twice) => {
        const main = lights + sockets + other
        const faults = [
          fault('night', 20, 'park', [main]),
          fault('weekend', 30, 'block', [lights + sockets]),
          fault('nobody', 80, 'lights', [lights]),
          fault('socket', 80, 'sockets', [sockets]),
          ...(twice ? [fault('plan', 70, 'lights', [lights])] : []),
        ]
        expect(Object.values(totals(faults)).reduce((a, b) => a + b, 0)).toBe(main)
      }),
    )
  })

  it('that cannot be counted stays a finding', () => {
    expect(claimWaste([fault('sensor', 110, 'lights', [])], parentOf)).toHaveLength(1)
  })
})
