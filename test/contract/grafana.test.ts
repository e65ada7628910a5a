/**
 * The Grafana dashboard and its provisioning. Grafana itself does not run here; every query of every panel is asked of a real InfluxDB with the user that
 * Grafana has, filled by the real service with a simulated day, and must bring something.
 */

import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { compose, initialiseInflux, influxQuery, ROOT, shipped } from '../support/process/deployment.ts'
import { findServer, type RunningServer, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'
import { campus, type Service, startService } from '../support/process/service.ts'

const FOLDER = 'dashboards/grafana/dashboards'
const FILES = ['campus.json', 'building.json', 'water.json', 'solar.json', 'quality.json']
const PASSWORDS = {
  MQTT_SERVICE_PASSWORD: 'a',
  MQTT_SIMULATOR_PASSWORD: 'b',
  INFLUXDB_ADMIN_PASSWORD: 'admin',
  INFLUXDB_SERVICE_PASSWORD: 'service',
  INFLUXDB_GRAFANA_PASSWORD: 'reader',
  GRAFANA_ADMIN_PASSWORD: 'c',
}
const absent = (findServer('mosquitto') === null || findServer('influxd') === null) && process.env['CI'] !== 'true'

interface Target {
  readonly refId: string
  readonly query: string
  readonly rawQuery: boolean
  readonly resultFormat: string
  readonly datasource: { readonly type: string; readonly uid: string }
}

interface Panel {
  readonly id: number
  readonly title: string
  readonly description: string
  readonly type: string
  readonly timeFrom?: string
  readonly datasource: { readonly type: string; readonly uid: string }
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly fieldConfig: { readonly defaults: { readonly unit: string } }
  readonly targets: readonly Target[]
}

interface Variable {
  readonly name: string
  readonly type: string
  readonly query: string
  readonly current: { readonly text: string; readonly value: string }
}

interface Source {
  readonly name: string
  readonly uid: string
  readonly type: string
  readonly url: string
  readonly user: string
  readonly jsonData: { readonly dbName: string; readonly httpMode: string }
  readonly secureJsonData: { readonly password: string }
}

interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly timezone: string
  readonly panels: readonly Panel[]
  readonly templating: { readonly list: readonly Variable[] }
}

const dashboards = FILES.map((file) => JSON.parse(shipped(`${FOLDER}/${file}`)) as Dashboard)
const [overview] = dashboards as [Dashboard]
const dashboard = overview
const named = dashboards.map((d) => [d.title, d] as const)
const panels = dashboards.flatMap((d) =>
  d.panels.map((panel) => ({ ...panel, title: d === overview ? panel.title : `${d.title}: ${panel.title}` })),
)
const variablesOf = (d: Dashboard): ReadonlyMap<string, Variable> => new Map(d.templating.list.map((v) => [v.name, v]))
const variables = variablesOf(overview)
const sources = (parse(shipped('dashboards/grafana/provisioning/datasources/influxdb.yaml')) as { datasources: Source[] }).datasources
const grafana = compose(PASSWORDS).services['grafana']

/** The provisioned source behind `${readings}`. */
function sourceOf(uid: string): Source {
  const chosen = variables.get(uid.slice(2, -1))?.current.value
  const source = sources.find((s) => s.uid === chosen)
  if (source === undefined) throw new Error(`the dashboard asks for "${uid}", which no data source provides`)
  return source
}

/** `$NAME` as Grafana reads it in its provisioning files. */
const expanded = (text: string): string => text.replace(/^\$([A-Z_]+)$/, (_, name: string) => grafana?.environment?.[name] ?? '')

describe('the Grafana dashboards', () => {
  it('are what scripts/grafana.mjs writes', () => {
    const script =
      "const { dashboardTexts } = await import('./scripts/grafana.mjs'); process.stdout.write(JSON.stringify(dashboardTexts()))"
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout), 'run `node scripts/grafana.mjs`').toEqual(FILES.map((file) => [file, shipped(`${FOLDER}/${file}`)]))
    expect(new Set(dashboards.map((d) => d.uid)).size).toBe(FILES.length)
  })

  it.each(named)('%s has a title, a unit, a description and a data source by variable on every panel', (_title, own) => {
    expect(new Set(own.panels.map((p) => p.id)).size).toBe(own.panels.length)
    expect(new Set(own.panels.map((p) => p.title)).size).toBe(own.panels.length)
    for (const p of own.panels) {
      expect(p.fieldConfig.defaults.unit, p.title).toMatch(/^[A-Za-z0-9]+$/)
      expect(p.description, p.title).toMatch(/^.{20,}\.$/)
      for (const { type, uid } of [p, ...p.targets].map((x) => x.datasource)) {
        expect(type).toBe('influxdb')
        expect(variablesOf(own).get(uid.replace(/^\$\{(\w+)\}$/, '$1')), `${p.title}: ${uid}`).toMatchObject({
          type: 'datasource',
          query: 'influxdb',
        })
      }
      expect(p.targets.length, p.title).toBeGreaterThan(0)
      expect(new Set(p.targets.map((t) => t.refId)).size).toBe(p.targets.length)
      for (const t of p.targets) expect([t.rawQuery, ['time_series', 'table'].includes(t.resultFormat)], p.title).toEqual([true, true])
    }
  })

  it.each(named)('%s overlaps no panels and places none outside the 24 columns', (_title, own) => {
    const cells = own.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`)
    })
    expect(new Set(cells).size).toBe(cells.length)
  })

  it.each(named)('%s counts days in the zone of the campus, and filters time only by the range the reader chose', (_title, own) => {
    expect(own.timezone).toBe('Asia/Shanghai')
    for (const { title, targets } of own.panels)
      for (const { query } of targets) {
        expect(query, title).not.toContain('now()')
        if (/time\(1[dw]\)/.test(query)) expect(query, title).toContain(`tz('${own.timezone}')`)
      }
  })
})

describe('the provisioning of Grafana', () => {
  it('names the databases of the service, with a read-only user and a password from the environment', () => {
    const store = compose(PASSWORDS).services['app']?.environment?.['CAMPUS__STORE__URL'] ?? ''
    const database = store.slice(store.lastIndexOf('/') + 1)
    expect(sources.map((s) => s.jsonData.dbName)).toEqual([database, `${database}_buckets`])
    for (const source of sources) {
      expect(source).toMatchObject({ type: 'influxdb', access: 'proxy', editable: false })
      expect([source.url, source.user, source.secureJsonData.password].map(expanded)).toEqual(['http://influxdb:8086', 'grafana', 'reader'])
    }
  })

  it('finds the dashboard where the compose file puts it', () => {
    const provider = parse(shipped('dashboards/grafana/provisioning/dashboards/campus.yaml')) as {
      providers: { options: { path: string } }[]
    }
    const mounts = (grafana?.volumes ?? []).map((v) => v.split(':'))
    expect(mounts.find(([, to]) => to === provider.providers[0]?.options.path)?.[0]).toBe('./dashboards/grafana/dashboards')
    expect(mounts.find(([, to]) => to === '/etc/grafana/provisioning')?.[0]).toBe('./dashboards/grafana/provisioning')
  })
})

/** One local day, looked at ten minutes before its end. */
const FROM = '2026-03-02T00:00:00+08:00'
const TO = '2026-03-03T00:00:00+08:00'
const NOW = Date.parse('2026-03-02T23:50:00+08:00')
const HOUR = 3_600_000

/** Start of a panel's time as Grafana reads it. */
function startOf(timeFrom = '24h'): number {
  if (timeFrom === 'now/d') return Date.parse(FROM)
  const [, amount = '', unit = ''] = /^(\d+)([hd])$/.exec(timeFrom) ?? []
  return NOW - Number(amount) * (unit === 'd' ? 24 * HOUR : HOUR)
}

function substituted(query: string, panel: Panel): string {
  const from = startOf(panel.timeFrom)
  return query
    .replaceAll('$timeFilter', `time >= ${from}ms and time <= ${NOW}ms`)
    .replaceAll('$__interval', '15m')
    .replaceAll('$__range_ms', String(NOW - from))
    .replaceAll('$building', 'block-a')
}

interface Series {
  readonly tags?: Readonly<Record<string, string>>
  readonly columns: readonly string[]
  readonly values: readonly (readonly (string | number | null)[])[]
}

describe.skipIf(absent)(`the queries of the dashboards over a simulated day${without('mosquitto')}${without('influxd')}`, () => {
  let mosquitto: RunningServer
  let influxd: RunningServer
  let service: Service

  beforeAll(async () => {
    const given = compose(PASSWORDS).services['influxdb']?.environment ?? {}
    ;[mosquitto, influxd] = await Promise.all([startMosquitto(), startInfluxd({ env: given })])
    await initialiseInflux(influxd, given, [shipped('deploy/influxdb-databases.iql')])
    const env = {
      CAMPUS__BROKER__URL: mosquitto.url,
      CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus`,
      CAMPUS__STORE__USERNAME: 'campus',
      CAMPUS__STORE__PASSWORD: PASSWORDS.INFLUXDB_SERVICE_PASSWORD,
    }
    service = await startService({ config: shipped('simulators/campuses/reference/campus.yaml'), env })
    const day = ['--campus', 'reference', '--from', FROM, '--to', TO, '--speed', 'max', '--seed', '7', '--broker', mosquitto.url]
    const played = await campus(['simulate', ...day])
    expect(played.code, played.err).toBe(0)
    const rolled = await campus(['rollup', '--config', service.configFile ?? ''], { env: { ...env, CAMPUS__DATA__DIR: service.dataDir } })
    expect(rolled.code, rolled.err).toBe(0)
  }, 300_000)
  afterAll(async () => {
    await service?.stop()
    await mosquitto?.stop()
    await influxd?.stop()
  })

  async function answer(panel: Panel, target: Target): Promise<readonly Series[]> {
    const { user, secureJsonData, jsonData } = sourceOf(target.datasource.uid)
    const login = { user: expanded(user), password: expanded(secureJsonData.password) }
    const query = substituted(target.query, panel)
    expect(query, 'no macro is left').not.toMatch(/\$(?!\/)/)
    const { status, body } = await influxQuery(influxd, query, login, jsonData.dbName)
    expect(status, body).toBe(200)
    const { results } = JSON.parse(body) as { results: { error?: string; series?: Series[] }[] }
    expect(results[0]?.error, query).toBeUndefined()
    return results[0]?.series ?? []
  }

  const find = (title: string): Panel => {
    const panel = dashboard.panels.find((p) => p.title === title)
    if (panel === undefined) throw new Error(`there is no panel "${title}"`)
    return panel
  }
  const numbers = async (title: string): Promise<number[]> => {
    const all = await Promise.all(find(title).targets.map((t) => answer(find(title), t)))
    return all.map((series) => Number(series[0]?.values[0]?.[1]))
  }

  it.each(panels.flatMap((p) => p.targets.map((t) => [p.title, t.refId, p, t] as const)))(
    '%s, query %s, brings numbers',
    async (_title, _refId, panel, target) => {
      const series = await answer(panel, target)
      const values = series.flatMap((s) => s.values.map((row) => row[1]))
      expect(values.filter((v) => typeof v === 'number' && Number.isFinite(v)).length).toBeGreaterThan(0)
    },
  )

  it('show the energy and water of the day as the service computes them', async () => {
    const total = async (points: readonly string[]): Promise<number> => {
      const buckets = await Promise.all(
        points.map((p) => {
          const path = `/api/v1/points/${encodeURIComponent(p)}/series?from=${encodeURIComponent(FROM)}&to=${encodeURIComponent(TO)}&step=15m`
          return service.get<{ values?: { value: number | null }[]; buckets?: { value: number | null }[] }>(path)
        }),
      )
      return buckets.flatMap((b) => b.values ?? b.buckets ?? []).reduce((sum, { value }) => sum + (value ?? 0), 0)
    }
    const [energy] = await numbers('Energy today')
    expect(energy).toBeGreaterThan(100)
    expect(energy).toBeCloseTo(await total(['park/main/energy', 'shop/main/energy']), 6)
    expect((await numbers('Water today'))[0]).toBeCloseTo(await total(['park/water/tap/volume']), 6)
  })

  it('count the points with readings, and all points', async () => {
    const { points } = await service.get<{ points: unknown[] }>('/api/v1/points')
    expect(await numbers('Points')).toEqual([points.length, points.length])
  })

  it('stack buildings to the total of the supplies, with losses and unmetered use apart', async () => {
    const panel = find('Power by building')
    const parts = (await Promise.all(panel.targets.map((t) => answer(panel, t)))).flat()
    const at = Date.parse('2026-03-02T12:00:00+08:00')
    const noon = parts.map((s) => Number(s.values.find((row) => Date.parse(String(row[0])) === at)?.[1]))
    expect(noon).toHaveLength(13)
    const supplies = await influxQuery(
      influxd,
      `SELECT last("v") FROM "reading" WHERE "point" =~ /^(park|shop)\\/main\\/power$/ AND time <= ${at}ms GROUP BY "point"`,
      { user: 'grafana', password: PASSWORDS.INFLUXDB_GRAFANA_PASSWORD },
      'campus',
    )
    const { results } = JSON.parse(supplies.body) as { results: { series: Series[] }[] }
    const whole = (results[0]?.series ?? []).reduce((sum, s) => sum + Number(s.values[0]?.[1]), 0)
    const share = noon.reduce((sum, v) => sum + v, 0) / whole
    expect(share).toBeGreaterThan(0.8)
    expect(share).toBeLessThanOrEqual(1.000001)
  })
})
