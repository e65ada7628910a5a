import { describe, expect, it } from 'vitest'
import { conventionDecoder, received } from '../messages.ts'

describe('the cache of Zigbee2MQTT', () => {
  it('gives no sample in the first message of a device behind a restart, without last_seen', () => {
    const decoder = conventionDecoder('zigbee2mqtt')
    const send = (topic: string, payload: unknown) => decoder.decode(received(topic, payload)).decoded
    expect(send('zigbee2mqtt/plug', { power: 5 }).readings).toHaveLength(1)
    send('zigbee2mqtt/bridge/state', { state: 'offline' })
    send('zigbee2mqtt/bridge/state', { state: 'online' })
    expect(send('zigbee2mqtt/plug', { power: 5 })).toMatchObject({ readings: [], events: [{ type: 'retained-skipped' }] })
    expect(send('zigbee2mqtt/plug', { power: 6 }).readings).toMatchObject([{ value: 6 }])
  })

  it('takes units from what devices expose before those of its table', () => {
    const decoder = conventionDecoder('zigbee2mqtt')
    const exposes = [{ property: 'energy', unit: 'Wh', access: 1 }]
    decoder.decode(received('zigbee2mqtt/bridge/devices', [{ friendly_name: 'meter', definition: { exposes } }], { retain: true }))
    expect(decoder.decode(received('zigbee2mqtt/meter', { energy: 1500 })).decoded.readings).toMatchObject([{ value: 1.5, unit: 'kWh' }])
  })
})
