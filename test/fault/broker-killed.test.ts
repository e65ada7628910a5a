/**
 * Mosquitto is killed (SIGKILL) repeatedly while more than 200 devices publish with QoS 1. The session is in its last save, so messages sent before
 * the service reconnects wait there; earlier ones were delivered at once and are in the journal. This holds while the service keeps up: messages that
 * the broker acknowledged and neither saved nor delivered are lost. KILL_SECONDS is the length of each outage.
 */

import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simulate } from '../../simulators/index.ts'
import { type FaultCampus, faultCampus } from '../support/fixtures/fault-campus.ts'
import { findServer, type RunningServer, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'
import { backlog, campus, eventually, readiness, type Service, startService, tempDir } from '../support/process/service.ts'
import { judge, readTruth } from '../support/fixtures/truth.ts'

const LEFT_OUT = (findServer('mosquitto') === null || findServer('influxd') === null) && process.env['CI'] !== 'true'
const FROM = Date.parse('2026-03-02T00:00:00+08:00')
const TO = Date.parse('2026-03-04T00:00:00+08:00')
const AWAY_MS = 1000 * Number(process.env['KILL_SECONDS'] ?? 1)
const KILLS = 2
/** Long enough for all kills and the recovery after each. */
const SPEED = (TO - FROM) / (KILLS * (AWAY_MS + 9000))
/** Simulated time that a reading may need from the device into the store. */
const LAG = 2000 * SPEED
/** Saves every ten seconds, where deploy/mosquitto.conf saves every second: more is at risk. */
const SAVES = ['autosave_on_changes false', 'autosave_interval 10']
const GROUPS = Array.from({ length: 12 }, (_, i) => ({ name: `floors ${i + 1}` }))

describe.skipIf(LEFT_OUT)(`a broker killed with SIGKILL${without('mosquitto')}${without('influxd')}`, () => {
  let mosquitto: RunningServer
  let influxd: RunningServer
  let service: Service
  let made: FaultCampus
  const env = (): Record<string, string> => ({
    CAMPUS__BROKER__URL: mosquitto.url,
    CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus`,
  })

  beforeAll(async () => {
    made = faultCampus(GROUPS, '2026-03-01')
    ;[mosquitto, influxd] = await Promise.all([startMosquitto({ config: SAVES }), startInfluxd()])
    service = await startService({ config: made.config, env: env() })
    await eventually('the broker', async () => (await readiness(service)).ready)
    // Saves at once, so that the first kill need not wait ten seconds for it.
    mosquitto.process.kill('SIGUSR1')
  })
  afterAll(async () => {
    await service?.stop()
    await mosquitto?.stop()
    await influxd?.stop()
  })

  /** SIGKILL, some time without it, and up again on the same folder; prints how long it took to be whole. */
  async function killed(times: number): Promise<void> {
    await mosquitto.kill()
    await eventually('the loss to be noticed', async () => !(await readiness(service)).ready)
    await delay(AWAY_MS)
    await mosquitto.restart()
    const back = performance.now()
    const since = (): string => ((performance.now() - back) / 1000).toFixed(1)
    await eventually('the broker to be found again', async () => (await readiness(service)).ready)
    const ready = since()
    await eventually('the backlog to be stored', async () => (await backlog(service)) === 0)
    process.stdout.write(`recovery   broker killed, time ${times}: ${ready} s until /readyz is 200, ${since()} s until nothing waits\n`)
  }

  it(
    'loses nothing while the service keeps up: every hour of every register equals the truth file',
    async () => {
      expect(made.devices).toBeGreaterThanOrEqual(200)
      const truths = tempDir('truths')
      const file = (i: number): string => join(truths, `${i}.ndjson`)
      let playing = GROUPS.length
      const plays = GROUPS.map(async ({ name }, seed) => {
        const campusFolder = made.folders.get(name) ?? ''
        await simulate({ campus: campusFolder, broker: mosquitto.url, from: FROM, to: TO, speed: SPEED, seed, truth: file(seed) })
        playing -= 1
      })
      const origin = Date.now()
      for (let kill = 1; kill <= KILLS; kill++) {
        await eventually('the flow to be steady', async () => (await newest()) > FROM + (Date.now() - origin) * SPEED - LAG)
        expect(playing, 'simulators that still publish when the broker is killed').toBeGreaterThan(0)
        await killed(kill)
      }
      await Promise.all(plays)
      await eventually('everything to be stored', async () => (await newest()) >= TO && (await backlog(service)) === 0)
      const rolled = await campus(['rollup', '--config', service.configFile ?? ''], {
        env: { ...env(), CAMPUS__DATA__DIR: service.dataDir },
      })
      expect(rolled.code, rolled.err).toBe(0)
      for (const seed of GROUPS.keys()) {
        const verdict = await judge(service, readTruth(file(seed)), 1e-6)
        expect(verdict).toEqual({ hours: 21 * 48, lost: [], wrong: [] })
      }
    },
    120_000 + 10 * KILLS * AWAY_MS,
  )

  async function newest(): Promise<number> {
    const { points } = await service.get<{ points: { last: { time: string } | null }[] }>('/api/v1/points')
    return points.reduce((least, p) => Math.min(least, p.last === null ? 0 : Date.parse(p.last.time)), Number.POSITIVE_INFINITY)
  }
})
