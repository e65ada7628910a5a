/** Local days: held against Temporal, which the simulators do not use. */

import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { createZone, DAY } from '../../../simulators/models/zone.ts'

const ZONES = ['UTC', 'Asia/Shanghai', 'Asia/Kathmandu', 'Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Casablanca']

describe('the zone of a campus', () => {
  it('begins every local day where Temporal says it begins', () => {
    const days = fc.integer({ min: Date.UTC(2010, 0, 1) / DAY, max: Date.UTC(2030, 0, 1) / DAY })
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), days, (name, day) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: day })
        expect(createZone(name).startOf(day)).toBe(date.toZonedDateTime(name).startOfDay().epochMilliseconds)
      }),
      { numRuns: 60 },
    )
  })

  it('writes times with the local offset, and milliseconds only where there are some', () => {
    const at = Date.UTC(2026, 6, 1, 12)
    expect(createZone('Asia/Shanghai').format(at)).toBe('2026-07-01T20:00:00+08:00')
    expect(createZone('America/Santiago').format(at + 250)).toBe('2026-07-01T08:00:00.250-04:00')
    expect(createZone('UTC').format(at)).toBe('2026-07-01T12:00:00+00:00')
  })
})
