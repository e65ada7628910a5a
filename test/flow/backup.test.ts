/** A backup of one pair brought back into the other: the same reports, the same buckets, and what came while it was made. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import mqtt from 'mqtt'
import { findServer, type RunningServer, startInfluxd, without } from '../support/process/servers.ts'
import { campus, eventually, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `campus: { id: lab, timezone: Asia/Shanghai }
sites: [{ id: s, kind: office, grid: CN-NORTH }]
sources: [{ id: native, preset: native }]
points:
  - { id: lab/main, quantity: energy, role: main-meter, medium: electricity, place: { site: s }, interval: 15m, max_rate: 500 kW, from: [{ source: native, device: m, field: energy }] }
  - { id: lab/power, quantity: power, place: { site: s }, interval: 15m, from: [{ source: native, device: m, field: power }] }
`
const START = Date.UTC(2026, 1, 1)
const DAYS = 45
const QUARTER = 900_000

/** A year would show no more: gauges, a register, a gap, and months at both ends. */
function csv(value: (i: number) => number): string {
  const rows = Array.from({ length: DAYS * 96 }, (_, i) => i).filter((i) => i < 800 || i > 950)
  return `time,value\n${rows.map((i) => `${new Date(START + i * QUARTER).toISOString()},${value(i)}`).join('\n')}\n`
}

const work = tempDir('backup')
const config = join(work, 'campus.yaml')

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const { code, out, err } = await campus([...args, '--config', config], { env })
  expect(code, `${args.join(' ')}: ${err}${out}`).toBe(0)
  return out
}

/** What people and programs read of a store. */
async function contentOf(env: Readonly<Record<string, string>>): Promise<string> {
  const report = await run(['report', '2026-02', '--format', 'json'], env)
  const buckets = await run(['export', '--from', '2026-02-01', '--to', '2026-03-20', '--step', '15m'], env)
  return report + buckets + (await run(['entry', 'list', '--json'], env))
}

describe.skipIf(findServer('influxd') === null && process.env['CI'] !== 'true')(`a backup${without('influxd')}`, () => {
  let influxd: RunningServer
  const embedded = { CAMPUS__DATA__DIR: join(work, 'embedded') }
  let content = ''

  beforeAll(async () => {
    influxd = await startInfluxd()
    writeFileSync(config, CONFIG)
    writeFileSync(
      join(work, 'energy.csv'),
      csv((i) => 1000 + i * 2.5),
    )
    writeFileSync(
      join(work, 'power.csv'),
      csv((i) => 10 + Math.sin(i / 20)),
    )
    await run(['import', '--point', 'lab/main', '--csv', join(work, 'energy.csv')], embedded)
    await run(['import', '--point', 'lab/power', '--csv', join(work, 'power.csv')], embedded)
    await run(['entry', 'set', 'head-count', '40', '--site', 's', '--from', '2026-01-01'], embedded)
    content = await contentOf(embedded)
  })
  afterAll(() => influxd?.stop())

  it('of the embedded pair gives the same report and the same buckets in InfluxDB, and back again', async () => {
    const servers = { CAMPUS__DATA__DIR: join(work, 'servers'), CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/lab` }
    const [first, second] = [join(work, 'first.backup'), join(work, 'second.backup')]
    await run(['backup', first], embedded)
    await run(['restore', first], servers)
    expect(await contentOf(servers)).toBe(content)
    await run(['rebuild', '--verify'], servers)
    await run(['backup', second], servers)
    const back = { CAMPUS__DATA__DIR: join(work, 'back') }
    await run(['restore', second], back)
    expect(await contentOf(back)).toBe(content)
    const refused = await campus(['restore', first, '--config', config], { env: { ...servers, CAMPUS__DATA__DIR: join(work, 'other') } })
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('is not empty')])
  })

  it('that is encrypted needs its passphrase, and shows nothing without it', async () => {
    const file = join(work, 'secret.backup')
    const secret = { CAMPUS__BACKUP__PASSPHRASE: 'a passphrase of some length' }
    await run(['backup', file], { ...embedded, ...secret })
    expect(readFileSync(file).includes('lab/main')).toBe(false)
    const dir = { CAMPUS__DATA__DIR: join(work, 'decrypted') }
    expect((await campus(['restore', file, '--config', config], { env: dir })).err).toContain('set CAMPUS__BACKUP__PASSPHRASE')
    await run(['restore', file], { ...dir, ...secret })
    expect(await contentOf(dir)).toBe(content)
  })

  it('of a running service holds every message that was acknowledged before it began, while more arrive', async () => {
    const service = await startService({ config: CONFIG })
    const client = await mqtt.connectAsync(service.brokerUrl)
    let sent = 0
    const done = new AbortController()
    const publish = async (): Promise<void> => {
      const time = new Date(START + sent * QUARTER).toISOString()
      await client.publishAsync('campus/lab/m/telemetry', JSON.stringify({ time, values: { energy: 1000 + sent } }), { qos: 1 })
      sent += 1
    }
    for (let i = 0; i < 500; i++) await publish()
    const before = sent
    const publishing = (async () => {
      while (!done.signal.aborted) await publish()
    })()
    const file = join(work, 'running.backup')
    const made = await campus(['backup', file, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })
    done.abort()
    await publishing
    await client.endAsync()
    await service.stop()
    expect(made.code, made.err).toBe(0)
    const dir = join(work, 'resumed')
    await run(['restore', file], { CAMPUS__DATA__DIR: dir })
    const again = await startService({ config: CONFIG, dataDir: dir })
    const register = await eventually('the messages of the journal to be stored', async () => {
      const { points } = await again.get<{ points: { id: string; last: { value: number } | null }[] }>('/api/v1/points')
      const value = points.find(({ id }) => id === 'lab/main')?.last?.value ?? 0
      return value >= 1000 + before - 1 ? value : null
    })
    expect(register).toBeLessThan(1000 + sent)
    await run(['rebuild', '--verify'], { CAMPUS__DATA__DIR: dir })
    await again.stop()
  })
})
