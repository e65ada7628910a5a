import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { afterEach, describe, expect, it } from 'vitest'
import { shorthand } from '../../../../src/adapters/http/docs-page.ts'
import { PointSchema } from '../../../../src/adapters/http/routes/monitoring/points.ts'
import { CreatedSchema } from '../../../../src/adapters/http/routes/administration/tokens.ts'
import { ProblemSchema } from '../../../../src/adapters/http/schemas.ts'
import { PortError } from '../../../../src/ports/index.ts'
import { documentedRoutes } from './documented-routes.ts'
import { CAMPUS, rig } from './rig.ts'
import { accountsOf } from '../../../support/fakes/reporting.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { savingPark } from '../../../support/fixtures/saving-park.ts'

const cleanups: (() => unknown)[] = []

afterEach(async () => {
  for (const clean of cleanups.toReversed()) await clean()
  cleanups.length = 0
})

const POINT = '/api/v1/points/park%2Fblock-a%2F1%2Flobby%2Fpower'
const faults = (schema: TSchema, value: unknown): unknown => [...Value.Errors(schema, value)].map((e) => `${e.instancePath} ${e.message}`)

describe('the API', () => {
  it('answers every documented GET route as /openapi.json describes the answer', async () => {
    const clock = createHandClock()
    const campus = { ...CAMPUS, measures: savingPark({ stems: ['park/block-a'] }).measures }
    const { ask, access } = await rig({ clock, reporting: await accountsOf(campus, clock) })
    await access.create({ role: 'viewer', site: null, expires: null, by: 'test' })
    const described = (await documentedRoutes({ ask })).filter(({ method, answer }) => method === 'GET' && answer !== null)
    expect(described.length).toBeGreaterThan(20)
    for (const { url, answer } of described) {
      const { statusCode, payload } = await ask('GET', url)
      expect([url, statusCode, statusCode === 200 ? faults(answer as TSchema, JSON.parse(payload)) : payload]).toEqual([url, 200, []])
    }
  })

  it('is ready with 200 and what is degraded, not ready with 503 and the reasons', async () => {
    const degraded = await rig({
      answers: { status: { readiness: () => ({ ready: true, reasons: [], degraded: ['the store is away'] }) } },
    })
    const ok = await degraded.ask('GET', '/readyz', { token: null })
    expect([ok.statusCode, ok.json()]).toEqual([200, { ready: true, reasons: [], degraded: ['the store is away'] }])
    const away = await rig({
      answers: { status: { readiness: () => ({ ready: false, reasons: ['the broker is away'], degraded: [] }) } },
    })
    const not = await away.ask('GET', '/readyz', { token: null })
    expect([not.statusCode, not.json<{ reasons: string[] }>().reasons]).toEqual([503, ['the broker is away']])
  })

  it('keeps null as null: nothing known is never 0', async () => {
    const { ask } = await rig()
    expect((await ask('GET', POINT)).json()).toMatchObject({ last: null, coverage: null })
  })

  it('finds a point whose id has slashes, and says when there is none', async () => {
    const { ask } = await rig()
    expect((await ask('GET', POINT)).json()).toMatchObject({ id: 'park/block-a/1/lobby/power' })
    const longest = `/api/v1/points/${encodeURIComponent('/'.repeat(200))}`
    expect((await ask('GET', longest)).json()).toMatchObject({ status: 404, code: 'unknown-point' })
    expect((await ask('GET', '/api/v1/points/no%20spaces')).json()).toMatchObject({ status: 400, code: 'invalid-request' })
  })

  it('reads times with offset, and dates in the zone of the campus', async () => {
    const { ask, api } = await rig()
    await ask('GET', `${POINT}/series?from=2026-03-01&to=2026-03-02T00:00:00%2B08:00&step=1h`)
    const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`)
    expect(api.calls).toEqual([`series park/block-a/1/lobby/power ${midnight('2026-03-01')} ${midnight('2026-03-02')} 1h`])
  })

  it('gives the last 24 hours by quarters when nothing is said', async () => {
    const { ask, api, clock } = await rig()
    await ask('GET', `${POINT}/series`)
    expect(api.calls).toEqual([`series park/block-a/1/lobby/power ${clock.now() - 86_400_000} ${clock.now()} 15m`])
  })

  it.each([
    ['from=yesterday', 'no time'],
    ['from=2026-02-30', 'no time'],
    ['from=2026-03-02&to=2026-03-01', 'is after'],
    ['step=2m', 'must'],
  ])('says what is wrong with %s', async (query, words) => {
    const { ask } = await rig()
    const answer = await ask('GET', `${POINT}/series?${query}`)
    expect([answer.statusCode, faults(ProblemSchema, answer.json())]).toEqual([400, []])
    expect(answer.payload).toContain(words)
  })

  it('answers 413 with a hint when a series is too long', async () => {
    const { ask } = await rig({
      answers: { monitoring: { series: async () => ({ refused: 'too-many-values', detail: 'ask for step=1d' }) } },
    })
    expect((await ask('GET', `${POINT}/series`)).json()).toMatchObject({ status: 413, code: 'too-many-values', detail: 'ask for step=1d' })
  })

  it('runs two heavy questions of a caller at once, lets eight wait and refuses the rest for now', async () => {
    const release: (() => void)[] = []
    let most = 0
    let running = 0
    const { ask, tokenOf } = await rig({
      answers: {
        monitoring: {
          async series() {
            most = Math.max(most, ++running)
            await new Promise<void>((resolve) => void release.push(resolve))
            running--
            return { refused: 'too-many-values', detail: '' }
          },
        },
      },
    })
    const requests = Array.from({ length: 11 }, () => ask('GET', `${POINT}/series`))
    const refused = await Promise.race(requests)
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '2'])
    const other = ask('GET', `${POINT}/series`, { token: await tokenOf('viewer') })
    const open = Promise.all([...requests, other])
    const answered = new AbortController()
    void open.finally(() => answered.abort())
    while (!answered.signal.aborted) {
      release.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await open).filter((a) => a.statusCode === 429)).toHaveLength(1)
    expect(most).toBe(3)
  })

  it('shows a dead letter as text where it is text, else as base64', async () => {
    const { ask } = await rig()
    expect((await ask('GET', '/api/v1/dead-letters/7-0')).json()).toMatchObject({
      payload: '{"power": 1',
      encoding: 'utf8',
      at: '2026-03-02T03:00:00.000Z',
      received_at: '2026-03-02T02:59:59.000Z',
    })
    expect((await ask('GET', '/api/v1/dead-letters/8-0')).json()).toMatchObject({ payload: '//4A', encoding: 'base64' })
    expect((await ask('GET', '/api/v1/dead-letters/9-0')).json()).toMatchObject({ status: 404, code: 'unknown-dead-letter' })
  })

  it('replays and drops dead letters by id, all, or reason', async () => {
    const { ask, api } = await rig()
    expect((await ask('POST', '/api/v1/dead-letters/replay', { body: { ids: ['7-0', '8-0'] } })).json()).toEqual({ replayed: 2 })
    await ask('POST', '/api/v1/dead-letters/drop', { body: { ids: 'all', reason: 'bad-time' } })
    expect((await ask('POST', '/api/v1/dead-letters/drop', { body: { ids: 'some' } })).statusCode).toBe(400)
    expect(api.calls).toEqual(['replay 7-0,8-0 ', 'drop all bad-time'])
  })

  it('imports, waits for what it imported, rolls up and rebuilds', async () => {
    const { ask, api } = await rig()
    expect((await ask('POST', '/api/v1/import', { body: { point: 'a/b', rows: [[1_600_000_000_000, 1.5]] } })).json()).toEqual({
      accepted: 1,
      seq: 12,
      import: 'import-1',
    })
    const marked = { point: 'a/b', rows: [[800_000_000_000, 1]], estimated: [0], accept_since: 788_918_400_000 }
    expect((await ask('POST', '/api/v1/import', { body: marked })).statusCode).toBe(200)
    expect((await ask('POST', '/api/v1/import', { body: { ...marked, estimated: [-1] } })).statusCode).toBe(400)
    expect((await ask('POST', '/api/v1/drained', { body: { seq: 12, rolled: true } })).json()).toEqual({ drained: true })
    await ask('POST', '/api/v1/rollup', { body: {} })
    await ask('POST', '/api/v1/rollup', { body: { from: '2026-03-01', to: '2026-03-02' } })
    expect((await ask('POST', '/api/v1/rollup', { body: { from: '2026-03-01' } })).statusCode).toBe(400)
    await ask('POST', '/api/v1/rebuild', { body: { verify: true } })
    const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`)
    expect(api.calls).toEqual([
      'import a/b 1',
      'import a/b 1 {"estimated":[0],"acceptSince":788918400000}',
      'stored 12 true',
      'rollup undefined undefined',
      `rollup ${midnight('2026-03-01')} ${midnight('2026-03-02')}`,
      'rebuild true',
    ])
  })

  it('passes on what a port says, with when to come again', async () => {
    const { ask } = await rig({
      answers: {
        administration: {
          importRows: async () => {
            throw new PortError('full', 'the journal is full')
          },
          rebuild: async () => {
            throw new PortError('refused', 'a rebuild runs already')
          },
        },
      },
    })
    const full = await ask('POST', '/api/v1/import', { body: { point: 'a', rows: [[0, 1]] } })
    expect([full.statusCode, full.json<{ detail: string }>().detail, full.headers['retry-after']]).toEqual([
      503,
      'the journal is full',
      '5',
    ])
    expect((await ask('POST', '/api/v1/rebuild', { body: {} })).json()).toMatchObject({ status: 409, code: 'refused' })
  })

  it('makes tokens for a role, a site and a time, and shows the secret once', async () => {
    const { ask, clock } = await rig()
    const made = await ask('POST', '/api/v1/tokens', { body: { role: 'viewer', site: 'park', expires: '90d' } })
    expect(faults(CreatedSchema, made.json())).toEqual([])
    expect(made.json()).toMatchObject({ role: 'viewer', site: 'park', expires_at: new Date(clock.now() + 90 * 86_400_000).toISOString() })
    expect((await ask('GET', '/api/v1/tokens')).payload).not.toContain(made.json<{ token: string }>().token)
    expect((await ask('POST', '/api/v1/tokens', { body: { role: 'viewer', site: 'moon' } })).json()).toMatchObject({
      detail: 'no site "moon" in the campus file; there are: park, shops',
    })
    expect((await ask('POST', '/api/v1/tokens', { body: { role: 'king' } })).statusCode).toBe(400)
    expect((await ask('POST', '/api/v1/tokens', { body: { role: 'viewer', expires: 'soon' } })).statusCode).toBe(400)
  })

  it('describes itself in OpenAPI and to people, without a word from elsewhere', async () => {
    const { ask } = await rig()
    const document = (await ask('GET', '/openapi.json')).json<{ openapi: string; paths: Record<string, unknown> }>()
    expect(document.openapi).toBe('3.1.0')
    const html = (await ask('GET', '/docs')).payload
    for (const path of Object.keys(document.paths)) expect(html).toContain(` ${path}</h2>`)
    expect(html).not.toMatch(/<script|style=|https?:\/\//)
    expect((await ask('GET', '/docs/style.css')).headers['content-type']).toContain('text/css')
  })

  it('writes schemas as people write types', () => {
    expect(shorthand(PointSchema)).toContain(
      'last: {time: string, value: number, quality: "good" | "suspect" | "stale" | "bad" | "estimated", age_s: number, stale: boolean} | null',
    )
  })

  it('says 404 in its own form', async () => {
    const { ask } = await rig()
    expect((await ask('GET', '/api/v1/nothing?x=1')).json()).toEqual({
      type: 'about:blank',
      title: 'there is nothing at this address',
      status: 404,
      code: 'not-found',
      detail: 'nothing at GET /api/v1/nothing',
    })
  })
})

describe('the web page', () => {
  function built(): string {
    const dir = mkdtempSync(join(tmpdir(), 'campus-web-'))
    cleanups.push(() => rmSync(dir, { recursive: true }))
    mkdirSync(join(dir, 'assets'))
    writeFileSync(join(dir, 'index.html'), '<!doctype html><title>campus</title>')
    writeFileSync(join(dir, 'assets', 'main-abc123.js'), 'console.log(1)')
    writeFileSync(join(dir, '.secret'), 'hidden')
    return dir
  }

  it('serves what was built, to everybody, and nothing beside it', async () => {
    const { ask } = await rig({ webDir: built() })
    const index = await ask('GET', '/', { token: null })
    expect([index.statusCode, index.payload, index.headers['content-type']]).toEqual([
      200,
      '<!doctype html><title>campus</title>',
      'text/html; charset=utf-8',
    ])
    expect(index.headers['cache-control']).toContain('max-age=0')
    const script = await ask('GET', '/assets/main-abc123.js', { token: null })
    expect([script.statusCode, script.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
    for (const url of ['/.secret', '/assets/../.secret', '/assets/%2e%2e/.secret', '/assets/..%2f.secret', '/assets/none.js']) {
      const { payload, statusCode } = await ask('GET', url)
      expect([url, payload.includes('hidden'), statusCode >= 400]).toEqual([url, false, true])
    }
  })

  it('says how to build it when it is not built', async () => {
    const { ask } = await rig()
    const answer = await ask('GET', '/', { token: null })
    expect([answer.statusCode, answer.payload.includes('npm run build')]).toEqual([200, true])
  })
})

describe('listening', () => {
  it('takes the next free port and says so', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    const { port: taken } = blocker.address() as AddressInfo
    cleanups.push(() => blocker.close())
    const { http, events } = await rig({ port: taken })
    cleanups.push(() => http.stop())
    const { url, port } = await http.start()
    expect(port).toBeGreaterThan(taken)
    expect((await fetch(`${url}/livez`)).status).toBe(200)
    expect(events.of('port-taken')).toHaveLength(1)
  })

  it('says what is wrong with an address that is not this machine', async () => {
    const { http } = await rig({ host: '192.0.2.1' })
    cleanups.push(() => http.stop())
    await expect(http.start()).rejects.toThrow('cannot listen for HTTP on "192.0.2.1:0"')
  })
})
