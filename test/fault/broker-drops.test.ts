/** Failures 2 and 5 of the catalogue: a broker drops acknowledged messages. The service cannot recover them; it raises an alarm within a minute with the remedy. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { findServer, startMosquitto, startShippedMosquitto, without } from '../support/process/servers.ts'
import { eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `
campus: { id: park, timezone: Asia/Shanghai }
sources: [{ id: native, preset: native }]
points: [{ id: park/main/energy, from: [{ source: native, device: meter, field: energy }] }]
`
/** Mosquitto with its default queues; it publishes $SYS every ten seconds. */
const DEFAULTS = ['max_queued_messages 1000', 'max_inflight_messages 20', 'max_queued_bytes 0', 'sys_interval 10']
/** From the start of the service, or from the last message of a burst, to the alarm. */
const WITHIN_MS = 60_000
const PASSWORDS = { MQTT_SERVICE_PASSWORD: 'service-secret', MQTT_SIMULATOR_PASSWORD: 'simulator-secret' }
const BURST = 5000
const absent = findServer('mosquitto') === null && process.env['CI'] !== 'true'

interface Losses {
  readonly broker: { readonly messages: number; readonly counter: number } | null
  readonly devices: readonly {
    readonly source: string
    readonly device: string
    readonly messages: number
    readonly spans: readonly unknown[]
  }[]
}
interface Points {
  readonly points: readonly {
    readonly last: { readonly value: number } | null
    readonly findings: readonly { readonly code: string; readonly sentence: string }[]
  }[]
}
interface Ready {
  readonly ready: boolean
  readonly degraded: readonly string[]
}
interface Alarms {
  readonly alarms: readonly { readonly code: string; readonly sentence: string; readonly state: string }[]
}

describe.skipIf(absent)(`messages lost before the service${without('mosquitto')}`, () => {
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
      const { points } = await service.get<Points>('/api/v1/points')
      return points[0]?.last?.value
    })

  it('raise an alarm within a minute when an unconfigured broker drops them, with their number and the settings to change, and degrade readiness', async () => {
    const mosquitto = await startMosquitto({ config: DEFAULTS })
    closing.push(() => mosquitto.stop())
    const [env, dataDir] = [{ CAMPUS__BROKER__URL: mosquitto.url }, tempDir('drops')]
    await (await start(env, dataDir)).stop()
    await burst(mosquitto.url)
    const service = await start(env, dataDir)
    await stored(service)
    const alarm = async (): Promise<Alarms['alarms'][number] | undefined> =>
      (await service.get<Alarms>('/api/v1/alarms?state=open')).alarms.find((a) => a.code === 'messages-dropped')
    const dropped = await eventually('the alarm', alarm, WITHIN_MS)
    expect(dropped.sentence).toMatch(/thrown away \d{4} messages .* raise max_queued_messages .* max_inflight_messages/)
    expect(await service.get<Ready>('/readyz')).toMatchObject({ ready: true, degraded: [dropped.sentence] })
    expect(await (await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${service.token}` } })).text()).toMatch(
      /campus_broker_messages_dropped_total \d{4}/,
    )
    const { broker } = await service.get<Losses>('/api/v1/losses')
    expect(broker?.messages).toBeGreaterThanOrEqual(BURST - 1020 - 20)
  })

  it('are none with the shipped configuration of Mosquitto, and raise no alarm', async () => {
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

  it('are none beside an unconfigured broker when the service is only frozen (SIGSTOP)', async () => {
    const mosquitto = await startMosquitto({ config: DEFAULTS })
    closing.push(() => mosquitto.stop())
    const service = await start({ CAMPUS__BROKER__URL: mosquitto.url }, tempDir('still'))
    service.process.kill('SIGSTOP')
    await burst(mosquitto.url).finally(() => service.process.kill('SIGCONT'))
    await eventually('the last message of the burst', async () => (await stored(service)) === 100 + BURST - 1, WITHIN_MS)
    expect(await service.get<Losses>('/api/v1/losses')).toMatchObject({ broker: { messages: 0 }, devices: [] })
  })

  it.each([
    ['publishes no $SYS topics', ['sys_interval 0']],
    ['forbids reading its $SYS topics', ['acl_file ACL']],
  ])('are not assumed of a broker that %s: readings arrive, readiness reports no fault', async (_what, lines) => {
    const acl = join(tempDir('acl'), 'acl')
    writeFileSync(acl, 'topic readwrite campus/#\ntopic readwrite campus-probe/#\n', { mode: 0o600 })
    const mosquitto = await startMosquitto({ config: lines.map((line) => line.replace('ACL', acl)) })
    closing.push(() => mosquitto.stop())
    const service = await startService({ config: CONFIG, dataDir: tempDir('unsaid'), env: { CAMPUS__BROKER__URL: mosquitto.url } })
    closing.push(() => service.stop())
    await eventually('the broker', async () => (await fetch(`${service.url}/readyz`)).status === 200)
    await burst(mosquitto.url)
    await eventually('the last message of the burst', async () => (await stored(service)) === 100 + BURST - 1)
    expect(await service.get<Losses>('/api/v1/losses')).toEqual({ broker: null, devices: [] })
    expect(await service.get<Ready>('/readyz')).toEqual({ ready: true, reasons: [], degraded: [] })
    expect((await service.get<Alarms>('/api/v1/alarms')).alarms).toEqual([])
  })

  it('raise an alarm within a minute by gaps in the seq of a device, mark its points, and are withdrawn when they arrive late', async () => {
    const mosquitto = await startMosquitto({ config: DEFAULTS })
    closing.push(() => mosquitto.stop())
    const service = await start({ CAMPUS__BROKER__URL: mosquitto.url }, tempDir('counted'))
    const device = await mqtt.connectAsync(mosquitto.url)
    closing.push(() => device.endAsync())
    const send = async (...seqs: number[]): Promise<void> => {
      const now = Date.now()
      for (const seq of seqs) {
        const time = now - (60 - seq) * 60_000
        await device.publishAsync('campus/park/meter/telemetry', JSON.stringify({ time, seq, values: { energy: 100 + seq } }), { qos: 1 })
      }
    }
    const findings = async (): Promise<string[]> =>
      (await service.get<Points>('/api/v1/points')).points.flatMap((p) =>
        p.findings.filter((f) => f.code === 'messages-missing').map((f) => f.sentence),
      )
    await send(1, 2, 6, 5, 40)
    // 3 and 4, and 7 to 39; 5 came late.
    const lost = (messages: number) =>
      eventually(
        `${messages} missing messages`,
        async () => {
          const { devices } = await service.get<Losses>('/api/v1/losses')
          return devices.reduce((n, d) => n + d.messages, 0) === messages ? devices : null
        },
        WITHIN_MS,
      )
    expect(await lost(35)).toMatchObject([{ source: 'native', device: 'meter', messages: 35, spans: [{ messages: 2 }, { messages: 33 }] }])
    const alarm = async (): Promise<Alarms['alarms'][number] | undefined> =>
      (await service.get<Alarms>('/api/v1/alarms?state=open')).alarms.find((a) => a.code === 'messages-missing')
    expect((await eventually('the alarm', alarm, WITHIN_MS)).sentence).toContain(
      '35 messages did not arrive, by the seq of the devices: meter (35)',
    )
    await eventually('the finding', async () =>
      (await findings()).some((f) => f.startsWith('35 messages of device "meter" did not arrive between ')),
    )
    // The device sends its buffer late and twice; a restart finds the losses reported before.
    await send(...Array.from({ length: 33 }, (_, i) => i + 7), ...Array.from({ length: 33 }, (_, i) => i + 7))
    await lost(2)
    await service.stop()
    const again = await startService({ config: CONFIG, dataDir: service.dataDir, env: { CAMPUS__BROKER__URL: mosquitto.url } })
    closing.push(() => again.stop())
    await eventually(
      'what was missing before the restart',
      async () => (await again.get<Losses>('/api/v1/losses')).devices[0]?.messages === 2,
    )
    await send(3, 4, 41)
    await eventually('nothing to be missing', async () => (await again.get<Losses>('/api/v1/losses')).devices.length === 0, WITHIN_MS)
    await eventually(
      'the alarm to be over',
      async () => (await again.get<Alarms>('/api/v1/alarms?state=open')).alarms.length === 0,
      WITHIN_MS,
    )
    expect((await again.get<Points>('/api/v1/points')).points[0]?.findings.filter((f) => f.code === 'messages-missing')).toEqual([])
    expect((await again.get<{ total: number }>('/api/v1/dead-letters')).total).toBe(0)
  })
})
