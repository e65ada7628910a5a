/** Loads of four makes under presence control: each commanded in the form of its make, confirmed by its own reading, and left to its fail-safe. */

import { connectAsync } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConnectedDevice, connectDevice } from '../../simulators/devices/connection.ts'
import type { ControlEntry } from '../../src/control/control-log.ts'
import { createFleet, FAIL_SAFE_MS, type Fleet, fleetCampus } from '../support/fixtures/fleet.ts'
import { findServer, type RunningServer, startMosquitto, without } from '../support/process/servers.ts'
import { eventually, type Service, startService } from '../support/process/service.ts'

const absent = findServer('mosquitto') === null && process.env['CI'] !== 'true'
const EIGHT_HOURS = 8 * 3_600_000

type Entry = Pick<ControlEntry, 'actuator' | 'kind' | 'value'>

function controlledBy(startBroker: () => Promise<RunningServer | null>): void {
  let broker: RunningServer | null = null
  let service: Service
  let fleet: Fleet
  let connections: readonly ConnectedDevice[] = []
  let presence: (occupied: boolean) => Promise<unknown>
  const states = (): unknown[] => Object.values(fleet.loads).map((load) => load.values(Date.now())['switch'])
  const confirmed = async (since: number): Promise<unknown[]> => {
    const { entries } = await service.get<{ entries: Entry[] }>('/api/v1/control/log')
    return entries
      .slice(since)
      .filter((e) => e.kind === 'confirmed')
      .map((e) => `${e.actuator} ${String(e.value)}`)
      .toSorted()
  }

  beforeAll(async () => {
    broker = await startBroker()
    service = await startService({ config: fleetCampus(broker?.url ?? null) })
    await eventually('the broker', async () => (await fetch(`${service.url}/readyz`)).ok)
    const url = broker?.url ?? service.brokerUrl
    fleet = createFleet(Date.now(), () => EIGHT_HOURS)
    connections = await Promise.all(
      fleet.devices.map((device, i) => connectDevice(device, { url, clientId: `fleet-${i}`, now: Date.now, everyMs: 1000 })),
    )
    const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 })
    presence = (occupied) =>
      client.publishAsync(
        'campus/hall/pir/telemetry',
        JSON.stringify({ time: new Date().toISOString(), values: { occupancy: occupied } }),
        {
          qos: 1,
        },
      )
    client.on('error', () => undefined)
    connections = [...connections, { close: () => client.endAsync(true) }]
  })
  afterAll(async () => {
    await Promise.all(connections.map((connection) => connection.close().catch(() => undefined)))
    await service?.stop().catch(() => undefined)
    await broker?.stop()
  })

  it('go on with presence and off when it ends, each confirmed by its own reading', async () => {
    await presence(true)
    await eventually('all on', () => states().every((on) => on === true))
    await eventually('four confirmations', async () => (await confirmed(0)).length === 4)
    expect(await confirmed(0)).toEqual(['hall/dimmer 100', 'hall/lamp on', 'hall/plug on', 'hall/relay on'])
    const { entries } = await service.get<{ entries: Entry[] }>('/api/v1/control/log')
    await presence(false)
    await eventually('all off', () => states().every((on) => on === false))
    await eventually('four confirmations', async () => (await confirmed(entries.length)).length === 4)
    expect(await confirmed(entries.length)).toEqual(['hall/dimmer 0', 'hall/lamp off', 'hall/plug off', 'hall/relay off'])
    const after = await service.get<{ entries: Entry[] }>('/api/v1/control/log')
    expect(after.entries.filter((e) => !['sent', 'confirmed'].includes(e.kind))).toEqual([])
  })

  it('do what their fail-safe says when the service is killed: timers and watchdogs switch off, the lamp holds', async () => {
    await presence(true)
    await eventually('all on', () => states().every((on) => on === true))
    const on = performance.now()
    await eventually('renewals beyond the time of the fail-safe', () => performance.now() - on > 1.3 * FAIL_SAFE_MS)
    expect(states()).toEqual([true, true, true, true])
    await service.kill()
    await eventually('the fail-safes', () => states().filter((state) => state === true).length === 1)
    expect(states()).toEqual([false, false, true, false])
  })
}

describe('loads of four makes on the broker of the service', () => controlledBy(async () => null))

describe.skipIf(absent)(`loads of four makes on Mosquitto${without('mosquitto')}`, () => controlledBy(startMosquitto))
