/** The model: days made from themselves alone, registers that only rise, truth from the same integers. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCampus, openCampusModel } from '../../../simulators/campus.ts'
import type { CampusModel } from '../../../simulators/campus-model.ts'
import { dayOfDate } from '../../../simulators/models/environment/calendar.ts'
import { DAY, HOUR, MINUTE, QUARTER } from '../../../simulators/models/zone.ts'
import { truthRows } from '../../../simulators/truth.ts'

const campus = loadCampus('reference')
const ANCHOR = dayOfDate('2026-02-20')
const model = openCampusModel(campus, 7, { since: ANCHOR })
const START = model.since
const within = fc.integer({ min: 0, max: 20 * DAY })

const everything = (of: CampusModel, at: number): unknown => of.devices.map((_, d) => of.read(d, at))

describe('the campus model', () => {
  it('gives the same values for the same seed, in whatever order they are read', () => {
    const other = openCampusModel(campus, 7, { since: ANCHOR })
    const times = [15 * DAY, 3 * DAY + 7 * HOUR + 123, 11 * DAY, 3 * DAY + 7 * HOUR + 123].map((t) => START + t)
    const first = times.map((t) => everything(model, t))
    expect(times.toReversed().map((t) => everything(other, t))).toEqual(first.toReversed())
  })

  it('counts other amounts for another seed', () => {
    const other = openCampusModel(campus, 8, { since: ANCHOR })
    const counted = (of: CampusModel): number[] => of.registers.map((_, i) => of.register(i, START + 3 * DAY) - of.register(i, START))
    const same = counted(model).filter((n, i) => n === counted(other)[i])
    // What follows the clock alone (a garage, a shop's lights) may be the same in every campus.
    expect(same.length).toBeLessThan(model.registers.length / 5)
  })

  it('computes a day from its date alone: another anchor gives the same energy', () => {
    const later = openCampusModel(campus, 7, { since: ANCHOR + 9 })
    const day = [START + 12 * DAY, START + 13 * DAY] as const
    for (const [i] of model.registers.entries()) {
      expect(later.register(i, day[1]) - later.register(i, day[0])).toBe(model.register(i, day[1]) - model.register(i, day[0]))
    }
  })

  it('continues from saved registers exactly where another model ended', () => {
    const day = ANCHOR + 9
    const kept = new Map(model.registers.map((r, i) => [r.key, model.registersOn(day)[i] ?? 0]))
    const resumed = openCampusModel(campus, 7, { since: day, first: kept })
    const at = START + 14 * DAY + 5 * HOUR + 7
    expect(resumed.registers.map((_, i) => resumed.register(i, at))).toEqual(model.registers.map((_, i) => model.register(i, at)))
  })

  it('has whole registers that never fall, between any two instants', () => {
    fc.assert(
      fc.property(within, within, (a, b) => {
        const [early, late] = [START + Math.min(a, b), START + Math.max(a, b)]
        return model.registers.every((_, i) => {
          const [before, after] = [model.register(i, early), model.register(i, late)]
          return Number.isSafeInteger(before) && before <= after
        })
      }),
    )
  })

  it('gives rated power or 0 for switched loads, and energy equal to that power over the minutes on', () => {
    const { devices } = model
    for (const device of devices.filter((d) => d.rated !== undefined && d.id.startsWith('b-1-hall'))) {
      const power = device.fields.findIndex((f) => f.name === 'power')
      const register = model.registers.findIndex((r) => r.key === `${device.id} energy`)
      let on = 0
      for (let at = START; at < START + DAY; at += MINUTE) {
        const watts = Number(model.read(devices.indexOf(device), at)[power])
        expect([0, device.rated]).toContain(watts)
        on += watts > 0 ? 1 : 0
      }
      const used = model.register(register, START + DAY) - model.register(register, START)
      expect(used).toBe(Math.round(((device.rated ?? 0) * 1000) / 60) * on)
    }
  })

  it('gives a power that equals the energy of its quarter hour within a few percent', () => {
    fc.assert(
      fc.property(within, fc.nat(model.registers.length - 1), (t, i) => {
        const register = model.registers[i]
        const fields = model.devices[register?.device ?? 0]?.fields ?? []
        const power = fields.findIndex((f) => f.name === 'power')
        if (register?.unit !== 'kWh' || power < 0 || model.devices[register.device]?.rated !== undefined) return
        const slot = Math.floor((START + t) / QUARTER) * QUARTER
        const watts = ((model.register(i, slot + QUARTER) - model.register(i, slot)) * 4) / 1000
        expect(Math.abs(Number(model.read(register.device, START + t)[power]) - watts)).toBeLessThanOrEqual(watts * 0.04 + 0.1)
      }),
    )
  })

  it('meters at a supply at least what its children meter, in every quarter hour', () => {
    const of = (key: string): number => model.registers.findIndex((r) => r.key === key)
    const zones = ['a-1-east', 'a-1-west', 'a-2-east', 'a-2-west', 'a-3-east', 'a-3-west']
    const children = [...zones.flatMap((z) => [`${z}-lighting`, `${z}-sockets`, `${z}-ac`]), 'a-basins'].map((d) => of(`${d} energy`))
    for (let at = START; at < START + 3 * DAY; at += QUARTER) {
      const used = (i: number): number => model.register(i, at + QUARTER) - model.register(i, at)
      const below = children.reduce((sum, i) => sum + used(i), 0)
      expect(used(of('a-main energy'))).toBeGreaterThanOrEqual(below)
      expect(used(of('park-main energy'))).toBeGreaterThanOrEqual(used(of('a-main energy')) + used(of('b-main energy')))
    }
  })

  it('refuses times before its campus begins', () => {
    expect(() => model.register(0, START - 1)).toThrow('the campus begins on 2026-02-19T16:00:00.000Z')
  })
})

describe('the truth file', () => {
  const rows = [...truthRows(campus, model, START + 10 * MINUTE, START + 2 * DAY + 20 * MINUTE)]

  it('has a row for every register and hour, cut at the begin and the end of the simulation', () => {
    const hours = rows.filter((r) => r.point === 'park/main/energy')
    expect(hours.length).toBe(49)
    expect(hours[0]).toMatchObject({ from: '2026-02-20T00:10:00+08:00', to: '2026-02-20T01:00:00+08:00', unit: 'kWh' })
    expect(hours.at(-1)).toMatchObject({ from: '2026-02-22T00:00:00+08:00', to: '2026-02-22T00:20:00+08:00' })
    expect(new Set(rows.map((r) => r.point)).size).toBe(model.registers.length)
  })

  it('is exactly the difference of what the meter shows at both ends', () => {
    for (const row of rows) {
      const index = model.registers.findIndex((r) => campus.file.points.get(r.key) === row.point)
      const register = model.registers[index]
      const shown = (time: string): number =>
        Math.round(Number(model.read(register?.device ?? 0, Date.parse(time))[register?.field ?? 0]) * (register?.perUnit ?? 1))
      expect(Math.round(row.value * (register?.perUnit ?? 1))).toBe(shown(row.to) - shown(row.from))
    }
  })
})
