/** Swaps of meters from the campus file and the wire to the buckets: whatever transformer, unit and modulus either meter has. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayStart, HOUR, instant, type RawMessage } from '../../src/domain/index.ts'
import { loaded } from '../unit/config/campus-file.ts'
import { message } from '../support/fakes/memory-writer.ts'
import { bucketsAfter } from '../support/fakes/wire-to-buckets.ts'

const START = dayStart('UTC', '2026-03-01')
const READINGS = 24
const UNITS = { kWh: 1, Wh: 1000, MWh: 0.001 } as const

const meter = fc.record({
  ratio: fc.constantFrom(1, 20, 80),
  /** The register when it is read first, as a share of its modulus: one near 1 rolls over. */
  begins: fc.constantFrom(0, 0.3, 0.9995),
  /** Share of the modulus that it counts in an hour. */
  rate: fc.constantFrom(0.0001, 0.0002),
})
const swap = fc.record({
  old: meter,
  next: meter,
  modulus: fc.constantFrom(10_000, 100_000),
  unit: fc.constantFrom<keyof typeof UNITS>('kWh', 'Wh', 'MWh'),
  at: fc.integer({ min: 6, max: 18 }),
})

describe('a meter that is swapped', () => {
  it('counts up to its last index, and the next one from its first, with transformers, units and moduli of their own', async () => {
    const property = fc.asyncProperty(swap, async ({ old, next, modulus, unit, at }) => {
      const round = (value: number): number => Math.round(value * 1000) / 1000
      const shown = (of: typeof old, hours: number): number => round((of.begins * modulus + of.rate * modulus * hours) % modulus)
      // The swap lies half an hour behind a reading.
      const change = START + (at - 0.5) * HOUR
      const [last, first] = [shown(old, at - 0.5), shown(next, 0)]
      const { campus } = loaded(`campus: { id: c, timezone: UTC }
sources:
  - { id: s, topic: "m/{device}", time: { path: t }, points: { e: { quantity: energy, unit: ${unit}, kind: counter } } }
points:
  - id: c/e
    interval: 1h
    rollover: ${modulus}
    from:
      - { source: s, device: a, field: e, valid: { to: "${new Date(change).toISOString()}" }, multiplier: ${old.ratio}, last_index: ${last} }
      - { source: s, device: b, field: e, valid: { from: "${new Date(change).toISOString()}" }, multiplier: ${next.ratio}, first_index: ${first} }
`)
      const messages = Array.from({ length: READINGS }, (_, i): RawMessage => {
        const [device, kWh] = i < at ? ['a', shown(old, i)] : ['b', shown(next, i - at + 0.5)]
        const time = instant(START + i * HOUR)
        return message(`m/${device}`, { t: new Date(time).toISOString(), e: kWh * UNITS[unit] }, { receivedAt: time })
      })
      const buckets = await bucketsAfter(messages, { campus, zone: 'UTC', cut: 50 })
      const total = buckets.filter((b) => b.step === '1d').reduce((sum, b) => sum + b.total, 0) / 1e6
      const right = old.ratio * old.rate * modulus * (at - 0.5) + next.ratio * next.rate * modulus * (READINGS - 1 - at + 0.5)
      expect(Math.abs(total - right)).toBeLessThan(0.004 * Math.max(old.ratio, next.ratio))
    })
    await fc.assert(property, { numRuns: 60 })
  })
})
