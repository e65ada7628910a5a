/** Commands with and without a running service give the same answers. A start is refused with its reason. */

import { createServer } from 'node:net'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `
campus: { id: lab, name: { en: Lab, zh-Hans: 实验室 }, timezone: Asia/Shanghai }
sites:
  - { id: lab, kind: office }
sources:
  - { id: native, preset: native, topic: "campus/lab/{device}/telemetry" }
points:
  - { id: lab/plug/power, place: { site: lab, building: a }, use: sockets, from: [{ source: native, device: plug, field: power }] }
  - { id: lab/plug/energy, place: { site: lab, building: a }, use: sockets, from: [{ source: native, device: plug, field: energy }] }
`

interface Page {
  readonly total: number
  readonly items: readonly { id: string; reason: string; topic: string }[]
}

describe('commands beside a running service', () => {
  let service: Service
  const env = () => ({ CAMPUS__DATA__DIR: service.dataDir })
  const run = (args: string[], input = '') => campus([...args, '--config', service.configFile ?? ''], { env: env(), input })

  beforeAll(async () => {
    service = await startService({ config: CONFIG })
    const client = await mqtt.connectAsync(service.brokerUrl)
    await client.publishAsync('campus/lab/plug/telemetry', JSON.stringify({ values: { power: 412.5, energy: 10_233.4 } }), { qos: 1 })
    await client.publishAsync('campus/lab/plug/telemetry', '{"values": {"power": ', { qos: 1 })
    await client.publishAsync('campus/lab/other/telemetry', JSON.stringify({ values: { temperature: 21.5 } }), { qos: 1 })
    await client.endAsync()
    await eventually('the broken message to become a dead letter', async () => (await service.get<Page>('/api/v1/dead-letters')).total > 0)
    await eventually('the good one to be stored', async () => (await run(['points'])).out.includes('412.5'))
  })
  afterAll(async () => {
    await service?.stop()
  })

  it('list points with value, unit and age', async () => {
    const listed = JSON.parse((await run(['points', '--json'])).out) as {
      points: { id: string; unit: string; last: { value: number; quality: string } | null }[]
    }
    expect(listed.points.map((p) => [p.id, p.last?.value, p.unit, p.last?.quality])).toEqual([
      ['lab/plug/power', 412.5, 'W', 'good'],
      ['lab/plug/energy', 10_233.4, 'kWh', 'good'],
    ])
  })

  it('list a malformed message with its reason, show it, drop it, and leave the others', async () => {
    const page = JSON.parse((await run(['dead-letters', 'list', '--json'])).out) as Page
    expect(page.items).toMatchObject([{ reason: 'invalid-json', topic: 'campus/lab/plug/telemetry' }])
    const shown = JSON.parse((await run(['dead-letters', 'show', page.items[0]?.id ?? ''])).out) as { payload: string }
    expect(shown.payload).toBe('{"values": {"power": ')
    expect((await run(['dead-letters', 'replay', '--all'])).out).toContain('1 dead letter replayed')
    const again = await eventually('the replayed message to be refused again', async () => {
      const next = await service.get<Page>('/api/v1/dead-letters')
      return next.total === 1 && next.items[0]?.id !== page.items[0]?.id ? next : null
    })
    expect(again.items[0]?.reason).toBe('invalid-json')
    expect((await run(['dead-letters', 'drop', '--all'])).out).toContain('1 dead letter dropped')
    expect((await service.get<Page>('/api/v1/dead-letters')).total).toBe(0)
  })

  it('list a device without a point among the discoveries', async () => {
    const { discoveries } = JSON.parse((await run(['discover', '--json'])).out) as { discoveries: { device: string; field: string }[] }
    expect(discoveries).toMatchObject([{ device: 'other', field: 'temperature' }])
  })

  it('are refused without a token, and only the owner can read the token file', async () => {
    expect((await fetch(`${service.url}/api/v1/points`)).status).toBe(401)
    expect((await fetch(`${service.url}/livez`)).status).toBe(200)
    expect(statSync(join(service.dataDir, 'service.json')).mode & 0o777).toBe(0o600)
  })

  it('refuse a second service on the same data folder, and name the first', async () => {
    const second = await campus(['start', '--config', service.configFile ?? ''], {
      env: { ...env(), CAMPUS__HTTP__PORT: '0', CAMPUS__BROKER__PORT: '0' },
    })
    expect(second.code).toBe(1)
    expect(second.err).toContain(String(service.process.pid))
  })

  it('see a changed campus file in force without a restart, and the former one when the new one is broken', async () => {
    const file = service.configFile ?? ''
    writeFileSync(file, CONFIG.replace('points:', 'poinst:'))
    await eventually('the broken file to be refused', () => service.output().includes('poinst'))
    expect((await service.get<{ points: unknown[] }>('/api/v1/points')).points).toHaveLength(2)
    writeFileSync(
      file,
      `${CONFIG}  - { id: lab/other/temperature, place: { site: lab }, from: [{ source: native, device: other, field: temperature }] }\n`,
    )
    await eventually(
      'the new point to appear',
      async () => (await service.get<{ points: unknown[] }>('/api/v1/points')).points.length === 3,
    )
  })

  it('export buckets exactly and in a fixed order', async () => {
    const args = ['export', '--from', '2026-01-01', '--to', '2027-01-01', '--step', '1y', 'lab/plug']
    const rows = (await run(args)).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { point: string; base_unit: string; total: number; closing: { value: number } | null })
    expect(rows.map((r) => [r.point, r.base_unit, r.closing?.value])).toEqual([
      ['lab/plug/energy', 'mWh', 10_233_400_000],
      ['lab/plug/power', 'W*ms', 412.5],
    ])
    expect(await run(['export', '--from', '2026-01-01'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--to is missing') as string,
    })
  })

  it('give the same answers after the service has stopped', async () => {
    const path = ['points', '--json']
    const strip = (text: string) => text.replaceAll(/"age_s":[\d.]+/g, '')
    const beside = strip((await run(path)).out)
    const dataDir = service.dataDir
    const copy = await startServiceAgainAndStop(dataDir, service)
    const alone = strip((await campus([...path, '--config', copy], { env: { CAMPUS__DATA__DIR: dataDir } })).out)
    expect(alone).toBe(beside)
  })
})

/** Stops without removing the data folder. */
async function startServiceAgainAndStop(_dataDir: string, service: Service): Promise<string> {
  const gone = once(service.process, 'exit')
  service.process.kill('SIGTERM')
  await gone
  return service.configFile ?? ''
}

describe('campus start', () => {
  it('applies an included file that changed or is new', async () => {
    const dir = tempDir('included')
    const more = (id: string): string =>
      `points:\n  - { id: lab/${id}/power, place: { site: lab }, from: [{ source: native, device: ${id}, field: power }] }\n`
    writeFileSync(join(dir, 'first.points.yaml'), more('one'))
    const service = await startService({ config: `${CONFIG}include: ["${dir}/*.points.yaml"]\n` })
    const ids = async () => (await service.get<{ points: { id: string }[] }>('/api/v1/points')).points.map((p) => p.id)
    expect(await ids()).toContain('lab/one/power')
    writeFileSync(join(dir, 'first.points.yaml'), more('two'))
    await eventually('the changed include', async () => (await ids()).includes('lab/two/power'))
    writeFileSync(join(dir, 'second.points.yaml'), more('three'))
    await eventually('the new include', async () => (await ids()).includes('lab/three/power'))
    await service.stop()
  })

  it('runs only its roles: no broker without ingest, no page without api', async () => {
    const config = join(tempDir('roles'), 'campus.yaml')
    writeFileSync(config, CONFIG)
    const jobs = await startService({ config: CONFIG, roles: 'jobs,api' })
    expect(jobs.brokerUrl).toBe('')
    expect((await fetch(`${jobs.url}/readyz`)).status).toBe(200)
    await jobs.stop()
    const ingest = await startService({ config: CONFIG, roles: 'ingest' })
    expect(ingest.brokerUrl).toMatch(/^mqtt:/)
    expect((await fetch(ingest.url)).headers.get('content-type')).toContain('html')
    expect(await (await fetch(ingest.url)).text()).toContain('not built')
    await ingest.stop()
    const wrong = await campus(['start', '--config', config, '--roles', 'ingest,everything'])
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('"everything" is not one of') as string })
  })

  it('refuses a store folder that another service writes, and names that service', async () => {
    const store = tempDir('shared-store')
    const config = `${CONFIG}store: { url: "duckdb:${store}" }\n`
    const first = await startService({ config, env: { CAMPUS__STORE__URL: `duckdb:${store}` } })
    const file = join(tempDir('second'), 'campus.yaml')
    writeFileSync(file, config)
    const env = { CAMPUS__DATA__DIR: tempDir('second-data'), CAMPUS__STORE__URL: `duckdb:${store}` }
    const second = await campus(['start', '--config', file], { env })
    expect(second.code).toBe(1)
    expect(second.err).toContain(`in use by process ${first.process.pid}`)
    await first.stop()
  })

  it('takes the next free port when the configured one is taken, and logs it', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    const { port } = blocker.address() as { port: number }
    const service = await startService({ config: CONFIG, env: { CAMPUS__HTTP__PORT: String(port) } })
    expect(service.url).not.toContain(`:${port}`)
    expect(service.output()).toContain(String(port))
    await service.stop()
    blocker.close()
  })

  it('names every fault of a broken campus file with its line and starts nothing', async () => {
    const file = join(tempDir('broken'), 'campus.yaml')
    writeFileSync(
      file,
      [
        'campus: { id: lab, name: Lab, timezone: Asia/Shangai }',
        'sites:',
        '  - { id: lab, kind: ofice }',
        'sources:',
        '  - { id: native, preset: native, topic: "campus/lab/{device}/telemetry" }',
        'points:',
        '  - { id: "lab/a b", place: { site: lab }, from: [{ source: native, device: a, field: power }] }',
        '  - { id: lab/b, place: { site: labb }, from: [{ source: native, device: b, field: power }] }',
        '  - { id: lab/c, place: { site: lab }, from: [{ source: nativ, device: c, field: power }] }',
        '',
      ].join('\n'),
    )
    const checked = await campus(['check', '--config', file])
    expect(checked.code).toBe(2)
    for (const line of [1, 3, 7, 8, 9]) expect(checked.err + checked.out).toMatch(new RegExp(`campus.yaml:${line}[:,]`))
    const dataDir = join(tempDir('unused'), 'data')
    const started = await campus(['start', '--config', file], { env: { CAMPUS__DATA__DIR: dataDir } })
    expect(started.code).toBe(2)
    expect(() => readFileSync(join(dataDir, 'service.json'))).toThrow()
  })
})
