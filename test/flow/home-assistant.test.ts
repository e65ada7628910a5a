/** The totals of a campus on a real broker, as Home Assistant finds them; and the broker as it is when they are switched off. */

import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findServer, type RunningServer, startMosquitto, without } from '../support/process/servers.ts'
import { eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const absent = findServer('mosquitto') === null && process.env['CI'] !== 'true'

const config = (broker: string, section: string): string => `
campus: { id: park, name: { en: Science park }, timezone: Asia/Shanghai }
broker: { url: "${broker}" }
sites: [{ id: park, kind: office }]
sources: [{ id: native, preset: native }]
points:
  - { id: park/a/main/power, place: { site: park, building: a }, interval: 15m, from: [{ source: native, device: main-a, field: power }] }
  - { id: park/a/main/energy, place: { site: park, building: a }, interval: 15m, role: main-meter, from: [{ source: native, device: main-a, field: energy }] }
  - { id: park/b/water/volume, place: { site: park, building: b }, interval: 15m, from: [{ source: native, device: water-b, field: volume }] }
${section}`

type Json = Readonly<Record<string, unknown>>

describe.skipIf(absent)(`the totals of a campus in Home Assistant${without('mosquitto')}`, () => {
  let broker: RunningServer
  let service: Service
  let observer: MqttClient
  const dataDir = tempDir('home-assistant')
  /** What the broker retains. */
  const retained = new Map<string, string>()
  const read = (topic: string): Json => JSON.parse(retained.get(topic) ?? '{}') as Json
  const configs = (): string[] => [...retained.keys()].filter((topic) => topic.startsWith('homeassistant/')).toSorted()
  const begin = async (section: string): Promise<void> => {
    service = await startService({ config: config(broker.url, section), dataDir })
    await eventually('the broker', async () => (await fetch(`${service.url}/readyz`)).ok)
  }

  beforeAll(async () => {
    broker = await startMosquitto()
    observer = await mqtt.connectAsync(broker.url)
    observer.on('message', (topic, payload) => {
      if (payload.length === 0) retained.delete(topic)
      else retained.set(topic, payload.toString())
    })
    await observer.subscribeAsync(['homeassistant/#', 'campus-totals/#'])
    await begin('home_assistant: {}')
  })
  afterAll(async () => {
    await service?.stop()
    await observer?.endAsync()
    await broker?.stop()
  })

  it('have a configuration for campus, buildings and meters, and a state with the value of the meter', async () => {
    const now = Date.now()
    const send = (time: number, values: object): Promise<unknown> =>
      observer.publishAsync('campus/park/main-a/telemetry', JSON.stringify({ time, values }), { qos: 1 })
    await send(now - 1000, { power: 2000, energy: 100 })
    await send(now, { power: 2500, energy: 100.5 })
    await eventually('the configurations', () => configs().length === 12)
    const power = configs().find((topic) => topic.includes('campus_park_electricity_rate')) ?? ''
    expect(read(power)).toMatchObject({ device_class: 'power', state_class: 'measurement', unit_of_measurement: 'kW' })
    const state = String(read(power)['state_topic'])
    const values = await eventually('the power', () => (read(state)['rate'] === 2.5 ? read(state) : null))
    expect(values).toMatchObject({ meters: 1, meters_fresh: 1 })
    expect(values).toHaveProperty('coverage')
    expect(retained.get(String(read(power)['availability_topic']))).toBe('online')
  })

  it('are declared unavailable when the service is killed', async () => {
    await service.kill()
    await eventually('the will', () => retained.get('campus-totals/park/status') === 'offline')
  })

  it('are gone from the broker when the campus file does not announce them any more', async () => {
    await begin('')
    await eventually('the removal', () => configs().length === 0)
    await eventually('the removal of states', () => retained.size === 0)
  })
})
