/** The same seeded days on the embedded pair and on Mosquitto with InfluxDB: identical buckets, byte for byte, equal to the truth. */

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findServer, type RunningServer, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'
import { judge, readTruth } from '../support/fixtures/truth.ts'

const FROM = '2026-03-27T00:00:00+08:00'
const TO = '2026-04-03T00:00:00+08:00'
const absent = findServer('mosquitto') === null || findServer('influxd') === null

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

describe.skipIf(absent)(`one week on the embedded pair and on real servers${without('mosquitto')}${without('influxd')}`, () => {
  let mosquitto: RunningServer
  let influxd: RunningServer
  let embedded: Pair
  let servers: Pair

  beforeAll(async () => {
    mosquitto = await startMosquitto()
    influxd = await startInfluxd()
    embedded = await played({})
    const env = { CAMPUS__BROKER__URL: mosquitto.url, CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus` }
    servers = await played(env, mosquitto.url)
    for (const { service, env: e } of [embedded, servers]) {
      const rolled = await campus(['rollup', '--config', service.configFile ?? ''], { env: e })
      expect(rolled.code, rolled.err).toBe(0)
    }
  })
  afterAll(async () => {
    await embedded?.service.stop()
    await servers?.service.stop()
    await mosquitto?.stop()
    await influxd?.stop()
  })

  it('gives the true value of every hour on real servers', async () => {
    const verdict = await judge(servers.service, readTruth(servers.truth), 1e-6)
    expect(verdict.hours).toBeGreaterThan(1000)
    expect(verdict).toMatchObject({ lost: [], wrong: [] })
  })

  it.each(['15m', '1h', '1d', '1M'])('exports identical bytes from both at step %s', async (step) => {
    const [one, other] = [await exported(embedded, step), await exported(servers, step)]
    expect(one.split('\n').length).toBeGreaterThan(step === '1M' ? 50 : 300)
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
    if (hash(one) !== hash(other)) {
      const theirs = other.split('\n')
      const first = one.split('\n').findIndex((line, i) => line !== theirs[i])
      expect(theirs[first]).toBe(one.split('\n')[first])
    }
    expect(hash(other)).toBe(hash(one))
  })

  it('reports identical bytes from both', async () => {
    const report = async ({ service, env }: Pair): Promise<string> =>
      (await campus(['report', '2026-03', '--format', 'json', '--config', service.configFile ?? ''], { env })).out
    const [one, other] = [await report(embedded), await report(servers)]
    const { figures } = JSON.parse(one) as { figures: { id: string; value: number | null }[] }
    expect(figures.find((f) => f.id === 'energy.total')?.value).toBeGreaterThan(0)
    expect(other).toBe(one)
  })

  it('gives identical buckets when they are rebuilt from raw readings in InfluxDB', async () => {
    const verified = await campus(['rebuild', '--verify', '--config', servers.service.configFile ?? ''], { env: servers.env })
    expect(verified.code, verified.out + verified.err).toBe(0)
    expect(verified.out).toContain(' 0 differ')
  })
})
