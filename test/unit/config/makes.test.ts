/** Points of devices whose make says what a field measures. */

import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/load.ts'
import { DESCRIPTORS } from '../../../src/wire/index.ts'

const text = (preset: string, field: string): string => `
campus: { id: park, name: { en: Park }, timezone: Asia/Shanghai }
sites: [{ id: park, kind: office }]
sources: [{ id: s, preset: ${preset} }]
points: [{ id: park/p, place: { site: park }, use: sockets, from: [{ source: s, device: d, field: "${field}" }] }]
`

function load(preset: string, field: string) {
  const result = loadConfig({ file: 'campus.yaml', text: text(preset, field), readInclude: () => [], env: {}, conventions: DESCRIPTORS })
  return result.ok ? result.config.campus.points.map(({ quantity, kind }) => [quantity, kind]) : result.faults.map((f) => f.message)
}

describe('a point without a quantity', () => {
  it.each([
    ['tasmota', 'ENERGY.Total', 'energy', 'counter'],
    ['tasmota', 'ENERGY.Power[1]', 'power', 'instant'],
    ['shelly1', 'emeter/0/total_returned', 'energy_export', 'counter'],
    ['shelly2', 'em:0.a_act_power', 'power', 'instant'],
    ['zigbee2mqtt', 'state', 'switch', 'state'],
    ['wmbusmeters', 'total_m3', 'volume', 'counter'],
    ['p1', '1-0:1.8.1', 'energy', 'counter'],
    ['esphome', 'sensor/pump_power', 'power', 'instant'],
  ])('takes it from the field of %s: %s', (preset, field, quantity, kind) => {
    expect(load(preset, field)).toEqual([[quantity, kind]])
  })

  it.each([
    ['tasmota', 'ENERGY.Totl'],
    ['tasmota', 'ANALOG.A0'],
    ['sparkplug', 'Meter Reading'],
    ['esphome', 'sensor/anything'],
  ])('is a fault where the make does not say it: %s %s', (preset, field) => {
    expect(load(preset, field)).toEqual([`the field "${field}" does not say what it measures`])
  })
})
