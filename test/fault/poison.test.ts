/** Failures 9, 29 and 40: lines that InfluxDB refuses, and messages made to break a decoder. Only they become dead letters, each with its reason. */

import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METER_PARK, METERS } from '../support/chaos/meter-park.ts'
import { findServer, type RunningServer, startInfluxd, without } from '../support/process/servers.ts'
import { backlog, eventually, readiness, type Service, startService } from '../support/process/service.ts'

const LEFT_OUT = findServer('influxd') === null && process.env['CI'] !== 'true'
const HOUR = 3_600_000
const NOW = Math.floor(Date.now() / HOUR) * HOUR
const LONG_AGO = NOW - 90 * 24 * HOUR

interface Letters {
  readonly total: number
  readonly items: readonly { readonly id: string; readonly reason: string; readonly detail: string; readonly topic: string }[]
}

const reading = (time: number, energy: number): object => ({ time, values: { energy } })
const topic = (meter: number): string => `campus/park/m-${meter}/telemetry`

/** Payloads that have broken readers, each with the reason it is refused for; null: it waits among the discoveries. */
const POISON: readonly (readonly [string, string, string | null])[] = [
  ['half an object', '{"time":', 'invalid-json'],
  ['two objects', `${JSON.stringify(reading(NOW, 1))}{}`, 'trailing-data'],
  ['nested without end', '['.repeat(30_000), 'too-deep'],
  ['a number that is infinite', `{"time":${NOW},"values":{"energy":1e999}}`, 'bad-value'],
  ['a register beyond what can be kept exactly', `{"time":${NOW},"values":{"energy":1e300}}`, 'bad-value'],
  ['a comma for a point', `{"time":${NOW},"values":{"energy":"12,5"}}`, 'bad-value'],
  ['a name that is a prototype', `{"time":${NOW},"values":{"__proto__":{"energy":1},"hasOwnProperty":1,"constructor":2}}`, 'invalid-json'],
  ['a line of its own', `{"time":${NOW},"values":{"energy\\nreading,point=x v=1":1}}`, null],
  ['bytes that are no text', '\u0000\u0001\ud800', 'invalid-json'],
]

describe.skipIf(LEFT_OUT)(`a malformed message${without('influxd')}`, () => {
  let influxd: RunningServer
  let service: Service
  let device: MqttClient

  const ask = async (q: string): Promise<string> =>
    (await fetch(`${influxd.url}/query?db=campus&epoch=ms`, { method: 'POST', body: new URLSearchParams({ q }) })).text()
  const rows = async (): Promise<number> => Number(/,(\d+)\]/.exec(await ask('SELECT count("v") FROM "reading"'))?.[1] ?? 0)
  const letters = (): Promise<Letters> => service.get<Letters>('/api/v1/dead-letters?limit=500')
  const stored = (): Promise<unknown> => eventually('everything to be stored', async () => (await backlog(service)) === 0)

  beforeAll(async () => {
    influxd = await startInfluxd()
    await ask('CREATE DATABASE "campus" WITH DURATION 30d')
    service = await startService({ config: METER_PARK, env: { CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus` } })
    device = await mqtt.connectAsync(service.brokerUrl)
  })
  afterAll(async () => {
    await device?.endAsync(true)
    await service?.stop()
    await influxd?.stop()
  })

  it('with a line that InfluxDB refuses loses only that line, gives the reason, and is stored when it is replayed after the fix', async () => {
    const sent: Promise<unknown>[] = []
    for (let meter = 1; meter <= METERS; meter++) {
      const readings = [0, 1, 2, 3].map((i) => reading(meter === 7 && i === 2 ? LONG_AGO : NOW - (4 - i) * 60_000, meter * 100 + i))
      sent.push(device.publishAsync(topic(meter), JSON.stringify({ readings }), { qos: 1 }))
    }
    await Promise.all(sent)
    await stored()
    expect(await rows()).toBe(4 * METERS - 1)
    const { total, items } = await letters()
    expect(total).toBe(1)
    expect(items[0]).toMatchObject({ reason: 'store-refused', topic: topic(7) })
    expect(items[0]?.detail).toMatch(/^the store refused 702 of "park\/m7\/energy": .*retention policy/)
    expect(await readiness(service)).toMatchObject({ ready: true, degraded: [] })

    await ask('ALTER RETENTION POLICY "autogen" ON "campus" DURATION INF')
    await service.post('/api/v1/dead-letters/replay', { ids: 'all' })
    await stored()
    await eventually('the letter to be gone', async () => (await letters()).total === 0)
    expect(await rows()).toBe(4 * METERS)
  })

  it('made to break a decoder becomes a dead letter with its reason, and what is sent around it is stored', async () => {
    const before = await rows()
    for (const [i, [, payload]] of POISON.entries()) {
      await device.publishAsync(topic(1), payload, { qos: 1 })
      await device.publishAsync(topic(2), JSON.stringify(reading(NOW + i * 1000, 300 + i)), { qos: 1 })
    }
    await stored()
    expect(await rows()).toBe(before + POISON.length)
    const { items } = await letters()
    expect(items.map(({ reason }) => reason).toReversed()).toEqual(POISON.flatMap(([, , reason]) => reason ?? []))
    expect(items.every(({ topic: t }) => t === topic(1))).toBe(true)
    expect(await ask('SHOW MEASUREMENTS')).toContain('"values":[["reading"]]')
    expect(await readiness(service)).toMatchObject({ ready: true, degraded: [] })
  })

  it('with devices, fields and points named like object members is handled like any other', async () => {
    const before = await rows()
    const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'prototype']
    for (const name of names) {
      // As a key it is refused before: see above.
      const key = name === '__proto__' ? 'valueOf' : name
      await device.publishAsync(`campus/park/${name}/telemetry`, JSON.stringify({ time: NOW, values: { energy: 1, [key]: 2 } }), {
        qos: 1,
      })
      await device.publishAsync(topic(3), `{"time":${NOW},"values":{"energy":3000,"${key}":2}}`, {
        qos: 1,
      })
      const ask = (path: string): Promise<Response> =>
        fetch(`${service.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${service.token}` } })
      expect([name, (await ask(`points/${name}`)).status]).toEqual([name, 404])
      expect([name, (await ask(`points/${name}/series?step=raw`)).status]).toEqual([name, 404])
      expect([name, (await ask(`points/x/series?${name}=1`)).status]).toEqual([name, 400])
    }
    await stored()
    expect(await rows()).toBe(before + 1)
    const { discoveries } = await service.get<{ discoveries: { device: string; field: string }[] }>('/api/v1/discoveries')
    const seen = new Set(discoveries.map((d) => d.device))
    expect(names.filter((name) => !seen.has(name))).toEqual([])
    expect((await service.get<{ points: unknown[] }>('/api/v1/points')).points).toHaveLength(METERS)
    expect(await readiness(service)).toMatchObject({ ready: true, degraded: [] })
  })
})
