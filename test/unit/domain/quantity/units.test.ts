import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalUnit,
  convert,
  isQuantity,
  readableUnits,
  possible,
  QUANTITIES,
  quantityOfUnit,
  tidy,
  unitFits,
} from '../../../../src/domain/index.ts'

describe('units', () => {
  it.each([
    ['kilowattHours', 'kWh'],
    ['千瓦时', 'kWh'],
    ['度', 'kWh'],
    ['°C', 'Cel'],
    ['℃', 'Cel'],
    ['ºC', 'Cel'],
    ['degreesCelsius', 'Cel'],
    ['m³', 'm3'],
    ['立方米', 'm3'],
    ['cubicMetersPerHour', 'm3/h'],
    ['VAr', 'var'],
    ['%RH', '%'],
    ['luxes', 'lx'],
    [' kWh ', 'kWh'],
  ])('know %s as %s', (text, code) => {
    expect(canonicalUnit(text)).toBe(code)
  })

  it('convert whole and decimal numbers over a power of ten to what rounding to 15 digits gives', () => {
    const number = fc.oneof(
      fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
      fc.integer().map((n) => n / 1000),
    )
    const cases = [
      ['Wh', 'energy', (n: number) => n / 1000],
      ['kW', 'power', (n: number) => n * 1000],
      ['mA', 'current', (n: number) => n / 1000],
      ['L', 'volume', (n: number) => n / 1000],
    ] as const
    fc.assert(
      fc.property(number, fc.constantFrom(...cases), (n, [unit, quantity, plain]) => {
        expect(convert(n, unit, quantity)).toBe(Number(plain(n).toPrecision(15)))
      }),
    )
  })

  it('are case-sensitive where SI is', () => {
    expect(convert(1, 'mW', 'power')).toBe(0.001)
    expect(convert(1, 'MW', 'power')).toBe(1_000_000)
    expect(canonicalUnit('mwh')).toBeNull()
  })

  it.each([
    [26121, 'Wh', 'energy', 26.121],
    [1, 'MWh', 'energy', 1000],
    [7_200_000, 'J', 'energy', 2],
    [3.6, 'MJ', 'heat_energy', 1],
    [1, 'GJ', 'heat_energy', 277.777777777778],
    [60_000, 'Wm', 'energy', 1],
    [1_500_000, 'mWh', 'energy', 1.5],
    [1.25, 'kW', 'power', 1250],
    [74, 'mA', 'current', 0.074],
    [231_000, 'mV', 'voltage', 231],
    [2560, 'L', 'volume', 2.56],
    [1500, 'mL', 'volume', 0.0015],
    [10, 'L/min', 'flow', 0.6],
    [1, 'L/s', 'flow', 3.6],
    [250, 'l/h', 'flow', 0.25],
    [71.6, '°F', 'temperature', 22],
    [294.15, 'K', 'temperature', 21],
    [44, '%', 'power_factor', 0.44],
    [0.5, '1', 'humidity', 50],
    [3, 't', 'volume', 3],
    [3, 't', 'mass', 3000],
    [101.325, 'kPa', 'pressure', 1013.25],
  ] as const)('turn %d %s of %s into %d', (value, unit, quantity, canonical) => {
    expect(convert(value, unit, quantity)).toBe(canonical)
  })

  it('do not turn one thing into another', () => {
    expect(convert(1, 'kWh', 'power')).toBeNull()
    expect(convert(1, 'furlong', 'distance')).toBeNull()
    expect(unitFits('volume', 'kg')).toBe(false)
    expect(unitFits('volume', 'L')).toBe(true)
  })

  it('say a quantity only where it is certain', () => {
    expect(quantityOfUnit('kWh')).toBe('energy')
    expect(quantityOfUnit('degreesCelsius')).toBe('temperature')
    expect(quantityOfUnit('%')).toBeNull()
    expect(quantityOfUnit('furlong')).toBeNull()
  })

  it('leave values in the canonical unit of every quantity as they are', () => {
    for (const [name, { unit }] of Object.entries(QUANTITIES)) if (isQuantity(name)) expect(convert(12.345, unit, name)).toBe(12.345)
  })

  it('add no noise: a decimal of up to 12 digits comes back through every unit that it fits', () => {
    const units = readableUnits().flatMap((u) => {
      const q = quantityOfUnit(u)
      return q === null ? [] : [{ u, q }]
    })
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom(...units),
        (n, digits, { u, q }) => {
          const value = n / 10 ** digits
          const there = convert(value, u, q)
          expect(there).not.toBeNull()
          expect(
            String(there)
              .replace(/e.*|[-.]/g, '')
              .replace(/^0+|0+$/g, '').length,
          ).toBeLessThanOrEqual(15)
        },
      ),
    )
  })

  it('leave no noise on a fraction that becomes a large whole number', () => {
    expect(convert(-8_423_701.53, 'GW', 'power')).toBe(-8_423_701_530_000_000)
    expect(convert(9_007_199_254_740_991, 'W', 'power')).toBe(9_007_199_254_740_991)
  })

  it('cut the noise of binary fractions', () => {
    expect(tidy(0.1 + 0.2)).toBe(0.3)
    expect(tidy(412 * 0.1)).toBe(41.2)
    expect(tidy(9_007_199_254_740_991)).toBe(9_007_199_254_740_991)
  })

  it('tell possible from impossible values', () => {
    expect(possible('humidity', 100)).toBe(true)
    expect(possible('humidity', 100.1)).toBe(false)
    expect(possible('power', 1e12)).toBe(true)
  })
})
