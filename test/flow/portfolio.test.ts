/** Three campuses as services of their own and one portfolio above them: sums, shares, and the campus that is switched off. */

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GroupReport } from '../../src/portfolio/types.ts'
import { campus, CAMPUS, eventually, type Service, startService, tempDir } from '../support/process/service.ts'
import { endsWithUs } from '../support/process/children.ts'
import { freePort } from '../support/process/servers.ts'

/** A register that rises by so many kWh a day, read at each local midnight from March to May. */
const DAILY: Readonly<Record<string, number>> = { park: 1000, mill: 2000, dock: 4000 }
const IDS = Object.keys(DAILY)

const fileOf = (id: string): string => `campus: { id: ${id}, name: { en: ${id} }, timezone: Asia/Shanghai, calendar: CN }
sites: [{ id: ${id}, kind: office, grid: CN-NORTH }]
sources: [{ id: meters, preset: native }]
points:
  - id: ${id}/main/energy
    place: { site: ${id} }
    use: all
    role: main-meter
    quantity: energy
    unit: kWh
    kind: counter
    interval: 1d
    from: [{ source: meters, device: main, field: energy }]
`

const rowsOf = (perDay: number): string => {
  const rows = Array.from(
    { length: 93 },
    (_, day) => `${new Date(Date.UTC(2026, 1, 28, 16) + day * 86_400_000).toISOString()},${10_000 + day * perDay}`,
  )
  return `time,value\n${rows.join('\n')}\n`
}

async function open(id: string): Promise<Service> {
  const service = await startService({ config: fileOf(id) })
  const csv = join(service.dataDir, 'rows.csv')
  writeFileSync(csv, rowsOf(DAILY[id] ?? 0))
  const env = { CAMPUS__DATA__DIR: service.dataDir }
  const config = ['--config', service.configFile ?? '']
  const imported = await campus(['import', '--point', `${id}/main/energy`, '--csv', csv, ...config], { env })
  expect(imported.code, imported.err).toBe(0)
  const rolled = await campus(['rollup', ...config], { env })
  expect(rolled.code, rolled.err).toBe(0)
  return service
}

async function tokenOf(service: Service, role: string): Promise<string> {
  const env = { CAMPUS__DATA__DIR: service.dataDir }
  const made = await campus(['token', 'create', '--role', role, '--json', '--config', service.configFile ?? ''], { env })
  expect(made.code, made.err).toBe(0)
  return /cse_[\w-]+/.exec(made.out)?.[0] ?? ''
}

describe('a portfolio over three campuses', () => {
  const services = new Map<string, Service>()
  const dir = tempDir('portfolio')
  const file = join(dir, 'portfolio.yaml')

  beforeAll(async () => {
    const entries: string[] = []
    for (const id of IDS) {
      const service = await open(id)
      services.set(id, service)
      writeFileSync(join(dir, `${id}.token`), await tokenOf(service, 'viewer'), { mode: 0o600 })
      const share = id === 'dock' ? ', share: [{ from: 2026-04, share: 50% }, { from: 2026-05, share: 1 }]' : ''
      entries.push(`  - { id: ${id}, url: "${service.url}", token_file: ${join(dir, `${id}.token`)}${share} }`)
    }
    const park = services.get('park') as Service
    const closed = await campus(
      ['close', '2026-05', '--force', '--reason', 'test', '--token', await tokenOf(park, 'approver'), '--config', park.configFile ?? ''],
      { env: { CAMPUS__DATA__DIR: park.dataDir } },
    )
    expect(closed.code, closed.err).toBe(0)
    writeFileSync(file, `portfolio: { id: group, port: ${await freePort()} }\ncampuses:\n${entries.join('\n')}\n`)
  })
  afterAll(async () => {
    for (const service of services.values()) await service.stop()
  })

  async function report(period: string): Promise<GroupReport> {
    const printed = await campus(['portfolio', '--config', file, '--period', period, '--json'])
    expect(printed.code, printed.err).toBe(0)
    return JSON.parse(printed.out) as GroupReport
  }
  const energyOf = ({ totals }: GroupReport) => totals.find(({ id }) => id === 'energy.indirect')

  it('has the sum of its campuses, names what is not closed, and shows the revision of what is', async () => {
    const group = await report('2026-05')
    expect(energyOf(group)).toMatchObject({ unit: 'MWh', campuses: IDS, missing: [] })
    expect(energyOf(group)?.value).toBeCloseTo((31 * 7000) / 1000, 9)
    expect(group.campuses.map(({ state }) => state)).toEqual(['closed', 'open', 'open'])
    expect(group.campuses[0]?.close).toMatchObject({ revision: 1 })
    expect(group.notes).toHaveLength(2)
  })

  it('counts a campus by its share of each month, and not before it belonged to the group', async () => {
    const group = await report('2026-03/2026-05')
    expect(energyOf(group)?.value).toBeCloseTo((92 * 3000 + 30 * 2000 + 31 * 4000) / 1000, 9)
  })

  it('serves the page to who has the token, and names a campus that is switched off', async () => {
    await services.get('mill')?.stop()
    const CAMPUS_PORTFOLIO_TOKEN = 'a-token-of-the-test'
    const child = endsWithUs(
      spawn(process.execPath, [CAMPUS, 'portfolio', '--config', file], {
        env: { ...process.env, CAMPUS_PORTFOLIO_TOKEN },
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    )
    let printed = ''
    child.stderr.on('data', (part: Buffer) => (printed += part.toString()))
    const url = await eventually('the address', () => /http:\/\/[\d.:]+/.exec(printed)?.[0] ?? null)
    expect((await fetch(`${url}/api/v1/portfolio`)).status).toBe(401)
    const answer = await fetch(`${url}/api/v1/portfolio?period=2026-05`, { headers: { authorization: `Bearer ${CAMPUS_PORTFOLIO_TOKEN}` } })
    const group = (await answer.json()) as GroupReport
    expect(group.campuses.map(({ state }) => state)).toEqual(['closed', 'silent', 'open'])
    expect(energyOf(group)).toMatchObject({ coverage: null, campuses: ['park', 'dock'] })
    expect(energyOf(group)?.value).toBeCloseTo((31 * 5000) / 1000, 9)
    expect(energyOf(group)?.missing.map((one) => one.campus)).toEqual(['mill'])
    const login = await fetch(`${url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ token: CAMPUS_PORTFOLIO_TOKEN }),
      redirect: 'manual',
    })
    const page = await fetch(`${url}/?period=2026-05`, { headers: { cookie: login.headers.get('set-cookie')?.split(';')[0] ?? '' } })
    expect(await page.text()).toContain('mill (mill) is silent')
    child.kill('SIGTERM')
  })
})
