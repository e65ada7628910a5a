import { describe, expect, it } from 'vitest'
import { check } from './campus-file.ts'

const HEAD = `
campus: { id: park, name: Park, timezone: Europe/Berlin }
sites: [{ id: park, kind: office }]
sources: [{ id: native, preset: native }]
points:
`
const FROM = 'from: [{ source: native, device: gas-1, field: volume }]'
const checked = (point: string) => check(`${HEAD}  - { id: gas, role: gas-meter, ${point} }\n`).result

describe('the cubic metres of a gas meter', () => {
  it('have a conversion number, plain, dated or beside the device, and conditions', () => {
    const numberOf = (point: string) => {
      const result = checked(point)
      return result.ok ? result.config.campus.points[0]?.conversionNumber?.map((row) => row.value) : result.faults
    }
    expect(numberOf(`${FROM}, conversion_number: 0.95`)).toEqual([0.95])
    expect(numberOf(`${FROM}, conversion_number: [{ value: 0.96, from: 2026-01-01 }, { value: 0.95, to: 2026-01-01 }]`)).toEqual([
      0.95, 0.96,
    ])
    expect(numberOf('from: [{ source: native, device: gas-1, field: volume, conversion_number: 0.97 }]')).toEqual([0.97])
    const stated = checked(`${FROM}, conditions: "15 Cel, 1013.25 mbar"`)
    expect(stated.ok && stated.config.campus.points[0]?.conditions).toBe('15 Cel, 1013.25 mbar')
  })

  it('are refused where they say nothing: at a meter of energy, and in other words', () => {
    const faultsOf = (point: string) => {
      const result = checked(point)
      return result.ok ? [] : result.faults.map((f) => `${f.line} ${f.path}: ${f.message}`)
    }
    expect(faultsOf('from: [{ source: native, device: m, field: energy }], conversion_number: 0.95')).toEqual([
      '6 points[0].conversion_number: a point of energy has no cubic metres',
    ])
    expect(faultsOf(`${FROM}, conditions: normal`)).toEqual(['6 points[0].conditions: "normal" is not a temperature and a pressure'])
  })
})
