/** Devices of several makes through a real broker into points; what they describe once outlives a restart. */

import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sparkplugPayload } from '../support/fixtures/sparkplug.ts'
import { findServer, type RunningServer, startMosquitto, without } from '../support/process/servers.ts'
import { eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const absent = findServer('mosquitto') === null && process.env['CI'] !== 'true'

const config = (broker: string): string => `
campus: { id: park, name: { en: Park }, timezone: Asia/Shanghai }
broker: { url: "${broker}" }
sites: [{ id: park, kind: office }]
sources:
  - { id: plugs, preset: tasmota, topic: "{prefix}/{device}/{suffix}" }
  - { id: relays, preset: shelly2 }
  - { id: edges, preset: sparkplug }
  - { id: zigbee, preset: zigbee2mqtt }
  - { id: ha, preset: ha-discovery }
points:
  - { id: park/plug/energy, place: { site: park }, use: sockets, from: [{ source: plugs, device: lobby-plug, field: ENERGY.Total }] }
  - { id: park/relay/power, place: { site: park }, use: sockets, from: [{ source: relays, device: shellyplus1pm-a1, field: "switch:0.apower" }] }
  - { id: park/hall/power, place: { site: park }, use: lighting, quantity: power, from: [{ source: edges, device: Plant/Edge 1/Hall, field: Active Power }] }
`

interface Points {
  readonly points: readonly { readonly id: string; readonly last: { readonly value: number; readonly quality: string } | null }[]
}

interface Discoveries {
  readonly discoveries: readonly {
    readonly source: string
    readonly device: string
    readonly field: string
    readonly suggestion: { readonly quantity: string } | null
  }[]
}

const NODE = 'spBv1.0/Plant/N{}/Edge 1'
const DEVICE = 'spBv1.0/Plant/D{}/Edge 1/Hall'
const topic = (template: string, kind: string): string => template.replace('{}', kind)

describe.skipIf(absent)(`devices of other makes behind a real broker${without('mosquitto')}`, () => {
  let broker: RunningServer
  let service: Service
  let client: MqttClient
  const dataDir = tempDir('conventions')
  const requests: string[] = []
  const last = async (id: string): Promise<number | undefined> =>
    (await service.get<Points>('/api/v1/points')).points.find((p) => p.id === id)?.last?.value
  const send = (to: string, payload: string | Buffer): Promise<unknown> => client.publishAsync(to, payload, { qos: 1 })

  beforeAll(async () => {
    broker = await startMosquitto()
    client = await mqtt.connectAsync(broker.url)
    client.on('message', (to) => void requests.push(to))
    await client.subscribeAsync('spBv1.0/+/NCMD/#')
    service = await startService({ config: config(broker.url), dataDir })
    await eventually('the broker', async () => (await fetch(`${service.url}/readyz`)).ok)
  })
  afterAll(async () => {
    await service?.stop()
    await client?.endAsync()
    await broker?.stop()
  })

  it('become values of points that name their field', async () => {
    await send('tele/lobby-plug/SENSOR', JSON.stringify({ Time: '2020-01-01T00:00:00', ENERGY: { Total: 12.345, Power: 40 } }))
    await send(
      'shellyplus1pm-a1/events/rpc',
      JSON.stringify({ src: 'shellyplus1pm-a1', method: 'NotifyStatus', params: { 'switch:0': { apower: 8.9 } } }),
    )
    expect(await eventually('the plug', () => last('park/plug/energy'))).toBe(12.345)
    expect(await eventually('the relay', () => last('park/relay/power'))).toBe(8.9)
  })

  it('are read by their aliases, which the service remembers over a restart', async () => {
    const timestamp = Date.now()
    await send(topic(NODE, 'BIRTH'), sparkplugPayload({ timestamp, seq: 0, metrics: [{ name: 'bdSeq', datatype: 8, long: 1n }] }))
    const metric = { name: 'Active Power', alias: 7, datatype: 3, timestamp, unit: 'kW', int: 1 }
    await send(topic(DEVICE, 'BIRTH'), sparkplugPayload({ timestamp, seq: 1, metrics: [metric] }))
    await send(
      topic(DEVICE, 'DATA'),
      sparkplugPayload({ timestamp, seq: 2, metrics: [{ alias: 7, timestamp: timestamp + 1, int: 0xffff_fff4 }] }),
    )
    await eventually('the value by alias', async () => (await last('park/hall/power')) === -12_000)
    await service.stop()
    service = await startService({ config: config(broker.url), dataDir })
    await eventually('the broker', async () => (await fetch(`${service.url}/readyz`)).ok)
    await send(topic(DEVICE, 'DATA'), sparkplugPayload({ timestamp, seq: 3, metrics: [{ alias: 7, timestamp: timestamp + 2, int: 5 }] }))
    await eventually('the value behind the restart', async () => (await last('park/hall/power')) === 5000)
    // Data that came meanwhile may be lost: the host asks for births when it is back, and reads by the ones it has until they come.
    await eventually('the request of the host that is back', () => requests.length > 0)
    expect(requests).toEqual(['spBv1.0/Plant/NCMD/Edge 1'])
  })

  it('are asked for their births once, however many values come without one', async () => {
    for (const seq of [4, 5, 6]) await send('spBv1.0/Plant/NDATA/Edge 2', sparkplugPayload({ seq, metrics: [{ alias: 1, int: 1 }] }))
    await eventually('a request', () => requests.length > 1)
    await eventually('the log', () => service.eventCodes().includes('rebirth-requested'))
    expect(requests).toEqual(['spBv1.0/Plant/NCMD/Edge 1', 'spBv1.0/Plant/NCMD/Edge 2'])
  })

  it('are listed as discoveries with what they measure', async () => {
    const entity = {
      unique_id: 'tank-top',
      name: 'Tank top',
      state_topic: 'boiler/state',
      unit_of_measurement: '°C',
      device_class: 'temperature',
      value_template: '{{ value_json.top }}',
      device: { name: 'Boiler' },
    }
    await send('zigbee2mqtt/desk 3', JSON.stringify({ power: 12, linkquality: 80 }))
    await send('homeassistant/sensor/tank/config', JSON.stringify(entity))
    const found = await eventually('both', async () => {
      const { discoveries } = await service.get<Discoveries>('/api/v1/discoveries')
      const of = (source: string, field: string) => discoveries.find((d) => d.source === source && d.field === field)
      const pair = [of('zigbee', 'power'), of('ha', 'tank-top')]
      return pair.includes(undefined) ? null : pair
    })
    expect(found.map((d) => [d?.device, d?.suggestion?.quantity])).toEqual([
      ['desk 3', 'power'],
      ['Boiler', 'temperature'],
    ])
  })
})
