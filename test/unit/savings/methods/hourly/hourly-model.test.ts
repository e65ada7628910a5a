/** The time-of-week model: bins by their rule, hours of the week recovered, months fitted with their neighbours. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitHourlyModel, predictHours } from '../../../../../src/savings/methods/hourly/hourly-model.ts'
import type { HourColumns } from '../../../../../src/savings/methods/hourly/hours.ts'
import { occupiedHours } from '../../../../../src/savings/methods/hourly/occupancy.ts'
import { binsOf, fitBins } from '../../../../../src/savings/methods/hourly/temperature-bins.ts'

const HOURS = 8760

/** A year that begins on a Monday, with weather, and this use. */
function year(use: (hourOfWeek: number, t: number, month: number) => number): HourColumns {
  const month = Uint8Array.from({ length: HOURS }, (_, i) => new Date(Date.UTC(2018, 0, 1, i)).getUTCMonth())
  const hourOfWeek = Uint8Array.from({ length: HOURS }, (_, i) => i % 168)
  const temperature = Float64Array.from(
    { length: HOURS },
    (_, i) => 55 - 30 * Math.cos((2 * Math.PI * i) / HOURS) + 10 * Math.sin((2 * Math.PI * i) / 24) + 6 * Math.sin(i * 0.013),
  )
  const values = Float64Array.from({ length: HOURS }, (_, i) => use(hourOfWeek[i] ?? 0, temperature[i] ?? 0, month[i] ?? 0))
  return { length: HOURS, month, hourOfWeek, temperature, use: values }
}

describe('temperature bins', () => {
  it('of 70 F between 30, 45, 55, 65, 75, 90 hold 30, 15, 10, 10, 5, 0, 0', () => {
    expect(binsOf(70, [30, 45, 55, 65, 75, 90])).toEqual([30, 15, 10, 10, 5, 0, 0])
  })

  it('add up to the temperature, whatever endpoints remain', () => {
    const endpoints = fc.subarray([30, 45, 55, 65, 75, 90])
    fc.assert(
      fc.property(fc.double({ min: -40, max: 120, noNaN: true }), endpoints, (t, kept) => {
        expect(binsOf(t, kept).reduce((sum, v) => sum + v, 0)).toBeCloseTo(t, 9)
      }),
    )
  })

  it('lose endpoints whose bins hold fewer than twenty hours, from the outside first', () => {
    const hours = (t: number, n: number): number[] => Array.from({ length: n }, () => t)
    const all = [20, 40, 50, 60, 70, 80, 95].flatMap((t) => hours(t, 20))
    expect(fitBins(Float64Array.from(all))).toEqual([30, 45, 55, 65, 75, 90])
    expect(fitBins(Float64Array.from(all.slice(1)))).toEqual([45, 55, 65, 75, 90])
    const thinMiddle = [20, 40, 60, 70, 80, 95].flatMap((t) => hours(t, 20))
    expect(fitBins(Float64Array.from(thinMiddle))).toEqual([30, 45, 65, 75, 90])
    expect(fitBins(Float64Array.from(hours(60, 19)))).toEqual([])
  })
})

describe('occupied hours of the week', () => {
  it('are those whose use lies above the plain model in more than 65 % of the weeks', () => {
    const open = (h: number): boolean => h % 24 >= 8 && h % 24 < 18 && h < 120
    const hours = year((h, t) => (open(h) ? 50 : 10) + 0.2 * Math.max(t - 65, 0))
    const occupied = occupiedHours(hours, new Float64Array(HOURS).fill(1))
    expect([...occupied].map((o, h) => (o === 1) === open(h)).every(Boolean)).toBe(true)
  })
})

describe('the hourly model', () => {
  it('reproduces a building of hours of the week and slopes of temperature exactly, occupied and not', () => {
    const open = (h: number): boolean => h % 24 >= 8 && h % 24 < 18 && h < 120
    const hours = year((h, t) => (open(h) ? 40 + (h % 24) : 8) + (open(h) ? 1.5 : 0.3) * t)
    const model = fitHourlyModel(hours)
    const predicted = predictHours(model, hours)
    expect(Math.max(...predicted.map((p, i) => Math.abs(p - (hours.use[i] ?? 0))))).toBeLessThan(1e-6)
  })

  it('of a load without weather does not follow the weather', () => {
    const hours = year((h) => 5 + (h % 24))
    const hot = { ...hours, temperature: hours.temperature.map((t) => t + 15) }
    const [plain, warmer] = [predictHours(fitHourlyModel(hours), hours), predictHours(fitHourlyModel(hours), hot)]
    expect(Math.max(...plain.map((p, i) => Math.abs(p - (warmer[i] ?? 0))))).toBeLessThan(1e-6)
  })

  it('has no prediction for an hour of the week that it never saw', () => {
    const hours = year((h) => h)
    const kept = [...hours.hourOfWeek.keys()].filter((i) => hours.hourOfWeek[i] !== 100)
    const pick = (from: Float64Array): Float64Array => Float64Array.from(kept, (i) => from[i] ?? 0)
    const bytes = (from: Uint8Array): Uint8Array => Uint8Array.from(kept, (i) => from[i] ?? 0)
    const without = {
      length: kept.length,
      month: bytes(hours.month),
      hourOfWeek: bytes(hours.hourOfWeek),
      temperature: pick(hours.temperature),
      use: pick(hours.use),
    }
    const predicted = predictHours(fitHourlyModel(without), hours)
    expect([...predicted].filter((p) => Number.isNaN(p))).toHaveLength(hours.hourOfWeek.filter((h) => h === 100).length)
  })
})
