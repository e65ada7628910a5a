/** Commands of the first tier: topic and payload as the makers document them; never retained, never `toggle`. */

import { describe, expect, it } from 'vitest'
import { type CommandValue, instant, type Mapping, type Source } from '../../../../src/domain/index.ts'
import { createEncoder, DESCRIPTORS, rebirthRequest } from '../../../../src/wire/index.ts'
import { sourceOf } from '../decode-json.ts'

type Output = readonly [device: string, channel: string]

function encode(preset: string, [device, channel]: Output, value: CommandValue, mapping: Mapping = {}) {
  const source: Source = { ...sourceOf(preset, mapping), id: 's' }
  return createEncoder([source], 'park').encode({ id: 'c-1', source: 's', device, channel, value, expires: instant(1_772_438_400_000) })
}

const sent = (...args: Parameters<typeof encode>): readonly [string, string] | null => {
  const encoded = encode(...args)
  return encoded.result === 'message' ? [encoded.message.topic, Buffer.from(encoded.message.payload).toString()] : null
}

describe('a command', () => {
  it.each<readonly [preset: string, output: Output, value: CommandValue, expected: readonly [string, string]]>([
    ['tasmota', ['plug-1', 'POWER1'], true, ['cmnd/plug-1/POWER1', 'ON']],
    ['tasmota', ['plug-1', 'Dimmer'], 40, ['cmnd/plug-1/Dimmer', '40']],
    ['shelly1', ['shelly1-a', 'relay/0'], false, ['shellies/shelly1-a/relay/0/command', 'off']],
    ['shelly1', ['dim-a', 'level'], 50, ['shellies/dim-a/light/0/set', '{"turn":"on","brightness":50}']],
    [
      'shelly2',
      ['plus-a', 'switch:1.output'],
      false,
      ['plus-a/rpc', '{"id":"c-1","src":"campus/cmd","method":"Switch.Set","params":{"id":1,"on":false}}'],
    ],
    ['zigbee2mqtt', ['hall/lamp', 'state'], true, ['zigbee2mqtt/hall/lamp/set', '{"state":"ON"}']],
    ['zigbee2mqtt', ['lamp', 'brightness'], 50, ['zigbee2mqtt/lamp/set', '{"brightness":127}']],
    ['esphome', ['hall', 'switch/pump'], true, ['hall/switch/pump/command', 'ON']],
    ['homie', ['lamp-1', 'light/brightness'], 40, ['homie/5/lamp-1/light/brightness/set', '40']],
  ])('of %s to %s %s is sent as its maker documents', (preset, output, value, expected) => {
    expect(sent(preset, output, value, preset === 'homie' ? { topic: 'homie/5/{path+}' } : {})).toEqual(expected)
  })

  it('goes in the order of the source where Tasmota has another FullTopic', () => {
    expect(sent('tasmota', ['plug-1', 'POWER'], false, { topic: 'north/{device}/{prefix}/{suffix}' })).toEqual([
      'north/plug-1/cmnd/POWER',
      'OFF',
    ])
  })

  it('to a LoRaWAN device carries port and bytes of its maker', () => {
    const mapping = { topic: 'application/a1/device/{device}/event/{event}' }
    const [topic, payload] = sent('chirpstack', ['70b3d50000000001', 'relay'], '85:080100ff', mapping) ?? ['', '{}']
    expect(topic).toBe('application/a1/device/70b3d50000000001/command/down')
    expect(JSON.parse(payload)).toEqual({ id: 'c-1', devEui: '70b3d50000000001', confirmed: true, fPort: 85, data: 'CAEA/w==' })
    expect(encode('chirpstack', ['d', 'relay'], true, mapping)).toMatchObject({ result: 'refused', refusal: { reason: 'invalid-value' } })
  })

  it('is never retained and never toggles, whatever the make', () => {
    for (const { name, encodes } of DESCRIPTORS.filter((d) => d.encodes)) {
      for (const channel of ['switch', 'POWER', 'state', 'switch:0', 'relay/0', 'light/power', 'switch/a'])
        expect(encode(name, ['a', channel], 'toggle').result, `${name} ${channel} ${encodes}`).toBe('refused')
      for (const channel of ['switch', 'POWER', 'state', 'switch:0', 'relay/0', 'light/power', 'switch/a']) {
        const encoded = encode(name, ['a', channel], true)
        if (encoded.result === 'message') expect(encoded.message.retain).toBe(false)
      }
    }
  })

  it('to an edge node is NCMD or DCMD without seq; a rebirth has the name that the specification gives', () => {
    expect(sent('sparkplug', ['G/E/D', 'Lamp'], true)?.[0]).toBe('spBv1.0/G/DCMD/E/D')
    const request = rebirthRequest('G/Edge 1', 1_772_438_400_000)
    expect(request).toMatchObject({ topic: 'spBv1.0/G/NCMD/Edge 1', qos: 0, retain: false })
    expect(Buffer.from(request?.payload ?? []).toString('latin1')).toContain('Node Control/Rebirth')
    expect(rebirthRequest('G/#', 0)).toBeNull()
  })
})
