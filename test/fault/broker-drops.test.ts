/** Row 5 of the catalogue: a broker that throws away what it has acknowledged. We cannot bring it back; it is said within a minute, and how to prevent it. */

import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { findServer, startMosquitto, startShippedMosquitto, without } from '../support/servers.ts'
import { eventually, type Service, startService, tempDir } from '../support/service.ts'

const CONFIG = `
campus: { id: park, timezone: Asia/Shanghai }
sources: [{ id: native, preset: native }]
points: [{ id: park/main/energy, from: [{ source: native, device: meter, field: energy }] }]
`
/** What Mosquitto does when nobody configures it. */
const DEFAULTS = ['max_queued_messages 1000', 'max_inflight_messages 20', 'max_queued_bytes 0', 'sys_interval 1']
const PASSWORDS = { MQTT_SERVICE_PASSWORD: 'service-secret', MQTT_SIMULATOR_PASSWORD: 'simulator-secret' }
const BURST = 5000
const absent = findServer('mosquitto') === null && process.env['CI'] !== 'true'

interface Losses {
  readonly broker: { readonly messages: number; readonly counter: number } | null
  readonly devices: readonly { readonly device: string; readonly messages: number }[]
}
interface Alarms {
  readonly alarms: readonly { readonly code: string; readonly sentence: string; readonly state: string }[]
}

describe.skipIf(absent)(`row 5: a burst while the service is away${without('mosquitto')}`, () => {
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })

  async function start(env: Record<string, string>, dataDir: string): Promise<Service> {
    const service = await startService({ config: CONFIG, dataDir, env })
    closing.push(() => service.stop())
    await eventually('the count of the broker to be seen', async () => (await service.get<Losses>('/api/v1/losses')).broker)
    return service
  }

  async function burst(url: string, login: mqtt.IClientOptions = {}): Promise<void> {
    const device = await mqtt.connectAsync(url, { ...login, protocolVersion: 4 })
    const acks: Promise<unknown>[] = []
    for (let seq = 0; seq < BURST; seq++) {
      const time = new Date(Date.parse('2026-03-02T00:00:00Z') + seq * 1000).toISOString()
      acks.push(
        device.publishAsync('campus/park/meter/telemetry', JSON.stringify({ time, seq, values: { energy: 100 + seq } }), { qos: 1 }),
      )
    }
    await Promise.all(acks)
    await device.endAsync()
  }

  const stored = (service: Service) =>
    eventually('the last message of the burst to be stored', async () => {
      const { points } = await service.get<{ points: { last: { value: number } | null }[] }>('/api/v1/points')
      return points[0]?.last?.value
    })

  it('with a broker as nobody configured it: alarms name how many, and what to set', async () => {
    const mosquitto = await startMosquitto({ config: DEFAULTS })
    closing.push(() => mosquitto.stop())
    const [env, dataDir] = [{ CAMPUS__BROKER__URL: mosquitto.url }, tempDir('drops')]
    await (await start(env, dataDir)).stop()
    await burst(mosquitto.url)
    const service = await start(env, dataDir)
    await stored(service)
    const open = await eventually('both alarms', async () => {
      const { alarms } = await service.get<Alarms>('/api/v1/alarms?state=open')
      const codes = alarms.map((a) => a.code)
      return codes.includes('messages-dropped') ? alarms : null
    })
    const dropped = open.find((a) => a.code === 'messages-dropped')
    expect(dropped?.sentence).toMatch(/thrown away \d{4} messages .* raise max_queued_messages/)
    const { broker } = await service.get<Losses>('/api/v1/losses')
    expect(broker?.messages).toBeGreaterThanOrEqual(BURST - 1020 - 20)
  })

  it('with the configuration that is shipped: nothing is lost, and nothing is said', async () => {
    const mosquitto = await startShippedMosquitto(PASSWORDS)
    closing.push(() => mosquitto.stop())
    const login = { CAMPUS__BROKER__USERNAME: 'campus', CAMPUS__BROKER__PASSWORD: PASSWORDS.MQTT_SERVICE_PASSWORD }
    const [env, dataDir] = [{ CAMPUS__BROKER__URL: mosquitto.url, ...login }, tempDir('kept')]
    await (await start(env, dataDir)).stop()
    await burst(mosquitto.url, { username: 'simulator', password: PASSWORDS.MQTT_SIMULATOR_PASSWORD })
    const service = await start(env, dataDir)
    await eventually('the last message of the burst', async () => (await stored(service)) === 100 + BURST - 1)
    expect(await service.get<Losses>('/api/v1/losses')).toMatchObject({ broker: { messages: 0 }, devices: [] })
    const { alarms } = await service.get<Alarms>('/api/v1/alarms')
    expect(alarms.map((a) => a.code).filter((code) => code.startsWith('messages-'))).toEqual([])
  })

  it('that a device counts: what is missing by its seq is said too, and where it went on from', async () => {
    const mosquitto = await startMosquitto({ config: DEFAULTS })
    closing.push(() => mosquitto.stop())
    const service = await start({ CAMPUS__BROKER__URL: mosquitto.url }, tempDir('counted'))
    const device = await mqtt.connectAsync(mosquitto.url)
    for (const seq of [1, 2, 6, 5, 40]) {
      const time = new Date(Date.parse('2026-03-02T00:00:00Z') + seq * 60_000).toISOString()
      await device.publishAsync('campus/park/meter/telemetry', JSON.stringify({ time, seq, values: { energy: 100 + seq } }), { qos: 1 })
    }
    await device.endAsync()
    // 3 and 4, and 7 to 39; 5 came late.
    const missing = await eventually('the loss', async () => {
      const { devices } = await service.get<Losses>('/api/v1/losses')
      return devices[0]?.messages === 35 ? devices : null
    })
    expect(missing).toMatchObject([{ device: 'meter', messages: 35 }])
    const alarm = await eventually('the alarm', async () =>
      (await service.get<Alarms>('/api/v1/alarms?state=open')).alarms.find((a) => a.code === 'messages-missing'),
    )
    expect(alarm.sentence).toContain('35 messages did not arrive, by the seq of the devices: meter (35)')
  })
})
