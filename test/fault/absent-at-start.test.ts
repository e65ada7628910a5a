/** Broker or store are absent or refuse the service at its start: it starts, reports what is missing, and connects by itself. */

import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { findServer, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'
import { eventually, type Service, startService } from '../support/process/service.ts'

const CONFIG = `
campus: { id: lab, timezone: Asia/Shanghai }
sources: [{ id: native, preset: native }]
points: [{ id: lab/plug/power, from: [{ source: native, device: plug, field: power }] }]
`
const absent = findServer('mosquitto') === null || findServer('influxd') === null

interface Ready {
  readonly ready: boolean
  readonly reasons: readonly string[]
  readonly degraded: readonly string[]
}

describe.skipIf(absent)(`a service at its start${without('mosquitto')}${without('influxd')}`, () => {
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })
  const opened = <T extends { stop(): Promise<unknown> }>(it: T): T => {
    closing.push(() => it.stop())
    return it
  }
  const start = async (env: Record<string, string>): Promise<Service> => opened(await startService({ config: CONFIG, env }))
  const ready = async (service: Service): Promise<Ready & { status: number }> => {
    const answer = await fetch(`${service.url}/readyz`)
    return { status: answer.status, ...((await answer.json()) as Ready) }
  }
  const alive = async (service: Service): Promise<number[]> =>
    Promise.all(['/livez', '/', '/docs', '/openapi.json'].map(async (path) => (await fetch(service.url + path)).status))
  const last = async (service: Service): Promise<number | null> => {
    try {
      const { points } = await service.get<{ points: { last: { value: number } | null }[] }>('/api/v1/points')
      return points[0]?.last?.value ?? null
    } catch {
      return null
    }
  }
  async function publish(url: string, power: number): Promise<void> {
    const device = await mqtt.connectAsync(url)
    await device.publishAsync('campus/lab/plug/telemetry', JSON.stringify({ values: { power } }), { qos: 1 })
    await device.endAsync()
  }

  it('takes messages while the store is absent, names the store, and stores them when it comes', async () => {
    const influxd = opened(await startInfluxd())
    await influxd.kill()
    const service = await start({ CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus` })
    expect(await alive(service)).toEqual([200, 200, 200, 200])
    for (let i = 1; i <= 50; i++) await publish(service.brokerUrl, i)
    const state = await eventually('the store to be missed', async () => {
      const now = await ready(service)
      return now.degraded.some((d) => d.includes('the store is away')) ? now : null
    })
    expect(state).toMatchObject({ status: 200, ready: true })
    expect(service.eventCodes()).toContain('store-away')
    await influxd.restart()
    await eventually('the messages to be stored', async () => (await last(service)) === 50)
    await eventually('nothing to be missed any more', async () => (await ready(service)).degraded.length === 0)
  })

  it('is not ready while the broker is absent, names the broker, and becomes ready when it comes', async () => {
    const mosquitto = opened(await startMosquitto())
    await mosquitto.kill()
    const service = await start({ CAMPUS__BROKER__URL: mosquitto.url })
    expect(await alive(service)).toEqual([200, 200, 200, 200])
    const state = await ready(service)
    expect(state.status).toBe(503)
    expect(state.reasons.join()).toContain('the broker is away')
    expect(service.eventCodes()).toContain('broker-away')
    await mosquitto.restart()
    await eventually('the service to be ready', async () => (await ready(service)).ready)
    await publish(mosquitto.url, 7)
    await eventually('the message to be stored', async () => (await last(service)) === 7)
  })

  it('keeps every message while the store refuses its password, logs the refusal and not the password', async () => {
    const influxd = opened(await startInfluxd({ http: ['auth-enabled = true'] }))
    const ask = (q: string): Promise<Response> => fetch(`${influxd.url}/query`, { method: 'POST', body: new URLSearchParams({ q }) })
    expect((await ask(`CREATE USER "campus" WITH PASSWORD 'right' WITH ALL PRIVILEGES`)).status).toBe(200)
    const login = { CAMPUS__STORE__USERNAME: 'campus', CAMPUS__STORE__PASSWORD: 'wrong-secret' }
    const service = await start({ CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus`, ...login })
    await publish(service.brokerUrl, 11)
    await eventually('the refusal in the log', () => service.eventCodes().includes('store-away'))
    expect(service.output()).not.toContain('wrong-secret')
    expect((await ready(service)).ready).toBe(true)
    const changed = await fetch(`${influxd.url}/query`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('campus:right').toString('base64')}` },
      body: new URLSearchParams({ q: `SET PASSWORD FOR "campus" = 'wrong-secret'` }),
    })
    expect(changed.status).toBe(200)
    await eventually('the message to be stored after the fix', async () => (await last(service)) === 11)
  })

  it('is not ready while the broker refuses its password, and reports the refusal and not the password', async () => {
    const mosquitto = opened(await startMosquitto({ config: ['password_file /dev/null'] }))
    const login = { CAMPUS__BROKER__USERNAME: 'campus', CAMPUS__BROKER__PASSWORD: 'wrong-secret' }
    const service = await start({ CAMPUS__BROKER__URL: mosquitto.url, ...login })
    const state = await eventually('the refusal', async () => {
      const now = await ready(service)
      return now.reasons.some((r) => /not authorized/i.test(r)) ? now : null
    })
    expect(state.status).toBe(503)
    expect(service.output()).not.toContain('wrong-secret')
  })

  it('creates a database again that was dropped while it runs, and stores what follows', async () => {
    const influxd = opened(await startInfluxd())
    const service = await start({ CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus` })
    await publish(service.brokerUrl, 1)
    await eventually('the first message', async () => (await last(service)) === 1)
    const dropped = await fetch(`${influxd.url}/query`, { method: 'POST', body: new URLSearchParams({ q: 'DROP DATABASE "campus"' }) })
    expect(dropped.status).toBe(200)
    await publish(service.brokerUrl, 2)
    await eventually('the second message', async () => (await last(service)) === 2)
    // The log arrives over a pipe, perhaps behind the answer of the API.
    await eventually('the event', async () => service.eventCodes().includes('store-lost'))
  })
})
