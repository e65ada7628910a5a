/** What simulated devices of other makes say is read by the decoder of the service, and what its encoder says they do. */

import { get } from 'sparkplug-payload'
import { describe, expect, it } from 'vitest'
import { createLorawanMeter } from '../../../../simulators/devices/chirpstack.ts'
import type { DeviceMessage, MakeDevice } from '../../../../simulators/devices/device.ts'
import { createLoad } from '../../../../simulators/devices/load.ts'
import { createZigbeeBridge } from '../../../../simulators/devices/zigbee2mqtt.ts'
import { loadConfig } from '../../../../src/config/load.ts'
import { type Config } from '../../../../src/config/types.ts'
import { type CommandValue, instant, type RawMessage } from '../../../../src/domain/index.ts'
import { createDecoder, createEncoder, type Decoder, DESCRIPTORS } from '../../../../src/wire/index.ts'
import { createFleet, FAIL_SAFE_MS, fleetCampus } from '../../../support/fixtures/fleet.ts'

const FROM = Date.parse('2026-03-02T08:00:00Z')
const EIGHT_HOURS = 8 * 3_600_000

function configOf(text: string): Config {
  const result = loadConfig({ file: 'campus.yaml', text, readInclude: () => [], env: {}, conventions: DESCRIPTORS })
  if (!result.ok) throw new Error(result.faults.map((f) => f.message).join('\n'))
  return result.config
}

const rawOf = ({ topic, payload, retain = false }: DeviceMessage, at: number): RawMessage => ({
  topic,
  payload: Buffer.from(payload as string),
  receivedAt: instant(at),
  retain,
  dup: false,
  qos: 1,
})

function openHall() {
  const config = configOf(fleetCampus(null))
  const decoder = createDecoder(config.campus.sources, 'Asia/Shanghai')
  const encoder = createEncoder(config.campus.sources, 'hall')
  const { devices, loads } = createFleet(FROM, () => EIGHT_HOURS)
  const datatypes = new Map<string, number>()
  const values = new Map<string, number>()
  const refused: unknown[] = []
  const take = (messages: readonly DeviceMessage[], at: number): void => {
    for (const message of messages) {
      const { decoded } = decoder.decode(rawOf(message, at))
      for (const { device, channel, value } of decoded.readings) values.set(`${device} ${channel}`, value)
      for (const event of decoded.events)
        if (event.type === 'device-online') for (const [name, type] of Object.entries(event.datatypes ?? {})) datatypes.set(name, type)
      refused.push(...decoded.dead)
    }
  }
  const all = (at: number, each: (device: MakeDevice) => readonly DeviceMessage[]): void => devices.forEach((d) => take(each(d), at))
  const command = (id: string, value: CommandValue, at: number): void => {
    const actuator = config.control.actuators.find((a) => a.id === id)
    if (actuator === undefined) throw new Error(id)
    const datatype = datatypes.get(actuator.command.channel) ?? null
    const encoded = encoder.encode({ ...actuator.command, id: 'c-1', value, expires: instant(at + 1000), at: instant(at), datatype })
    if (encoded.result === 'refused') throw new Error(encoded.refusal.detail)
    const { topic, payload } = encoded.message
    for (const device of devices) if (device.listensTo.some((f) => matches(f, topic))) take(device.receive({ topic, payload }, at), at)
  }
  return { loads, values, refused, all, command }
}

const matches = (filter: string, topic: string): boolean =>
  new RegExp(`^${filter.replace(/[.$]/g, '\\$&').replaceAll('+', '[^/]+').replace('#', '.*')}$`).test(topic)

describe('simulated devices of other makes', () => {
  it('are read by the service with the values that they have', () => {
    const { values, refused, all, loads } = openHall()
    loads.plug.set('switch', true, FROM)
    loads.dimmer.set('level', 40, FROM)
    const at = FROM + 3_600_000
    all(at, (d) => d.connected(at))
    all(at, (d) => d.report(at))
    expect(refused).toEqual([])
    expect(Object.fromEntries(values)).toMatchObject({
      'hall-plug ENERGY.Power': 60,
      'hall-plug ENERGY.Total': 0.06,
      'shellyplus1pm-a8032ab11964 switch:0.output': 0,
      'hall/lamp 1 state': 0,
      'Plant/Hall/Dimmer Outputs/Level': 40,
      'Plant/Hall/Dimmer Meter/Active Power': 96,
      'Plant/Hall/Dimmer Meter/Active Energy': 0.096,
    })
  })

  it('obey what the service sends in the form of their make', () => {
    const { values, refused, all, command } = openHall()
    all(FROM, (d) => d.connected(FROM))
    for (const id of ['hall/plug', 'hall/relay', 'hall/lamp']) command(id, true, FROM)
    command('hall/dimmer', 40, FROM)
    const at = FROM + 1000
    all(at, (d) => d.expire(at))
    all(at, (d) => d.report(at))
    expect(refused).toEqual([])
    expect([...values].filter(([key]) => /Power$|output|state|Level/.test(key))).toEqual(
      expect.arrayContaining([
        ['hall-plug ENERGY.Power', 60],
        ['shellyplus1pm-a8032ab11964 switch:0.output', 1],
        ['hall/lamp 1 state', 1],
        ['Plant/Hall/Dimmer Outputs/Level', 40],
      ]),
    )
  })

  it('do what their fail-safe says when nobody speaks to them any more, and hold their state without one', () => {
    const { loads, all, command } = openHall()
    all(FROM, (d) => d.connected(FROM))
    for (const id of ['hall/plug', 'hall/relay', 'hall/lamp']) command(id, true, FROM)
    command('hall/dimmer', 100, FROM)
    const states = (at: number): unknown => {
      all(at, (d) => d.expire(at))
      return Object.values(loads).map((load) => load.values(at)['switch'])
    }
    expect(states(FROM + FAIL_SAFE_MS - 1)).toEqual([true, true, true, true])
    expect(states(FROM + FAIL_SAFE_MS)).toEqual([false, false, true, false])
  })
})

describe('a Zigbee lamp out of reach', () => {
  it('is echoed as switched, and says nothing when it is asked', () => {
    const equipment = createLoad({ rated: 8, from: FROM })
    const bridge = createZigbeeBridge({ devices: [{ name: 'far', equipment, unreachable: true }] })
    bridge.report(FROM)
    const echo = bridge.receive({ topic: 'zigbee2mqtt/far/set', payload: '{"state":"ON"}' }, FROM + 60_000)
    expect(echo.map((m) => JSON.parse(m.payload as string))).toMatchObject([
      { state: 'ON', power: 0, last_seen: new Date(FROM).toISOString() },
    ])
    bridge.receive({ topic: 'zigbee2mqtt/far/get', payload: '{"state":""}' }, FROM + 61_000)
    expect(bridge.expire(FROM + 99_000)).toEqual([])
    expect(equipment.values(FROM + 99_000)['switch']).toBe(false)
  })
})

describe('a simulated edge node', () => {
  it('writes payloads that the library of the Sparkplug project reads', () => {
    const { devices } = createFleet(FROM, () => 0)
    const births = devices.at(-1)?.connected(FROM) ?? []
    const payloads = births.map((m) => get('spBv1.0')?.decodePayload(m.payload as Uint8Array))
    expect(payloads.map((p) => [Number(p?.seq), p?.metrics?.map((m) => [m.name, m.type, m.properties?.['engUnit']?.value])])).toEqual([
      [
        0,
        [
          ['bdSeq', 'Int64', undefined],
          ['Node Control/Rebirth', 'Boolean', undefined],
        ],
      ],
      [
        1,
        [
          ['Outputs/Switch', 'Boolean', undefined],
          ['Outputs/Level', 'Int32', '%'],
          ['Meter/Active Power', 'Float', 'W'],
          ['Meter/Active Energy', 'Double', 'kWh'],
        ],
      ],
    ])
  })

  it('takes a level in the datatype of its birth and leaves one of another datatype', () => {
    const { devices, loads } = createFleet(FROM, () => 0)
    const edge = devices.at(-1)
    const encode = (type: 'Int32' | 'Double', value: number): Uint8Array =>
      get('spBv1.0')?.encodePayload({ timestamp: FROM, metrics: [{ name: 'Outputs/Level', type, value }] }) ?? new Uint8Array()
    edge?.receive({ topic: 'spBv1.0/Plant/DCMD/Hall/Dimmer', payload: encode('Double', 70) }, FROM)
    expect(loads.dimmer.values(FROM)['level']).toBe(0)
    edge?.receive({ topic: 'spBv1.0/Plant/DCMD/Hall/Dimmer', payload: encode('Int32', 70) }, FROM)
    expect(loads.dimmer.values(FROM)['level']).toBe(70)
  })
})

describe('a simulated LoRaWAN meter', () => {
  it('is read through the envelope of its network server', () => {
    const meter = createLorawanMeter({
      devEui: '70b3d5499f1a0001',
      equipment: createLoad({ rated: 1000, level: 1, energy: 20, from: FROM }),
      application: 'a1',
      profile: 'meter',
    })
    const config = configOf(`
campus: { id: c, timezone: Asia/Shanghai }
sources:
  - { id: lora, preset: chirpstack, points: { energy_kwh: { quantity: energy, unit: kWh, kind: counter } } }
`)
    const decoder: Decoder = createDecoder(config.campus.sources, 'Asia/Shanghai')
    const at = FROM + 3_600_000
    const readings = meter.report(at).flatMap((m) => decoder.decode(rawOf(m, at)).decoded.readings)
    expect(readings).toMatchObject([{ device: '70b3d5499f1a0001', channel: 'energy_kwh', value: 21, time: at }])
  })
})
