/** `campus doctor` on real folders and servers, beside a running service and without one. */

import { chmodSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findServer, freePort, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'
import { campus, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `campus: { id: lab, timezone: Asia/Shanghai }
sites: [{ id: s, kind: office }]
sources: [{ id: native, preset: native }]
points: [{ id: lab/p, quantity: power, place: { site: s }, from: [{ source: native, device: m, field: power }] }]
`

interface Finding {
  readonly level: 'ok' | 'warning' | 'fault'
  readonly check: string
  readonly what: string
  readonly action: string | null
}

interface Examined {
  readonly code: number | null
  readonly findings: readonly Finding[]
  readonly of: (check: string) => readonly Finding[]
}

const work = tempDir('doctor')
const config = join(work, 'campus.yaml')
writeFileSync(config, CONFIG)

async function examine(env: Readonly<Record<string, string>>): Promise<Examined> {
  const { code, out, err } = await campus(['doctor', '--json', '--config', config], { env })
  expect(out, err).not.toBe('')
  const { ok, findings } = JSON.parse(out) as { readonly ok: boolean; readonly findings: readonly Finding[] }
  expect(code).toBe(ok ? 0 : 1)
  return { code, findings, of: (check) => findings.filter((finding) => finding.check === check) }
}

const freeBroker = async (): Promise<Record<string, string>> => ({ CAMPUS__BROKER__PORT: String(await freePort()) })

describe('the doctor', () => {
  it('passes a machine without a data folder, and leaves nothing behind', async () => {
    const dir = join(work, 'none')
    const { code, findings } = await examine({ CAMPUS__DATA__DIR: dir, ...(await freeBroker()) })
    expect(code).toBe(0)
    expect(findings.filter(({ level }) => level === 'warning').map(({ check }) => check)).toEqual(['backup', 'channels'])
    expect(readdirSync(work)).not.toContain('none')
  })

  it('names an open folder, a file of the future and a foreign program on the port, each with what to do', async () => {
    const dir = join(work, 'faulty')
    mkdirSync(dir)
    chmodSync(dir, 0o777)
    writeFileSync(join(dir, 'left'), '')
    const tomorrow = new Date(Date.now() + 86_400_000)
    utimesSync(join(dir, 'left'), tomorrow, tomorrow)
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { readonly port: number }
    const { code, of } = await examine({ CAMPUS__DATA__DIR: dir, CAMPUS__BROKER__PORT: String(port) })
    other.close()
    expect(code).toBe(1)
    expect(of('folder')).toEqual([expect.objectContaining({ level: 'fault', action: expect.stringContaining('chmod 700') })])
    expect(of('clock')).toEqual([expect.objectContaining({ level: 'fault', what: expect.stringContaining('in the future') })])
    expect(of('broker')).toEqual([expect.objectContaining({ level: 'fault', what: expect.stringContaining('cannot listen') })])
    expect(readdirSync(dir)).toEqual(['left'])
  })

  it('reports the faults of a campus file and checks nothing else', async () => {
    const wrong = join(work, 'wrong.yaml')
    writeFileSync(wrong, 'campus: { id: lab }\n')
    const { code, out } = await campus(['doctor', '--json', '--config', wrong])
    expect([code, (JSON.parse(out) as { findings: Finding[] }).findings.every(({ check }) => check === 'configuration')]).toEqual([1, true])
  })

  it('examines beside the running service, and the same folder after it has stopped', async () => {
    const dir = join(work, 'running')
    mkdirSync(dir, { mode: 0o700 })
    const service = await startService({ configFile: config, dataDir: dir })
    const beside = await examine({ CAMPUS__DATA__DIR: dir })
    await service.stop()
    const alone = await examine({ CAMPUS__DATA__DIR: dir, ...(await freeBroker()) })
    expect(beside.findings.filter(({ level }) => level === 'fault')).toEqual([])
    expect(beside.of('broker')[0]?.what).toContain('listens')
    expect(beside.of('service')[0]?.what).toContain('ready')
    expect(alone.findings.filter(({ level }) => level === 'fault')).toEqual([])
    expect([beside, alone].map((e) => e.of('statements')[0]?.level)).toEqual(['ok', 'ok'])
    expect(readdirSync(dir).filter((name) => name.includes('doctor'))).toEqual([])
  })
})

describe.skipIf((findServer('mosquitto') === null || findServer('influxd') === null) && process.env['CI'] !== 'true')(
  `the doctor on servers${without('mosquitto')}${without('influxd')}`,
  () => {
    it('proves broker and store, compares the clocks, and faults a retention policy that deletes', async () => {
      const [mosquitto, influxd] = await Promise.all([startMosquitto(), startInfluxd()])
      const query = (q: string): Promise<Response> =>
        fetch(`http://127.0.0.1:${influxd.port}/query`, { method: 'POST', body: new URLSearchParams({ q }) })
      const env = {
        CAMPUS__DATA__DIR: join(work, 'servers'),
        CAMPUS__BROKER__URL: `mqtt://127.0.0.1:${mosquitto.port}`,
        CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/lab`,
      }
      try {
        const before = await examine(env)
        await query('CREATE DATABASE lab WITH DURATION 7d NAME "week"')
        const after = await examine(env)
        expect(before.code).toBe(0)
        expect(before.of('broker')[0]).toMatchObject({ level: 'ok', what: expect.stringContaining('a QoS 1 message came back') })
        expect(before.of('store')[0]?.what).toContain('the first start makes "lab"')
        expect(before.of('clock')[0]?.what).toContain('agrees with')
        expect(after.code).toBe(1)
        expect(after.of('store').find(({ level }) => level === 'fault')?.action).toBe('ALTER RETENTION POLICY "week" ON "lab" DURATION INF')
        await influxd.stop()
        expect((await examine(env)).of('store')[0]).toMatchObject({ level: 'fault' })
      } finally {
        await Promise.all([mosquitto.stop(), influxd.stop()])
      }
    })
  },
)
