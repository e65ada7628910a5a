/** Bounds of a value by the role of its point. */

import { describe, expect, it } from 'vitest'
import { loaded } from './campus-file.ts'

const CAMPUS = `
campus: { id: t, name: T, timezone: Europe/Berlin, fiscal_year: { starts: 04 } }
sites: [{ id: s, kind: office }]
sources: [{ id: native, preset: native }]
points:
  - { id: t/in, quantity: temperature, role: solar-collector-in, place: { site: s } }
  - { id: t/out, quantity: temperature, role: [{ value: solar-collector-out, from: 2025-05-15 }], place: { site: s } }
  - { id: t/own, quantity: temperature, role: solar-collector-in, limits: { min: -60 }, place: { site: s } }
  - { id: t/room, quantity: temperature, place: { site: s } }
  - { id: t/flow, quantity: flow, role: solar-collector-in, place: { site: s } }
`

describe('the limits of a point', () => {
  it('of a collector are -40 to 250 degrees, unless the file says others', () => {
    const limits = new Map(loaded(CAMPUS).campus.points.map(({ id, rules: { min, max } }) => [id, [min, max]]))
    expect(Object.fromEntries(limits)).toEqual({
      't/in': [-40, 250],
      't/out': [-40, 250],
      't/own': [-60, 250],
      't/room': [-273.15, 2000],
      't/flow': [null, null],
    })
  })
})

describe('the fiscal year of a campus', () => {
  it('begins in the month that the file names, and is left out otherwise', () => {
    expect(loaded(CAMPUS).campus.fiscalStart).toBe(4)
    expect(loaded(CAMPUS.replace(', fiscal_year: { starts: 04 }', '')).campus.fiscalStart).toBeUndefined()
  })
})
