/** Attacks of a device with a login of its own at the shipped Mosquitto: what it sends to end the service's session or to write for others. */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METER_PARK } from '../../support/chaos/meter-park.ts'
import { findServer, type ShippedMosquitto, startShippedMosquitto, without } from '../../support/process/servers.ts'
import { backlog, eventually, type Service, startService, tempDir } from '../../support/process/service.ts'

const PASSWORDS = { MQTT_SERVICE_PASSWORD: 'service-secret', MQTT_SIMULATOR_PASSWORD: 'simulator-secret' }
const DEVICE: IClientOptions = { username: 'plug-1', password: 'plug-secret', reconnectPeriod: 0 }
const SIMULATOR: IClientOptions = { username: 'simulator', password: PASSWORDS.MQTT_SIMULATOR_PASSWORD, reconnectPeriod: 0 }
/** Client ids that the service has, or could be guessed to have. */
const GUESSES = ['campus', 'campus-park', 'park', 'campus-energy']
const NOW = Date.now()
const absent = findServer('mosquitto') === null && process.env['CI'] !== 'true'

describe.skipIf(absent)(`a device at the shipped Mosquitto${without('mosquitto')}`, () => {
  let server: ShippedMosquitto
  const dataDir = tempDir('break-in')

  const connect = (options: IClientOptions): Promise<MqttClient> => mqtt.connectAsync(server.url, options, false)
  const start = (): Promise<Service> =>
    startService({
      config: METER_PARK,
      dataDir,
      env: {
        CAMPUS__BROKER__URL: server.url,
        CAMPUS__BROKER__USERNAME: 'campus',
        CAMPUS__BROKER__PASSWORD: PASSWORDS.MQTT_SERVICE_PASSWORD,
      },
    })

  /** Every connection a device can open with these ids, at once as a clean session, so that the broker discards what it has for the id. */
  async function takeOver(): Promise<void> {
    for (const clientId of GUESSES)
      for (const protocolVersion of [4, 5] as const) {
        const attacker = await connect({ ...DEVICE, clientId, clean: true, protocolVersion })
        await attacker.endAsync()
      }
  }

  beforeAll(async () => {
    server = await startShippedMosquitto(PASSWORDS)
    const devices = join(server.folder('/mosquitto/data'), 'devices')
    expect(spawnSync('mosquitto_passwd', ['-c', '-b', devices, 'plug-1', 'plug-secret']).status).toBe(0)
    await server.restart()
  })
  afterAll(async () => {
    await server?.stop()
  })

  it('that connects with the client id of the service ends neither its connection nor its session: 5 of 5 acknowledged messages arrive', async () => {
    const first = await start()
    await eventually('the connection', () => first.eventCodes().includes('broker-connected'))
    await takeOver()
    expect(first.eventCodes().filter((code) => code === 'broker-away')).toEqual([])
    await first.stop()

    const meters = await connect(SIMULATOR)
    for (let i = 0; i < 5; i++)
      await meters.publishAsync('campus/park/m-1/telemetry', JSON.stringify({ time: NOW + i * 1000, values: { energy: 100 + i } }), {
        qos: 1,
      })
    await meters.endAsync()
    await takeOver()

    const second = await start()
    await eventually('the connection', () => second.eventCodes().includes('broker-connected'))
    const rows = await eventually(
      '5 readings',
      async () => {
        if ((await backlog(second)) > 0) return null
        const { values } = await second.get<{ values: unknown[] }>(
          `/api/v1/points/park%2Fm1%2Fenergy/series?step=raw&from=${new Date(NOW - 60_000).toISOString()}&to=${new Date(NOW + 60_000).toISOString()}`,
        )
        return values.length === 5 && values
      },
      10_000,
    )
    expect(rows).toHaveLength(5)
    await second.stop()
  })

  it('can write under its own campus only', async () => {
    for (const topic of ['campus/other/plug-1/telemetry', 'campus/campus/plug-1/status', 'campus/other/plug-1/ack']) {
      const device = await connect({ ...DEVICE, protocolVersion: 5 })
      await expect(device.publishAsync(topic, '{}', { qos: 1 }), topic).rejects.toThrow(/not authorized/i)
      device.end(true)
    }
    const device = await connect({ ...DEVICE, protocolVersion: 5 })
    await device.publishAsync('campus/park/plug-1/telemetry', '{}', { qos: 1 })
    await device.endAsync()
  })
})
