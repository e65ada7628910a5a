import { describe, expect, it } from 'vitest'
import type { LoadInput } from '../../../../src/config/load.ts'
import { type ChangePlan, planChange } from '../../../../src/app/devices/plan.ts'
import { type DeviceRequest, rowsOfForm } from '../../../../src/app/devices/requests.ts'
import { locateRegister, type RegisterFile } from '../../../../src/devices/index.ts'
import { type Instant, instant, type Point } from '../../../../src/domain/index.ts'
import { conventions } from '../../../../src/main/presets.ts'

const CAMPUS = `# of people
campus: { id: c, timezone: Asia/Shanghai }
include: campus.d/*.yaml
sources:
  - { id: native, preset: native, topic: "campus/c/{device}/telemetry" }
  - { id: edge, preset: sparkplug }
  - { id: meters, topic: "m/{device}/state", points: { P: { quantity: power, unit: kW } } }
templates:
  - for: { wing: [a, b] }
    points:
      - { id: "c/{wing}/energy", status: commissioning, from: [{ source: native, device: "old-{wing}", field: energy, serial: "1" }] }
points:
  - { id: c/room/temperature, from: [{ source: native, device: r, field: temperature }] }
  - { id: c/edge/energy, quantity: energy, from: [{ source: edge, device: g/n/d, field: E, multiplier: 80 }] }
`
const OWN = `points:
  # beside the stairs
  - { id: own/energy, status: commissioning, from: [ { source: native, device: m1, field: energy } ] } # a note
`
const NOW = at('2026-03-10T00:00:00Z')

function at(text: string): Instant {
  return instant(Date.parse(text))
}

function registerOf(devices: string | null): RegisterFile {
  const input: LoadInput = {
    file: '/c/campus.yaml',
    text: CAMPUS,
    readInclude: () => (devices === null ? [] : [{ file: '/c/campus.d/devices.yaml', text: devices }]),
    env: {},
    conventions: conventions(),
  }
  const register = locateRegister(input, () => devices)
  if ('faults' in register) throw new Error(register.faults.map((f) => f.message).join())
  return register
}

function plan(request: DeviceRequest, devices: string | null = null): ChangePlan {
  const planned = planChange(registerOf(devices), request, NOW)
  if ('refused' in planned) throw new Error(planned.detail)
  return planned
}

function pointOf({ config }: ChangePlan, id: string): Point {
  const point = config?.campus.points.find((p) => p.id === id)
  if (point === undefined) throw new Error(`no point ${id}`)
  return point
}

const meter = (point: string, more: Partial<Extract<DeviceRequest, { kind: 'meter' }>> = {}): DeviceRequest => ({
  kind: 'meter',
  point,
  at: at('2026-03-02T08:00:00Z'),
  lastIndex: 812.5,
  firstIndex: 3,
  device: null,
  serial: null,
  multiplier: null,
  ...more,
})

describe('the plan of a replaced meter', () => {
  it('ends the row of the old meter and begins that of the new one, in its own entry with its comments', () => {
    const planned = plan(meter('own/energy', { device: 'm2', serial: '0071' }), OWN)
    expect(planned.faults).toEqual([])
    expect(planned.text).toContain('# beside the stairs')
    expect(planned.text).toContain('# a note')
    expect(planned.text).toContain('valid: { to: 2026-03-02T16:00:00+08:00 }, last_index: 812.5')
    expect(pointOf(planned, 'own/energy').from).toMatchObject([
      { device: 'm1', to: at('2026-03-02T08:00:00Z'), lastIndex: 812.5 },
      { device: 'm2', from: at('2026-03-02T08:00:00Z'), firstIndex: 3, serial: '0071' },
    ])
    expect(planned.again).toEqual({ point: 'own/energy', from: at('2026-03-02T08:00:00Z') })
  })

  it('stands under changes where a template has the point, and does not keep the serial number of the old meter', () => {
    const planned = plan(meter('c/a/energy', { at: at('2026-03-01T16:00:00Z') }))
    expect(planned.text).toContain('- { point: c/a/energy, from: [')
    expect(planned.text).toContain('valid: { to: 2026-03-02 }')
    expect(pointOf(planned, 'c/a/energy').from.map((row) => row.serial)).toEqual(['1', null])
    expect(pointOf(planned, 'c/b/energy').from).toHaveLength(1)
  })

  it('adds to the change that is there when the next meter comes', () => {
    const first = plan(meter('c/a/energy'))
    const second = plan(meter('c/a/energy', { at: at('2026-03-05T00:00:00Z'), device: 'third' }), first.text)
    expect(second.faults).toEqual([])
    expect(second.text?.match(/point: c\/a\/energy/g)).toHaveLength(1)
    expect(pointOf(second, 'c/a/energy').from.map((row) => row.device)).toEqual(['old-a', 'old-a', 'third'])
  })

  it('refuses a moment in the future, one before a later row, and a point without a register', () => {
    const first = plan(meter('c/a/energy')).text
    const faults = [
      plan(meter('c/a/energy', { at: at('2026-04-01T00:00:00Z') })),
      plan(meter('c/a/energy', { at: at('2026-03-01T00:00:00Z') }), first),
      plan(meter('c/room/temperature')),
    ].map((planned) => planned.faults[0]?.column)
    expect(faults).toEqual(['at', 'at', 'point'])
  })
})

describe('the plan of another unit', () => {
  it('states the unit, and decodes everything again', () => {
    const planned = plan({ kind: 'unit', point: 'c/a/energy', unit: 'Wh' })
    expect(planned.text).toContain('- { point: c/a/energy, unit: Wh }')
    expect(pointOf(planned, 'c/a/energy').from[0]?.multiplier).toBe(0.001)
    expect(planned.again).toEqual({ point: 'c/a/energy', from: null })
  })

  it('is a ratio where each message names its unit', () => {
    const planned = plan({ kind: 'unit', point: 'c/edge/energy', unit: 'Wh' })
    expect(pointOf(planned, 'c/edge/energy').from[0]?.multiplier).toBe(0.08)
  })

  it('refuses what is no unit, what is no unit of the quantity, and the unit that it has already', () => {
    const faults = ['furlong', 'm3', 'kWh'].map((unit) => plan({ kind: 'unit', point: 'c/a/energy', unit }).faults.length)
    expect(faults).toEqual([1, 1, 1])
  })
})

describe('the plan of a point that counts from now on', () => {
  const live = (point: string): DeviceRequest => ({ kind: 'live', point, display: 3 })

  it('takes the status out of its own entry, and states it for a point of a template', () => {
    const own = plan(live('own/energy'), OWN)
    expect(own.text).not.toContain('commissioning')
    expect(pointOf(own, 'own/energy').status).toBe('live')
    const other = plan(live('c/a/energy'))
    expect(other.text).toContain('- { point: c/a/energy, status: live }')
    expect([pointOf(other, 'c/a/energy').status, pointOf(other, 'c/b/energy').status]).toEqual(['live', 'commissioning'])
  })

  it('refuses a point that is live', () => {
    expect(plan(live('c/room/temperature')).faults).toHaveLength(1)
  })
})

describe('the plan of a row of the form', () => {
  it('never replaces a point that is there', () => {
    const row = { make: 'native', device: 'm9', field: 'energy', quantity: 'energy', point: 'own/energy' }
    expect(plan(rowsOfForm(row), OWN).faults).toMatchObject([{ column: 'point' }])
  })

  it('gives a source of people the rule that it lacks', () => {
    const row = { make: 'mapping', topic: 'm/{device}/state', device: 'x', field: 'Ep', quantity: 'energy', unit: 'Wh', point: 'x/energy' }
    const planned = plan(rowsOfForm(row))
    expect(planned.faults).toEqual([])
    expect(planned.text).toContain('- { source: meters, points: { Ep: { quantity: energy, unit: Wh } } }')
    expect(pointOf(planned, 'x/energy').from[0]?.source).toBe('meters')
  })
})
