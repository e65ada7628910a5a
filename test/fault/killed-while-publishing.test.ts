/** The service is killed while devices publish: afterwards truth and store agree, nothing lost, nothing doubled. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freePort } from '../support/process/servers.ts'
import { CAMPUS, campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'
import { judge, readTruth } from '../support/fixtures/truth.ts'

const FROM = '2026-03-01T00:00:00+08:00'
const TO = '2026-03-29T00:00:00+08:00'
const KILLS = 3

interface Points {
  readonly points: readonly { last: { time: string } | null }[]
}

describe('a service that is killed while the simulator publishes', () => {
  it('has every reading exactly once after it is started again', async () => {
    const dataDir = tempDir('kill')
    const port = await freePort()
    const config = (await campus(['simulate', '--campus', 'reference', '--print-config'])).out
    const env = { CAMPUS__BROKER__PORT: String(port) }
    const start = (): Promise<Service> => startService({ config, dataDir, env })
    let service = await start()

    const truth = join(dataDir, 'truth.ndjson')
    const args = [
      CAMPUS,
      'simulate',
      '--campus',
      'reference',
      '--from',
      FROM,
      '--to',
      TO,
      '--speed',
      'max',
      '--seed',
      '7',
      '--truth',
      truth,
      '--broker',
      `mqtt://127.0.0.1:${port}`,
    ]
    const simulator = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    simulator.stderr.on('data', (d: Buffer) => (said += d.toString()))
    const finished = once(simulator, 'exit')

    let killedWhilePublishing = 0
    let reached = 0
    for (let kill = 0; kill < KILLS; kill++) {
      // As soon as anything new is stored: a fast simulator is then far from its end.
      reached = await eventually('new readings to be stored', async () => {
        if (simulator.exitCode !== null) return reached
        const { points } = await service.get<Points>('/api/v1/points')
        const newest = points.reduce((most, p) => Math.max(most, p.last === null ? 0 : Date.parse(p.last.time)), 0)
        return newest > reached ? newest : null
      })
      killedWhilePublishing += simulator.exitCode === null ? 1 : 0
      await service.kill()
      service = await start()
    }
    const [code] = (await finished) as [number]
    expect(code, said).toBe(0)
    expect(killedWhilePublishing).toBeGreaterThan(0)

    const done = await campus(['rollup', '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: dataDir } })
    expect(done.code, done.err).toBe(0)
    const verdict = await judge(service, readTruth(truth), 1e-6)
    expect(verdict.hours).toBeGreaterThan(1000)
    expect(verdict.wrong).toEqual([])
    expect(verdict.lost).toEqual([])
    const verified = await campus(['rebuild', '--verify', '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: dataDir } })
    expect(verified.code, verified.out + verified.err).toBe(0)
    await service.stop()
  })
})
