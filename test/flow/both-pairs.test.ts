/** The same seeded days on the embedded pair, on Mosquitto with InfluxDB, and with ClickHouse: identical buckets, byte for byte, equal to the truth. */

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startClickhouse } from '../support/process/clickhouse.ts'
import { findServer, type RunningServer, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'
import { judge, readTruth } from '../support/fixtures/truth.ts'

const FROM = '2026-03-27T00:00:00+08:00'
const TO = '2026-04-03T00:00:00+08:00'
const NEEDED = ['mosquitto', 'influxd', 'clickhouse'] as const
const absent = NEEDED.some((name) => findServer(name) === null)

interface Pair {
  readonly service: Service
  readonly truth: string
  readonly env: Record<string, string>
}

async function played(env: Record<string, string>, brokerUrl?: string): Promise<Pair> {
  const config = (await campus(['simulate', '--campus', 'reference', '--print-config'])).out
  const service = await startService({ config, env })
  await eventually('the broker', async () => (await fetch(`${service.url}/readyz`)).ok)
  const truth = join(tempDir('truth'), 'truth.ndjson')
  const faults = 'duplicate=0.05,reorder=4,delay=20s'
  const args = ['--campus', 'reference', '--from', FROM, '--to', TO, '--speed', 'max', '--seed', '23', '--truth', truth, '--faults', faults]
  const sent = await campus(['simulate', ...args, '--broker', brokerUrl ?? service.brokerUrl])
  expect(sent.code, sent.err).toBe(0)
  return { service, truth, env: { ...env, CAMPUS__DATA__DIR: service.dataDir } }
}

async function exported({ service, env }: Pair, step: string): Promise<string> {
  const args = ['export', '--config', service.configFile ?? '', '--from', FROM, '--to', TO, '--step', step]
  const out = await campus(args, { env })
  expect(out.code, out.err).toBe(0)
  return out.out
}

describe.skipIf(absent)(`one week on the embedded pair and on real servers${NEEDED.map(without).join('')}`, () => {
  let mosquitto: RunningServer
  let influxd: RunningServer
  let clickhouse: RunningServer
  let embedded: Pair
  let servers: Pair
  let columns: Pair
  /** Exports of the embedded pair by step. */
  const ours: Record<string, Promise<string>> = {}

  beforeAll(async () => {
    mosquitto = await startMosquitto()
    influxd = await startInfluxd()
    embedded = await played({})
    const env = { CAMPUS__BROKER__URL: mosquitto.url, CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus` }
    servers = await played(env, mosquitto.url)
    clickhouse = await startClickhouse()
    columns = await played({ CAMPUS__STORE__URL: `clickhouse://127.0.0.1:${clickhouse.port}/campus` })
    for (const { service, env: e } of [embedded, servers, columns]) {
      const rolled = await campus(['rollup', '--config', service.configFile ?? ''], { env: e })
      expect(rolled.code, rolled.err).toBe(0)
    }
  })
  afterAll(async () => {
    await embedded?.service.stop()
    await servers?.service.stop()
    await columns?.service.stop()
    await clickhouse?.stop()
    await mosquitto?.stop()
    await influxd?.stop()
  })

  it('gives the true value of every hour on real servers', async () => {
    const verdict = await judge(servers.service, readTruth(servers.truth), 1e-6)
    expect(verdict.hours).toBeGreaterThan(1000)
    expect(verdict).toMatchObject({ lost: [], wrong: [] })
  })

  it.each(['15m', '1h', '1d', '1M'].flatMap((step) => ['InfluxDB', 'ClickHouse'].map((store) => ({ step, store }))))(
    'exports identical bytes from the embedded store and $store at step $step',
    async ({ step, store }) => {
      const one = await (ours[step] ??= exported(embedded, step))
      const other = await exported(store === 'InfluxDB' ? servers : columns, step)
      expect(one.split('\n').length).toBeGreaterThan(step === '1M' ? 50 : 300)
      const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
      if (hash(one) !== hash(other)) {
        const theirs = other.split('\n')
        const first = one.split('\n').findIndex((line, i) => line !== theirs[i])
        expect(theirs[first]).toBe(one.split('\n')[first])
      }
      expect(hash(other)).toBe(hash(one))
    },
  )

  it('reports identical bytes from all stores', async () => {
    const report = async ({ service, env }: Pair): Promise<string> =>
      (await campus(['report', '2026-03', '--format', 'json', '--config', service.configFile ?? ''], { env })).out
    const [one, other] = [await report(embedded), await report(servers)]
    const { figures } = JSON.parse(one) as { figures: { id: string; value: number | null }[] }
    expect(figures.find((f) => f.id === 'energy.total')?.value).toBeGreaterThan(0)
    expect(other).toBe(one)
    expect(await report(columns)).toBe(one)
  })

  it.each(['InfluxDB', 'ClickHouse'])('gives identical buckets when they are rebuilt from raw readings in %s', async (store) => {
    const { service, env } = store === 'InfluxDB' ? servers : columns
    const verified = await campus(['rebuild', '--verify', '--config', service.configFile ?? ''], { env })
    expect(verified.code, verified.out + verified.err).toBe(0)
    expect(verified.out).toContain(' 0 differ')
  })
})
