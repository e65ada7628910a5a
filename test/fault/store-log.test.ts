/** Failure 16: DuckDB's own log after a kill, damaged in every way that kept it from opening elsewhere. It is never read: the journal replays. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startDevices } from '../chaos/devices.ts'
import { PARK } from '../chaos/meters.ts'
import { createRandom, type Random } from '../chaos/random.ts'
import { judgePark } from '../chaos/verdict.ts'
import { freePort } from '../support/process/servers.ts'
import { backlog, campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

type Damage = (log: Buffer, random: Random) => Buffer

const DAMAGES: readonly (readonly [string, Damage])[] = [
  ['cut in the middle', (log) => log.subarray(0, log.length >> 1)],
  [
    'with flipped bits',
    (log, random) => {
      for (let i = 0; i < 50; i++) log[random.whole(0, log.length - 1)] = random.whole(0, 255)
      return log
    },
  ],
  ['of noise', (log, random) => Buffer.from(Array.from({ length: log.length }, () => random.whole(0, 255)))],
]

describe('an embedded store whose own log cannot be replayed', () => {
  it('opens at once, has every reading, and rebuilds identical buckets', async () => {
    const port = await freePort()
    const dataDir = tempDir('log')
    const start = (): Promise<Service> => startService({ config: PARK, dataDir, env: { CAMPUS__BROKER__PORT: String(port) } })
    let service = await start()
    const devices = startDevices(`mqtt://127.0.0.1:${port}`, createRandom('log'))
    onTestFinished(() => devices.close())
    const log = join(dataDir, 'store.duckdb.wal')
    for (const [name, damage] of DAMAGES) {
      const enough = devices.acknowledged() + 200
      await eventually('readings to be acknowledged', () => devices.acknowledged() > enough)
      await eventually('a log to be there', () => existsSync(log))
      await service.kill()
      writeFileSync(log, damage(readFileSync(log), createRandom(name)))
      service = await start()
      expect(service.eventCodes(), name).toContain('store-recovered')
    }
    devices.finish()
    await eventually('everything to be acknowledged', () => devices.open() === 0)
    await eventually('everything to be stored', async () => (await backlog(service)) === 0)
    const run = (...args: string[]): ReturnType<typeof campus> =>
      campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: dataDir } })
    expect((await run('rollup')).code).toBe(0)
    const verdict = await judgePark(service, devices.meters)
    const verified = await run('rebuild', '--verify')
    await service.stop()
    expect(verdict).toMatchObject({ lost: 0, duplicated: 0, phantom: 0, wrongHours: 0, examples: [] })
    expect(verified.code, verified.out + verified.err).toBe(0)
  })
})
