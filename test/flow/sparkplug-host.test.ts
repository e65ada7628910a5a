/** The service as a host application of Sparkplug B 3.0: a real edge node (npm `sparkplug-client`), a real broker, and a host that goes away and comes back. */

import mqtt, { type MqttClient } from 'mqtt'
import { newClient } from 'sparkplug-client'
import type { UPayload } from 'sparkplug-payload/lib/sparkplugbpayload.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findServer, type RunningServer, startMosquitto, without } from '../support/process/servers.ts'
import { eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const absent = findServer('mosquitto') === null && process.env['CI'] !== 'true'

const config = (broker: string): string => `
campus: { id: works, timezone: Europe/Berlin }
broker: { url: "${broker}" }
sources: [{ id: edges, preset: sparkplug }]
points:
  - { id: works/press/power, quantity: power, from: [{ source: edges, device: Works/Hall 7/Press, field: Power }] }
  - { id: works/press/energy, quantity: energy, from: [{ source: edges, device: Works/Hall 7/Press, field: Energy }] }
`

interface Points {
  readonly points: readonly { readonly id: string; readonly last: { readonly value: number } | null }[]
}

const STATE = 'spBv1.0/STATE/works'
const REORDER_MS = 5000

interface State {
  readonly online: boolean
  readonly timestamp: number
}

/** A press behind an edge node, with the library that the Sparkplug project ships. */
function openEdgeNode(serverUrl: string) {
  const node = newClient({
    serverUrl,
    username: '',
    password: '',
    groupId: 'Works',
    edgeNode: 'Hall 7',
    clientId: 'hall-7',
    version: 'spBv1.0',
  })
  let [power, energy, births] = [0, 100, 0]
  const metrics = (born: boolean): NonNullable<UPayload['metrics']> => [
    {
      name: 'Power',
      type: 'Float',
      value: power,
      timestamp: Date.now(),
      ...(born ? { properties: { engUnit: { type: 'String', value: 'kW' } } } : {}),
    },
    {
      name: 'Energy',
      type: 'Double',
      value: energy,
      timestamp: Date.now(),
      ...(born ? { properties: { engUnit: { type: 'String', value: 'kWh' } } } : {}),
    },
  ]
  const birth = (): void => {
    births += 1
    node.publishNodeBirth({
      timestamp: Date.now(),
      metrics: [{ name: 'Node Control/Rebirth', type: 'Boolean', value: false, timestamp: Date.now() }],
    })
    node.publishDeviceBirth('Press', { timestamp: Date.now(), metrics: metrics(true) })
  }
  node.on('birth', birth)
  node.on('ncmd', (payload: UPayload) => {
    if (payload.metrics?.some(({ name, value }) => name === 'Node Control/Rebirth' && value === true)) birth()
  })
  return {
    births: () => births,
    measure(nextPower: number): void {
      power = nextPower
      energy += 1
      node.publishDeviceData('Press', { timestamp: Date.now(), metrics: metrics(false) })
    },
    energy: () => energy,
    stop: () => node.stop(),
  }
}

describe.skipIf(absent)(`the service as a host application of Sparkplug B${without('mosquitto')}`, () => {
  let broker: RunningServer
  let service: Service
  let observer: MqttClient
  let edge: ReturnType<typeof openEdgeNode>
  const dataDir = tempDir('sparkplug-host')
  const requests: string[] = []
  const states: State[] = []
  const begin = async (): Promise<void> => {
    service = await startService({ config: config(broker.url), dataDir })
    await eventually('the broker', async () => (await fetch(`${service.url}/readyz`)).ok)
  }
  const last = async (id: string): Promise<number | undefined> =>
    (await service.get<Points>('/api/v1/points')).points.find((p) => p.id === id)?.last?.value

  beforeAll(async () => {
    broker = await startMosquitto()
    observer = await mqtt.connectAsync(broker.url)
    observer.on('message', (topic, payload) => {
      if (topic === STATE) states.push(JSON.parse(payload.toString()) as State)
      else requests.push(topic)
    })
    await observer.subscribeAsync(['spBv1.0/+/NCMD/#', STATE])
    await begin()
    edge = openEdgeNode(broker.url)
    await eventually('the births', () => edge.births() === 1)
  })
  afterAll(async () => {
    edge?.stop()
    await service?.stop()
    await observer?.endAsync()
    await broker?.stop()
  })

  it('says that it is online, retained, and reads what an edge node sends', async () => {
    await eventually('the state', () => states.at(-1)?.online === true)
    const late = await mqtt.connectAsync(broker.url)
    const retained = new Promise<State>((resolve) =>
      late.once('message', (_topic, payload) => resolve(JSON.parse(payload.toString()) as State)),
    )
    await late.subscribeAsync(STATE)
    expect(await retained).toEqual(states.at(-1))
    await late.endAsync()
    edge.measure(12.1)
    expect(await eventually('the power', async () => ((await last('works/press/power')) === 12_100 ? 12_100 : null))).toBe(12_100)
    expect(requests).toEqual([])
  })

  it('is declared offline by its will when it is killed, asks for births once when it is back, and has the right values', async () => {
    const before = states.at(-1)
    await service.kill()
    await eventually('the will', () => states.at(-1)?.online === false)
    expect(states.at(-1)?.timestamp).toBe(before?.timestamp)
    for (const power of [20, 30, 40]) edge.measure(power)
    await begin()
    await eventually('the state', () => states.at(-1)?.online === true)
    await eventually('the births', () => edge.births() === 2)
    expect(
      await eventually('the register behind the gap', async () =>
        (await last('works/press/energy')) === edge.energy() ? edge.energy() : null,
      ),
    ).toBe(104)
    edge.measure(50)
    await eventually('the power', async () => (await last('works/press/power')) === 50_000)
    const settled = performance.now() + 1.3 * REORDER_MS
    await eventually('the time in which a gap would be reported', () => performance.now() > settled)
    edge.measure(60)
    await eventually('the power', async () => (await last('works/press/power')) === 60_000)
    expect(requests).toEqual(['spBv1.0/Works/NCMD/Hall 7'])
  })

  it('says that it is online again when somebody declares it offline while it lives', async () => {
    const count = states.length
    await observer.publishAsync(STATE, JSON.stringify({ online: false, timestamp: Date.now() }), { qos: 1, retain: true })
    await eventually('the correction', () => states.length > count + 1 && states.at(-1)?.online === true)
  })

  it('says that it is offline when it is stopped', async () => {
    await service.stop()
    await eventually('the state', () => states.at(-1)?.online === false)
  })
})
