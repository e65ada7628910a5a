import { describe, expect, it } from 'vitest'
import { expandedText } from '../../../src/config/print.ts'
import { DAY, HOUR, iso, MINUTE, type Point } from '../../../src/domain/index.ts'
import { campus, check, faultTexts, fixture, loaded } from './campus-file.ts'

const EVERYTHING = fixture('good/everything.yaml')
const INCLUDES = {
  'campus.d/more.yaml': 'sites: [{ id: labs, kind: other }]\npoints: [{ id: labs/water, place: { site: labs }, quantity: volume }]\n',
}

function pointOf(text: string, id: string): Point {
  const found = loaded(text, { includes: INCLUDES }).campus.points.find((p) => p.id === id)
  if (!found) throw new Error(`no point ${id}`)
  return found
}

/** One native energy point with the keys given. */
const energy = (keys: string): Point =>
  pointOf(campus(`points: [{ id: p, from: [{ source: native, device: d, field: energy }], ${keys} }]`), 'p')

describe('a sound campus file', () => {
  it('gives the campus with its names, zone and place', () => {
    const { campus: c } = loaded(EVERYTHING, { includes: INCLUDES })
    expect(c).toMatchObject({ id: 'park', timezone: 'Asia/Shanghai', calendar: 'CN', location: { latitude: 40.05, longitude: 116.31 } })
    expect(c.name['zh-Hans']).toBe('科技园')
    expect(c.sites.map((s) => [s.id, s.kind])).toEqual([
      ['park', 'office'],
      ['mall', 'shop'],
      ['labs', 'other'],
    ])
  })

  it('is frozen all the way down', () => {
    const config = loaded(EVERYTHING, { includes: INCLUDES })
    expect(Object.isFrozen(config.campus.points[0]?.from[0])).toBe(true)
    expect(Object.isFrozen(config.campus.sources[1]?.mapping.points)).toBe(true)
    expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError)
  })

  it('dates the rows of a swapped meter at local midnights', () => {
    const { from } = pointOf(EVERYTHING, 'park/main/energy')
    expect(from.map((r) => [r.device, r.from && iso(r.from), r.to && iso(r.to)])).toEqual([
      ['m0', null, '2026-03-01T16:00:00.000Z'],
      ['m1', '2026-03-01T16:00:00.000Z', null],
    ])
    expect(from[0]).toMatchObject({ lastIndex: 812.5, serial: '0071', multiplier: 1 })
    expect(from[1]).toMatchObject({ firstIndex: 0, multiplier: 80 })
  })

  it('scales what is read off the meter by the multiplier of the meter in service', () => {
    expect(pointOf(EVERYTHING, 'park/main/energy').rules).toMatchObject({
      rollover: 80_000_000,
      resolution: 0.08,
      maxRate: 400,
      onReset: 'preset',
    })
  })

  it('keeps numbers that are names as they were written', () => {
    expect(pointOf(EVERYTHING, 'park/block-a/1/lobby/sockets/energy').place).toEqual({
      site: 'park',
      building: 'block-a',
      floor: '1',
      zone: 'lobby',
    })
    expect(loaded(campus('points: [{ id: 007, from: [{ source: native, device: 0012, field: power }] }]')).campus.points[0]).toMatchObject({
      id: '007',
      from: [{ device: '0012' }],
    })
  })

  it('takes quantity, unit and kind from the point, else from the field of its source', () => {
    const of = (id: string) => {
      const { quantity, unit, kind } = pointOf(EVERYTHING, id)
      return [quantity, unit, kind]
    }
    expect(of('park/main/energy')).toEqual(['energy', 'kWh', 'counter'])
    expect(of('park/block-a/1/lobby/sockets/energy')).toEqual(['energy', 'kWh', 'counter'])
    expect(of('park/imported/energy')).toEqual(['energy', 'kWh', 'counter'])
    expect(of('park/act')).toEqual(['power', 'W', 'instant'])
    expect(of('park/relay')).toEqual(['switch', 'bool', 'state'])
    expect(of('labs/water')).toEqual(['volume', 'm3', 'counter'])
    expect(pointOf(campus('points: [{ id: p, kind: interval, from: [{ source: native, device: d, field: energy }] }]'), 'p').kind).toBe(
      'interval',
    )
  })

  it('expands templates over every combination, with padded numbers, letters and numbers as numbers', () => {
    const { points } = loaded(EVERYTHING, { includes: INCLUDES }).campus
    const ids = points.map((p) => p.id)
    expect(ids.filter((id) => id.startsWith('park/b/'))).toEqual(
      ['01', '02', '03'].flatMap((floor) => ['east', 'west'].map((zone) => `park/b/${floor}/${zone}/lighting/energy`)),
    )
    expect(ids.filter((id) => id.startsWith('park/wing'))).toEqual(['park/wing-a/co2', 'park/wing-b/co2', 'park/wing-c/co2'])
    const one = points.find((p) => p.id === 'park/b/02/west/lighting/energy')
    expect(one).toMatchObject({
      name: { en: 'Lighting west 02' },
      place: { floor: '02', zone: 'west' },
      use: 'basin-heater',
      from: [{ device: 'b-02-west', multiplier: 40 }],
    })
  })

  it('keeps seasons as ascending windows', () => {
    const { seasons } = loaded(EVERYTHING, { includes: INCLUDES })
    expect(seasons['heating']?.map((s) => iso(s.from))).toEqual(['2024-11-14T16:00:00.000Z', '2025-11-14T16:00:00.000Z'])
  })

  it('keeps the mapping of a source as data', () => {
    const { sources } = loaded(EVERYTHING, { includes: INCLUDES }).campus
    expect(sources[1]).toMatchObject({
      id: 'meters',
      preset: 'mapping',
      mapping: { where: { type: 'meter', version: 1 }, time: { path: 'ts', unit: 's' }, history: { path: 'history', time: 'ts' } },
    })
    expect(sources[1]?.mapping.points?.['relay']?.map).toEqual({ on: true, off: false })
    expect(sources[0]?.mapping.preset).toBeUndefined()
  })

  it('gives a native source the siblings of its telemetry too', () => {
    expect(loaded(EVERYTHING, { includes: INCLUDES }).campus.sources[0]?.mapping.topic).toBe('campus/park/{device}/{message}')
  })

  it('may name no sites: then it is one site of its own', () => {
    const { campus: c } = loaded('campus: { id: lab, timezone: UTC }\npoints: [{ id: p, quantity: power }]')
    expect(c.sites).toEqual([{ id: 'lab', kind: 'other', name: { en: 'lab' }, grid: null }])
    expect(c.points[0]?.place.site).toBe('lab')
  })
})

describe('rules of a point', () => {
  it('have defaults by quantity and kind', () => {
    expect(energy('').rules).toEqual({
      interval: null,
      gapLimit: 2 * HOUR,
      stuckAfter: null,
      maxRate: 20_000,
      rateAssumed: true,
      rollover: null,
      resolution: 0.001,
      onReset: 'zero',
      min: null,
      max: null,
    })
    const state = pointOf(campus('points: [{ id: s, from: [{ source: native, device: d, field: switch }] }]'), 's')
    expect(state.rules).toMatchObject({ gapLimit: DAY, min: 0, max: 1 })
  })

  it('call a flow that stands still for six hours stuck, a register never, and what the file says else', () => {
    const power = (more: string) =>
      pointOf(campus(`points: [{ id: s, from: [{ source: native, device: d, field: power }], ${more} }]`), 's')
    expect(power('').rules.stuckAfter).toBe(6 * HOUR)
    expect(power('stuck_after: 2h').rules.stuckAfter).toBe(2 * HOUR)
    expect(power('stuck_after: never').rules.stuckAfter).toBeNull()
    expect(energy('stuck_after: 3d').rules.stuckAfter).toBe(3 * DAY)
  })

  it('take the gap limit from stale_after, else from three intervals', () => {
    expect(energy('interval: 15m').rules).toMatchObject({ interval: 15 * MINUTE, gapLimit: 45 * MINUTE })
    expect(energy('interval: 15m, stale_after: 1d').rules.gapLimit).toBe(DAY)
  })

  it('read a rate with its unit as canonical units per hour', () => {
    expect(energy('max_rate: 400').rules.maxRate).toBe(400)
    expect(energy('max_rate: 400 kW').rules.maxRate).toBe(400)
    expect(energy('max_rate: 0.5 MW').rules.maxRate).toBe(500)
    expect(energy('max_rate: 12 kWh/min').rules.maxRate).toBe(720)
    const water = pointOf(campus('points: [{ id: w, quantity: volume, max_rate: 10 L/s }]'), 'w')
    expect(water.rules.maxRate).toBeCloseTo(36)
    const room = pointOf(campus('points: [{ id: t, quantity: temperature, max_rate: 9 F/h }]'), 't')
    expect(room.rules.maxRate).toBeCloseTo(5)
  })

  it('take the modulus that the rule of the source declares, in the canonical unit', () => {
    const text = EVERYTHING.replace('    rollover: 1000000\n', '')
    expect(pointOf(text, 'park/main/energy').rules.rollover).toBeCloseTo(4_294_967.295 * 80, 3)
  })

  it('let a unit of the point correct what the source believes', () => {
    expect(energy('unit: MWh').from[0]?.multiplier).toBe(1000)
    expect(energy('unit: kWh').from[0]?.multiplier).toBe(1)
    const fahrenheit = campus('points: [{ id: t, unit: F, from: [{ source: native, device: d, field: temperature }] }]')
    expect(faultTexts(fahrenheit)[0]).toContain('the source sends "Cel", the point says "F"')
  })
})

describe('settings', () => {
  const minimal = 'campus: { id: lab, timezone: UTC }\n'

  it('have defaults, all on this machine', () => {
    const config = loaded(minimal)
    expect(config).toMatchObject({
      broker: {
        url: 'embedded',
        host: '127.0.0.1',
        port: 1883,
        username: null,
        password: null,
        clientId: 'campus-lab',
        anonymous: false,
        portWritten: false,
      },
      store: { url: 'duckdb:./data', username: null, password: null },
      data: { dir: './data' },
      http: { host: '127.0.0.1', port: 3000 },
      journal: { durability: 'interval', intervalMs: 200, segmentBytes: 33_554_432, maxBytes: 2_147_483_648, minFreeDisk: 536_870_912 },
      limits: { payloadBytes: 65_536, depth: 16, readingsPerMessage: 1000, messagesPerSecond: 5000 },
      roles: ['ingest', 'jobs', 'control', 'api'],
      demo: false,
      file: 'campus.yaml',
    })
  })

  it('may be one word for broker and store', () => {
    const config = loaded(`${minimal}broker: mqtts://broker.example\nstore: influx://127.0.0.1:8086/campus\n`)
    expect(config.broker).toMatchObject({ url: 'mqtts://broker.example', host: 'broker.example', port: 8883 })
    expect(config.store.url).toBe('influx://127.0.0.1:8086/campus')
    expect(loaded(`${minimal}broker: embedded\n`).broker.url).toBe('embedded')
  })

  it('come from flags before the environment before the file', () => {
    const text = `${minimal}http: { port: 3100 }\ndata: { dir: here }\n`
    expect(loaded(text).http.port).toBe(3100)
    expect(loaded(text, { env: { CAMPUS__HTTP__PORT: '3200' } }).http.port).toBe(3200)
    expect(loaded(text, { env: { CAMPUS__HTTP__PORT: '3200' }, overrides: { httpPort: 3300 } }).http.port).toBe(3300)
    expect(loaded(text, { env: { CAMPUS__DATA__DIR: '/there' } })).toMatchObject({
      data: { dir: '/there' },
      store: { url: 'duckdb:/there' },
    })
    expect(loaded(`${minimal}store: duckdb:./data\n`, { env: { CAMPUS__DATA__DIR: '/there' } }).store.url).toBe('duckdb:/there')
    expect(loaded(`${minimal}store: duckdb:./other\n`, { env: { CAMPUS__DATA__DIR: '/there' } }).store.url).toBe('duckdb:./other')
    expect(loaded(text, { overrides: { roles: ['ingest'], demo: true } })).toMatchObject({ roles: ['ingest'], demo: true })
  })

  it('take secrets from the environment or from a file it names, also within an address', () => {
    const env = {
      CAMPUS__BROKER__URL: 'mqtt://dev:s%40cret@broker:1884',
      CAMPUS__STORE__PASSWORD_FILE: '/run/secrets/store',
      CAMPUS__STORE__USERNAME: 'writer',
    }
    const config = loaded(`${minimal}store: influx://db:8086/campus\n`, { env, secrets: { '/run/secrets/store': 'hush\n' } })
    expect(config.broker).toMatchObject({ url: 'mqtt://broker:1884', username: 'dev', password: 's@cret', port: 1884 })
    expect(config.store).toMatchObject({ username: 'writer', password: 'hush' })
  })

  it('name the variable when the environment is wrong', () => {
    const env = {
      CAMPUS__HTP__PORT: '1',
      CAMPUS__HTTP__PORT: 'many',
      CAMPUS__BROKER__PASSWORD_FILE: '/nowhere',
      CAMPUS__JOURNAL__INTERVAL: '2h',
      OTHER: 'x',
      CAMPUS__DATA__DIR: '',
    }
    expect(faultTexts(minimal, { env })).toEqual([
      'environment: CAMPUS__BROKER__PASSWORD_FILE: the file "/nowhere" cannot be read; name a file that this process may read',
      'environment: CAMPUS__HTP__PORT: there is no such setting; did you mean "CAMPUS__HTTP__PORT"?',
      'environment: CAMPUS__HTTP__PORT: "many" is not a whole number from 0 to 65535',
      'environment: CAMPUS__JOURNAL__INTERVAL: "2h" is out of range; from 1 to 60000 ms',
    ])
    expect(faultTexts(minimal, { overrides: { roles: ['ingst'] } })).toEqual([
      'command line: --roles: "ingst" is not a role; did you mean "ingest"?',
    ])
    const twice = { CAMPUS__STORE__PASSWORD: 'a', CAMPUS__STORE__PASSWORD_FILE: '/s' }
    expect(faultTexts(minimal, { env: twice, secrets: { '/s': 'b' } })[0]).toContain('given twice')
  })
})

describe('the expanded file', () => {
  it('loads to the same campus and holds no template, include or secret', () => {
    const given = { includes: INCLUDES, env: { CAMPUS__BROKER__PASSWORD: 'hush' } }
    const { tree } = check(EVERYTHING, given)
    const config = loaded(EVERYTHING, given)
    const text = expandedText(config, tree)
    expect(text).not.toMatch(/templates|include|hush/)
    expect(loaded(text, { env: given.env })).toEqual(config)
  })

  it('takes files of the data folder, wherever the campus file lies, and their seasons before its own', () => {
    const text = campus(
      'include: "data:campus.d/*.yaml"',
      'seasons: { summer: [{ from: 2026-04-01, to: 2026-11-01 }], winter: [{ from: 2019-11-01, to: 2020-04-01 }] }',
    )
    const includes = {
      './elsewhere/campus.d/2020.yaml':
        'seasons: { summer: [{ from: 2020-03-20, to: 2020-11-11 }], winter: [{ from: 2020-01-01, to: 2020-03-20 }] }',
    }
    const { seasons } = loaded(text, { includes, env: { CAMPUS__DATA__DIR: './elsewhere' } })
    expect(seasons['summer']?.map((w) => new Date(w.from).toISOString())).toEqual(['2020-03-19T16:00:00.000Z', '2026-03-31T16:00:00.000Z'])
    expect(seasons['winter']).toHaveLength(1)
    expect(loaded(text, { includes }).seasons['winter']?.map((w) => new Date(w.from).getUTCFullYear())).toEqual([2019])
  })
})
