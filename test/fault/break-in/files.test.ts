/** Attacks on what lies on the disk: files that others may read or that somebody removed, and packed files that unpack to memory without end. */

import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import mqtt from 'mqtt'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { backlog, campus, eventually, type Service, startService, tempDir } from '../../support/process/service.ts'

const CAMPUS = `campus: { id: park, timezone: Asia/Shanghai }
sources: [{ id: native, preset: native }]
points:
  - { id: park/m/energy, from: [{ source: native, device: m, field: energy }] }
`

/** A message that is stored, one of an unknown device, and one that is unusable. */
async function publish(service: Service): Promise<void> {
  const device = await mqtt.connectAsync(service.brokerUrl)
  const send = (name: string, payload: string): Promise<unknown> =>
    device.publishAsync(`campus/park/${name}/telemetry`, payload, { qos: 1 })
  await send('m', JSON.stringify({ time: Date.now(), values: { energy: 5 } }))
  await send('stranger', JSON.stringify({ time: Date.now(), values: { power: 7 } }))
  await send('m', 'no json')
  await device.endAsync()
  await eventually('everything to be stored', async () => (await backlog(service)) === 0)
}

function modesBelow(dir: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    found[path.slice(dir.length + 1)] = (statSync(path).mode & 0o777).toString(8)
  }
  return found
}

describe('the data folder', () => {
  it('and all in it belong to one user alone, whatever the umask and though others could read the folder before', async () => {
    const dataDir = tempDir('modes')
    chmodSync(dataDir, 0o755)
    const service = await startService({
      config: CAMPUS,
      dataDir,
      env: { NODE_OPTIONS: '--import=data:text/javascript,try{process.umask(0)}catch{}' },
    })
    await publish(service)
    await service.post('/api/v1/tokens', { role: 'viewer' })
    const other = Object.entries(modesBelow(dataDir)).filter(
      ([path, mode]) => mode !== (statSync(join(dataDir, path)).isDirectory() ? '700' : '600'),
    )
    expect((statSync(dataDir).mode & 0o777).toString(8)).toBe('700')
    expect(other).toEqual([])
    expect(readdirSync(dataDir)).toEqual(expect.arrayContaining(['security.log', 'state.log', 'store.duckdb', 'journal', 'dead-letters']))
    await service.stop()
  })

  it('from which journal or dead letters were removed is reported at the next start, with what to do', async () => {
    const dataDir = tempDir('removed')
    const first = await startService({ config: CAMPUS, dataDir })
    await publish(first)
    await first.stop()
    rmSync(join(dataDir, 'dead-letters'), { recursive: true })
    rmSync(join(dataDir, 'journal'), { recursive: true })
    rmSync(join(dataDir, 'archive'), { recursive: true, force: true })
    const second = await startService({ config: CAMPUS, dataDir })
    await eventually('the report', () => second.eventCodes().includes('letters-missing'))
    expect(second.eventCodes()).toContain('journal-corrupt')
    expect(second.output()).toMatch(/no longer in the journal, its files were removed/)
    await publish(second)
    await second.stop()
  })
})

describe('a replay', () => {
  it('counts what it discovers once', async () => {
    const service = await startService({ config: CAMPUS })
    await publish(service)
    const counts = async (): Promise<number[]> =>
      (await service.get<{ discoveries: { count: number }[] }>('/api/v1/discoveries')).discoveries.map(({ count }) => count)
    const before = await counts()
    expect(before).toHaveLength(1)
    const env = { CAMPUS__DATA__DIR: service.dataDir }
    for (let i = 0; i < 2; i++) {
      const span = ['--from', '2020-01-01', '--to', '2100-01-01']
      const done = await campus(['replay', '--config', service.configFile ?? '', '--source', 'native', ...span], { env })
      expect([done.code, done.err]).toEqual([0, expect.anything()])
    }
    expect(await counts()).toEqual(before)
    await service.stop()
  })
})

describe('a file that unpacks to far more than it is', () => {
  const zeros = (mebibytes: number): Buffer => Buffer.alloc(mebibytes * 1024 * 1024)

  /** Exit codes of commands with little memory, one after the other. */
  async function exits(dir: string, ...commands: readonly (readonly string[])[]): Promise<(number | null)[]> {
    const env = { CAMPUS__DATA__DIR: join(dir, 'data'), NODE_OPTIONS: '--max-old-space-size=300' }
    const found: (number | null)[] = []
    for (const command of commands) found.push((await campus(command, { env })).code)
    return found
  }

  it('is refused as a campus file and as an include', async () => {
    const dir = tempDir('bombs')
    const bomb = gzipSync(zeros(100), { level: 1 })
    mkdirSync(join(dir, 'campus.d'))
    writeFileSync(join(dir, 'campus.yaml'), `${CAMPUS}include: campus.d/*.yaml.gz\n`)
    for (const name of ['bomb.yaml.gz', 'campus.d/a.yaml.gz']) writeFileSync(join(dir, name), bomb)
    const check = (name: string): string[] => ['check', '--config', join(dir, name)]
    expect(await exits(dir, check('bomb.yaml.gz'), check('campus.yaml'))).toEqual([2, 2])
  })

  it('is refused as evidence and as a workbook', async () => {
    const dir = tempDir('bombs')
    writeFileSync(join(dir, 'campus.yaml'), CAMPUS)
    writeFileSync(join(dir, 'evidence.zip'), zipSync({ 'manifest.json': [zeros(100), { level: 1 }] }))
    const entries = Object.fromEntries(
      ['xl/workbook.xml', 'xl/worksheets/sheet1.xml'].map((name) => [name, [zeros(100), { level: 1 }] as const]),
    )
    writeFileSync(join(dir, 'a.xlsx'), zipSync(entries as never))
    const read = [
      'import',
      '--point',
      'park/m/energy',
      '--file',
      join(dir, 'a.xlsx'),
      '--zone',
      'UTC',
      '--config',
      join(dir, 'campus.yaml'),
    ]
    expect(await exits(dir, ['verify', join(dir, 'evidence.zip')], read)).toEqual([1, 2])
  })
})
