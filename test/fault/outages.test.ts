/**
 * More than 200 devices publish through Mosquitto into InfluxDB while both go away, one hangs, and the service is killed: afterwards truth and
 * store agree. OUTAGE_SECONDS=120 plays the long version.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bigCampus } from '../support/fixtures/big-campus.ts'
import { findServer, type RunningServer, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'
import { backlog, CAMPUS, campus, eventually, readiness, type Service, startService, tempDir } from '../support/process/service.ts'
import { judge, readTruth } from '../support/fixtures/truth.ts'

const FROM = '2026-03-02T00:00:00+08:00'
const TO = '2026-03-05T00:00:00+08:00'
const OUTAGE_MS = 1000 * Number(process.env['OUTAGE_SECONDS'] ?? 2)
/** Simulated days last long enough for four outages and the time it takes to come back from them. */
const SPEED = (Date.parse(TO) - Date.parse(FROM)) / (8 * OUTAGE_MS + 30_000)
/** The last readings of all: nothing moves after them, on a machine that was too slow for the outages to fit in. */
const LAST = Date.parse(TO) - 900_000
/** Fewer are under way at any time. */
const FEW = 1000
const LEFT_OUT = (findServer('mosquitto') === null || findServer('influxd') === null) && process.env['CI'] !== 'true'

interface Stored {
  readonly points: readonly { last: { time: string } | null }[]
}

/** SIGTERM, some time without it, and up again on the same folder. */
async function outageOf(server: RunningServer): Promise<void> {
  const gone = once(server.process, 'exit')
  server.process.kill('SIGTERM')
  await gone
  await delay(OUTAGE_MS)
  await server.restart()
}

/** It takes connections and answers nothing. */
async function hang(child: ChildProcess): Promise<void> {
  child.kill('SIGSTOP')
  await delay(OUTAGE_MS)
  child.kill('SIGCONT')
}

describe.skipIf(LEFT_OUT)(`a service under load during outages of broker and store${without('mosquitto')}${without('influxd')}`, () => {
  let mosquitto: RunningServer
  let influxd: RunningServer
  let service: Service
  const { folder, config, devices } = bigCampus()
  const dataDir = tempDir('outages')
  const env = (): Record<string, string> => ({
    CAMPUS__BROKER__URL: mosquitto.url,
    CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus`,
  })

  beforeAll(async () => {
    mosquitto = await startMosquitto()
    influxd = await startInfluxd()
    service = await startService({ config, dataDir, env: env() })
  })
  afterAll(async () => {
    await service?.stop()
    await mosquitto?.stop()
    await influxd?.stop()
  })

  /** Newest stored reading, or null while the API does not answer. */
  const newest = async (): Promise<number | null> => {
    try {
      const { points } = await service.get<Stored>('/api/v1/points')
      return points.reduce((most, p) => Math.max(most, p.last === null ? 0 : Date.parse(p.last.time)), 0)
    } catch {
      return null
    }
  }
  const moved = async (what: string): Promise<void> => {
    const before = (await newest()) ?? 0
    await eventually(`new readings ${what}`, async () => ((await newest()) ?? 0) > Math.min(before, LAST - 1), 90_000 + 2 * OUTAGE_MS)
  }

  /** Prints how long it takes, from now, until nothing is missing and until what has come meanwhile is stored. */
  const recovers = async (from: string): Promise<void> => {
    const back = performance.now()
    const since = (): string => `${((performance.now() - back) / 1000).toFixed(1)} s`
    let most = 0
    const waiting = async (): Promise<number> => {
      const now = await backlog(service)
      most = Math.max(most, now)
      return now
    }
    await eventually('nothing to be missing', async () => {
      await waiting()
      const { ready, degraded } = await readiness(service)
      return ready && degraded.every((text) => !text.includes('is away'))
    })
    const ready = since()
    await eventually('the backlog to be stored', async () => (await waiting()) < FEW)
    process.stdout.write(
      `recovery   ${from.padEnd(16)} ${ready} until nothing is missing, ${since()} until ${most} waiting messages are stored\n`,
    )
  }

  it(
    'loses and duplicates nothing: every hour of every register equals the truth file',
    async () => {
      expect(devices).toBeGreaterThanOrEqual(200)
      const truth = join(dataDir, 'truth.ndjson')
      const args = ['simulate', '--campus', folder, '--from', FROM, '--to', TO, '--speed', String(SPEED), '--seed', '5']
      const simulator = spawn(process.execPath, [CAMPUS, ...args, '--truth', truth, '--broker', mosquitto.url], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let printed = ''
      simulator.stderr.on('data', (d: Buffer) => (printed += d.toString()))
      const finished = once(simulator, 'exit')

      await moved('at first')
      await outageOf(influxd)
      await recovers('store stopped')
      await moved('after the store was away')
      await outageOf(mosquitto)
      await recovers('broker stopped')
      await moved('after the broker was away')
      await hang(influxd.process)
      await recovers('store hung')
      await moved('after the store hung')
      await service.kill()
      await delay(OUTAGE_MS / 2)
      service = await startService({ config, dataDir, env: env() })
      await recovers('service killed')
      const [code] = (await finished) as [number]
      expect(code, printed).toBe(0)

      await eventually('the last readings', async () => ((await newest()) ?? 0) >= LAST, 120_000)
      const done = await campus(['rollup', '--config', service.configFile ?? ''], { env: { ...env(), CAMPUS__DATA__DIR: dataDir } })
      expect(done.code, done.err).toBe(0)
      const verdict = await judge(service, readTruth(truth), 1e-6)
      expect(verdict.hours).toBeGreaterThan(10_000)
      expect(verdict.wrong).toEqual([])
      expect(verdict.lost).toEqual([])
    },
    120_000 + 20 * OUTAGE_MS,
  )
})
