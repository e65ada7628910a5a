import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importFile, type ImportPoint, type MeterRatio, planShipments } from '../../../../src/imports/index.ts'
import type { ImportOptions } from '../../../../src/imports/options.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-03-02T00:00:00Z')

function valuesOf(ratios: readonly MeterRatio[], dial: readonly number[], options: ImportOptions = {}) {
  const target = { point: 't/e', quantity: 'energy' } as const
  const point: ImportPoint = { id: 't/e', unit: 'kWh', target, months: null, stamp: null, ratios }
  const text = ['time,value', ...dial.map((v, i) => `${new Date(START + i * HOUR).toISOString()},${v}`)].join('\n')
  const result = importFile({ bytes: new TextEncoder().encode(text), options, targets: [target], latest: START + 1e12 })
  expect(result.failures).toEqual([])
  const plan = planShipments(result, { points: [point], zone: 'UTC', latest: START + 1e12 })
  const values = plan.shipments.flatMap((s) => [...s.imported.rows].map((row) => s.valueOf(row)))
  return { values, notes: plan.notes.join(' ') }
}

describe('values of a file', () => {
  it('are multiplied by the CT ratio of the meter that served the point at their time, and the ratios are printed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 20, 40, 80),
        fc.constantFrom(1, 30, 60),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 10, maxLength: 10 }),
        (first, second, swap, whole) => {
          const dial = whole.map((v) => v / 100)
          const at = START + swap * HOUR
          const ratios = [
            { from: null, to: at, multiplier: first },
            { from: at, to: null, multiplier: second },
          ]
          const { values, notes } = valuesOf(ratios, dial)
          expect(values).toEqual(dial.map((_, i) => ((whole[i] ?? 0) * (i < swap ? first : second)) / 100))
          for (const ratio of [first, second]) if (ratio !== 1) expect(notes).toContain(String(ratio))
          expect(notes === '').toBe(first === 1 && second === 1)
        },
      ),
    )
  })

  it('are multiplied by the ratio of the option in place of it, and by none where it is 1', () => {
    const ratios = [{ from: null, to: null, multiplier: 80 }]
    expect(valuesOf(ratios, [2, 3]).values).toEqual([160, 240])
    expect(valuesOf(ratios, [2, 3], { ctRatio: 1 })).toEqual({ values: [2, 3], notes: '' })
    expect(valuesOf(ratios, [2, 3], { ctRatio: 5, scale: 10 }).values).toEqual([100, 150])
  })
})
