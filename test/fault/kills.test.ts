/**
 * The service is killed (SIGKILL) while devices publish: every acknowledged reading is stored once. First three kills under a fast simulator,
 * checked against its truth file; then seeded moments, also during the start. The long version is `npm run chaos -- --kills 200`.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Pair } from '../chaos/plan.ts'
import { runPair } from '../chaos/run.ts'
import { isClean, recoveryOf } from '../chaos/table.ts'
import { judge, readTruth } from '../support/fixtures/truth.ts'
import { findServer, freePort, without } from '../support/process/servers.ts'
import { CAMPUS, campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

interface Points {
  readonly points: readonly { last: { time: string } | null }[]
}

/** Four weeks of the reference campus, sent as fast as the broker takes them. */
function startSimulator(brokerPort: number, truth: string): ChildProcess {
  const range = ['--from', '2026-03-01T00:00:00+08:00', '--to', '2026-03-29T00:00:00+08:00', '--speed', 'max', '--seed', '7']
  const args = ['simulate', '--campus', 'reference', ...range, '--truth', truth, '--broker', `mqtt://127.0.0.1:${brokerPort}`]
  return spawn(process.execPath, [CAMPUS, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
}

const newestOf = ({ points }: Points): number =>
  points.reduce((most, p) => Math.max(most, p.last === null ? 0 : Date.parse(p.last.time)), 0)

describe('a service killed while a simulator publishes', { timeout: 240_000 }, () => {
  const RESTARTS = 3

  it('has every reading exactly once after three restarts', async () => {
    const dataDir = tempDir('kill')
    const port = await freePort()
    const config = (await campus(['simulate', '--campus', 'reference', '--print-config'])).out
    const start = (): Promise<Service> => startService({ config, dataDir, env: { CAMPUS__BROKER__PORT: String(port) } })
    let service = await start()
    const truth = join(dataDir, 'truth.ndjson')
    const simulator = startSimulator(port, truth)
    let printed = ''
    simulator.stderr?.on('data', (d: Buffer) => (printed += d.toString()))
    const finished = once(simulator, 'exit')

    let killedWhilePublishing = 0
    let reached = 0
    for (let kill = 0; kill < RESTARTS; kill++) {
      // As soon as anything new is stored: a fast simulator is then far from its end.
      reached = await eventually('new readings to be stored', async () => {
        if (simulator.exitCode !== null) return reached
        const newest = newestOf(await service.get<Points>('/api/v1/points'))
        return newest > reached ? newest : null
      })
      killedWhilePublishing += simulator.exitCode === null ? 1 : 0
      await service.kill()
      service = await start()
    }
    const [code] = (await finished) as [number]
    expect(code, printed).toBe(0)
    expect(killedWhilePublishing).toBeGreaterThan(0)

    const run = (...args: string[]): ReturnType<typeof campus> =>
      campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: dataDir } })
    const done = await run('rollup')
    expect(done.code, done.err).toBe(0)
    const verdict = await judge(service, readTruth(truth), 1e-6)
    expect(verdict.hours).toBeGreaterThan(1000)
    expect(verdict.wrong).toEqual([])
    expect(verdict.lost).toEqual([])
    const verified = await run('rebuild', '--verify')
    expect(verified.code, verified.out + verified.err).toBe(0)
    await service.stop()
  })
})

const KILLS = 5
const SEED = 14
const LEFT_OUT = (findServer('mosquitto') === null || findServer('influxd') === null) && process.env['CI'] !== 'true'

async function expectNothingLost(pair: Pair): Promise<void> {
  const result = await runPair({ pair, seed: SEED, kills: KILLS, lasts: 0, say: () => undefined })
  const { p50, max } = recoveryOf(result.episodes)
  process.stdout.write(
    `recovery   ${KILLS} kills, ${pair}: ingesting again after ${Math.round(p50)} ms (p50), ${Math.round(max)} ms (max)\n`,
  )
  expect(result.verdict).toMatchObject({ lost: 0, duplicated: 0, phantom: 0, wrongHours: 0, examples: [] })
  expect(result.verdict.acknowledged).toBeGreaterThan(1000)
  expect(result.verdict.hours).toBeGreaterThan(20)
  expect(isClean(result)).toBe(true)
}

describe.concurrent('a service killed at random moments, also during its start', () => {
  it('loses, duplicates and invents no reading with the embedded pair', async () => {
    await expectNothingLost('embedded')
  })
})

describe
  .skipIf(LEFT_OUT)
  .concurrent(`a service killed at random moments beside real servers${without('mosquitto')}${without('influxd')}`, () => {
    it('loses, duplicates and invents no reading', async () => {
      await expectNothingLost('servers')
    })
  })
