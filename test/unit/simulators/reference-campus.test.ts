/** The reference campus: its file loads in the service, and its devices are exactly those that the file names. */

import { describe, expect, it } from 'vitest'
import { fieldKey } from '../../../simulators/campus-file.ts'
import { loadCampus, openCampusModel } from '../../../simulators/campus.ts'
import { printConfig } from '../../../simulators/index.ts'
import { dayOfDate } from '../../../simulators/models/environment/calendar.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { DESCRIPTORS } from '../../../src/wire/index.ts'
import type { Config } from '../../../src/config/types.ts'
import { arithmeticOf, calendarOf, valueAt } from '../../../src/domain/index.ts'

const campus = loadCampus('reference')

function config(): Config {
  const loaded = loadConfig({
    file: 'campus.yaml',
    text: printConfig('reference'),
    readInclude: () => [],
    env: {},
    conventions: DESCRIPTORS,
  })
  if (!loaded.ok) throw new Error(loaded.faults.map((f) => `${f.line}: ${f.message}`).join('\n'))
  return loaded.config
}

describe('the reference campus', () => {
  it('loads in the service without a fault, with 200 to 300 points on all sites', () => {
    const { points, sites } = config().campus
    expect(points.length).toBeGreaterThanOrEqual(200)
    expect(points.length).toBeLessThanOrEqual(300)
    expect(new Set(points.map((p) => p.place.site))).toEqual(new Set(sites.map((s) => s.id)))
  })

  it('has a point for every field of a simulated device, and a device for every point', () => {
    const sent = campus.devices.flatMap((d) => d.fields.map((f) => fieldKey(d.id, f.name)))
    const served = config().campus.points.flatMap((p) => p.from.map((row) => fieldKey(row.device, row.field)))
    expect(served.toSorted()).toEqual(sent.toSorted())
  })

  it('is read by the simulators exactly as the service reads it', () => {
    const service = config().campus
    const expected = service.points.flatMap((p) => p.from.map((row) => [fieldKey(row.device, row.field), p.id] as const))
    expect(new Map(campus.file.points)).toEqual(new Map(expected))
    expect([campus.file.id, campus.file.timezone]).toEqual([service.id, service.timezone])
  })

  it('sums up as registers what the simulators count, and nothing else', () => {
    const model = openCampusModel(campus, 1)
    const counted = model.registers.map((r) => campus.file.points.get(r.key) ?? r.key)
    const registers = config().campus.points.filter((p) => arithmeticOf(p.kind) === 'register')
    expect(registers.map((p) => p.id).toSorted()).toEqual(counted.toSorted())
    expect(new Map(registers.map((p) => [p.id, p.unit]))).toEqual(
      new Map(model.registers.map((r) => [campus.file.points.get(r.key), r.unit])),
    )
  })

  it('names its points in three languages', () => {
    const unnamed = config().campus.points.filter((p) => !p.name.en || !p.name['zh-Hans'] || !p.name['zh-Hant'])
    expect(unnamed.map((p) => p.id)).toEqual([])
  })

  it('has one supply for each metered site at the top of the meter tree, and every metered use below it', () => {
    const electricity = config().campus.points.filter((p) => p.quantity === 'energy')
    const roots = electricity.filter((p) => p.parent.length === 0)
    const supplies = ['park', 'shop', 'office-north', 'office-central', 'office-east', 'office-south'].map((site) => `${site}/main/energy`)
    const roleOf = (p: (typeof roots)[number]): string | null => valueAt(p.role, Date.UTC(2026, 0, 1) as never)
    expect(
      roots
        .filter((p) => roleOf(p) === 'main-meter')
        .map((p) => p.id)
        .toSorted(),
    ).toEqual(supplies.toSorted())
    // The data centre stands outside the report; of the other shops only the lights are metered.
    const others = roots.filter((p) => roleOf(p) !== 'main-meter').map((p) => p.id)
    expect(others.filter((id) => id !== 'dc/main/energy' && !/^shop-[a-z]+\/lighting\/energy$/.test(id))).toEqual([])
  })

  it('has the same workdays as the service in every year with a shipped calendar', () => {
    const calendar = calendarOf('CN', [])
    const apart: string[] = []
    for (let day = dayOfDate('2019-01-01'); day < dayOfDate('2027-01-01'); day++) {
      const date = new Date(day * 86_400_000).toISOString().slice(0, 10)
      if ((calendar.typeOf(date) === 'workday') !== (campus.calendar.typeOf(day) === 'work')) apart.push(date)
    }
    expect(apart).toEqual([])
  })

  it('lists the campuses that can be simulated when another one is named', () => {
    expect(() => loadCampus('nowhere')).toThrow('"nowhere" is no campus that can be played')
  })
})
