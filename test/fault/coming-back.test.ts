/**
 * A broker or a store that is absent, refuses the service, hangs, is slow or loses its database, and comes back: the service stays up, reports the fault
 * and its remedy, accepts messages where it can, and stores all of them afterwards without a restart.
 */

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type ExpectStatic, it } from 'vitest'
import { type Behaviour, type ChaosProxy, startChaosProxy } from '../support/chaos/chaos-proxy.ts'
import { disagreements, METER_PARK, type MeterPark, METERS, openMeterPark } from '../support/chaos/meter-park.ts'
import { findServer, type RunningServer, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'
import { backlog, eventually, type Readiness, readiness, type Service, startService, tempDir } from '../support/process/service.ts'

const LEFT_OUT = (findServer('mosquitto') === null || findServer('influxd') === null) && process.env['CI'] !== 'true'
/** More growth than this while the store is away would mean that memory is not bounded. */
const RSS_MIB = 150
/** Twice the longest time limit: the keepalive of 30 s and half of it. */
const WAIT_MS = 100_000

type Cleanup = (end: () => Promise<void>) => void

interface Rig {
  readonly service: Service
  /** Resolves when `/readyz` has this among its reasons or degradations. */
  says(text: RegExp): Promise<Readiness>
  /** Resolves when `/readyz` reports no fault, and prints how long that took. */
  whole(after: string): Promise<void>
  rssMiB(): number
}

async function started(env: Record<string, string>, cleanup: Cleanup): Promise<Rig> {
  const service = await startService({ config: METER_PARK, env })
  cleanup(async () => void (await service.stop()))
  const until = async (what: string, holds: (now: Readiness) => boolean): Promise<Readiness> => {
    let now = await readiness(service)
    await eventually(what, async () => holds((now = await readiness(service))), WAIT_MS).catch((error: unknown) => {
      throw new Error(`${String(error)}; /readyz says ${JSON.stringify(now)}\n${service.output()}`)
    })
    return now
  }
  return {
    service,
    says: (text) => until(`/readyz to say ${String(text)}`, ({ reasons, degraded }) => [...reasons, ...degraded].some((t) => text.test(t))),
    async whole(after) {
      const from = performance.now()
      await until('/readyz to miss nothing', ({ ready, degraded }) => ready && degraded.length === 0)
      process.stdout.write(
        `recovery   ${after.padEnd(36)} ${((performance.now() - from) / 1000).toFixed(1)} s until /readyz misses nothing\n`,
      )
    },
    rssMiB() {
      const status = readFileSync(`/proc/${service.process.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
    },
  }
}

/** Alive, and the page is served: whatever else is away. */
async function expectUp({ service }: Rig, expect: ExpectStatic): Promise<void> {
  const [alive, page] = await Promise.all([fetch(`${service.url}/livez`), fetch(service.url)])
  expect([alive.status, page.status]).toEqual([200, 200])
  expect(await page.text()).toContain('<html')
}

const drained = (rig: Rig): Promise<unknown> => eventually('the backlog to be stored', async () => (await backlog(rig.service)) === 0)

/** Messages that Mosquitto acknowledged may still be in flight to the service. */
async function expectStored(rig: Rig, acknowledged: number, expect: ExpectStatic): Promise<void> {
  let differing: readonly string[] = []
  const agree = async (): Promise<boolean> => {
    await drained(rig)
    differing = await disagreements(rig.service, acknowledged)
    return differing.length === 0
  }
  await eventually('every reading to be stored', agree, WAIT_MS).catch(() => undefined)
  expect(differing).toEqual([])
}

const influxAt = (port: number): Record<string, string> => ({ CAMPUS__STORE__URL: `influx://127.0.0.1:${port}/campus` })

async function statement(server: RunningServer, q: string): Promise<string> {
  return (await fetch(`${server.url}/query`, { method: 'POST', body: new URLSearchParams({ q }) })).text()
}

async function comes(coming: Promise<RunningServer>, cleanup: Cleanup): Promise<RunningServer> {
  const server = await coming
  cleanup(() => server.stop())
  return server
}

async function parkAt(url: string, cleanup: Cleanup, login = {}): Promise<MeterPark> {
  const park = await openMeterPark(url, login)
  cleanup(() => park.close())
  return park
}

async function proxyTo(port: number, cleanup: Cleanup, behaviour: Partial<Behaviour> = {}): Promise<ChaosProxy> {
  const proxy = await startChaosProxy(port, behaviour)
  cleanup(() => proxy.close())
  return proxy
}

/** A Mosquitto that knows one user, `campus`, by a password that may be changed while it runs. */
async function startGuarded(password: string, cleanup: Cleanup): Promise<{ server: RunningServer; change: (to: string) => void }> {
  const file = join(tempDir('passwords'), 'passwords')
  writeFileSync(file, '')
  const write = (to: string): void => {
    const made = spawnSync('mosquitto_passwd', ['-b', file, 'campus', to], { encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`mosquitto_passwd: ${made.stderr}`)
  }
  write(password)
  const server = await comes(startMosquitto({ config: ['allow_anonymous false', `password_file ${file}`] }), cleanup)
  return {
    server,
    change(to) {
      write(to)
      server.process.kill('SIGHUP')
    },
  }
}

// Tests that wait for a time limit come first: they run concurrently.
describe
  .skipIf(LEFT_OUT)
  .concurrent(`the service beside a failing broker or store${without('mosquitto')}${without('influxd')}`, { timeout: 240_000 }, () => {
    it('reports a store that accepts connections and never answers after one time limit, and stores everything once it answers', async ({
      expect,
      onTestFinished: cleanup,
    }) => {
      const influxd = await comes(startInfluxd(), cleanup)
      const proxy = await proxyTo(influxd.port, cleanup, { blackHole: true })
      const rig = await started(influxAt(proxy.port), cleanup)
      const park = await parkAt(rig.service.brokerUrl, cleanup)
      await park.publish(10)
      expect((await rig.says(/the store at .* has not answered within/)).status).toBe(200)
      await expectUp(rig, expect)
      proxy.become({ blackHole: false })
      await rig.whole('store never answered')
      await expectStored(rig, park.acknowledged(), expect)
    })

    it('stores each reading once when the store carried out a write that it never confirmed', async ({
      expect,
      onTestFinished: cleanup,
    }) => {
      const influxd = await comes(startInfluxd(), cleanup)
      const rig = await started(influxAt(influxd.port), cleanup)
      const park = await parkAt(rig.service.brokerUrl, cleanup)
      await park.publish(5)
      await drained(rig)
      influxd.process.kill('SIGSTOP')
      await park.publish(10)
      await eventually('the write to be given up', () => /has not answered within/.test(rig.service.output()), WAIT_MS)
      influxd.process.kill('SIGCONT')
      await rig.whole('store hung, and wrote what it had')
      await expectStored(rig, park.acknowledged(), expect)
      expect(await statement(influxd, 'SELECT count("v") FROM "campus".."reading"')).toContain(`,${15 * METERS}]`)
    })

    it('gives up a silent broker connection after the keepalive, and then receives what the broker held', async ({
      expect,
      onTestFinished: cleanup,
    }) => {
      const mosquitto = await comes(startMosquitto(), cleanup)
      const proxy = await proxyTo(mosquitto.port, cleanup)
      const rig = await started({ CAMPUS__BROKER__URL: `mqtt://127.0.0.1:${proxy.port}` }, cleanup)
      await eventually('the broker', async () => (await readiness(rig.service)).ready)
      const park = await parkAt(mosquitto.url, cleanup)
      await park.publish(5)
      proxy.become({ blackHole: true })
      await park.publish(5)
      expect((await rig.says(/the broker is away: .*Keepalive timeout/)).status).toBe(503)
      await expectUp(rig, expect)
      proxy.become({ blackHole: false })
      await rig.whole('broker went silent')
      await expectStored(rig, park.acknowledged(), expect)
    })

    it('accepts messages in bounded memory while the store is absent, and stores them when it comes', async ({
      expect,
      onTestFinished: cleanup,
    }) => {
      const influxd = await comes(startInfluxd(), cleanup)
      await influxd.kill()
      const rig = await started(influxAt(influxd.port), cleanup)
      expect((await rig.says(/the store is away: .*is InfluxDB running there/)).status).toBe(200)
      const park = await parkAt(rig.service.brokerUrl, cleanup)
      await park.publish(10, 9)
      const before = rig.rssMiB()
      for (let round = 0; round < 5; round++) await park.publish(100, 9)
      expect(rig.rssMiB() - before).toBeLessThan(RSS_MIB)
      expect(await backlog(rig.service)).toBeGreaterThan(10_000)
      await expectUp(rig, expect)
      await influxd.restart()
      await rig.whole('store absent, 10,200 messages')
      await expectStored(rig, park.acknowledged(), expect)
    })

    it('retries a broker that refuses its password, and receives readings once the broker accepts it', async ({
      expect,
      onTestFinished: cleanup,
    }) => {
      const { server, change } = await startGuarded('another', cleanup)
      const login = { CAMPUS__BROKER__URL: server.url, CAMPUS__BROKER__USERNAME: 'campus', CAMPUS__BROKER__PASSWORD: 'right' }
      const rig = await started(login, cleanup)
      expect((await rig.says(/the broker is away: .*refuses user or password .*CAMPUS__BROKER__PASSWORD/)).status).toBe(503)
      await expectUp(rig, expect)
      change('right')
      await rig.whole('broker refused the password')
      const park = await parkAt(server.url, cleanup, { username: 'campus', password: 'right' })
      await park.publish(10)
      await expectStored(rig, park.acknowledged(), expect)
    })

    it('names broker and store while both are absent, and connects to both when they come', async ({ expect, onTestFinished: cleanup }) => {
      const [influxd, mosquitto] = await Promise.all([comes(startInfluxd(), cleanup), comes(startMosquitto(), cleanup)])
      await Promise.all([influxd.kill(), mosquitto.kill()])
      const rig = await started({ ...influxAt(influxd.port), CAMPUS__BROKER__URL: mosquitto.url }, cleanup)
      await rig.says(/^the broker is away: nothing listens at .*start the broker, or check broker.url/)
      await rig.says(/^the store is away: .*is InfluxDB running there/)
      await expectUp(rig, expect)
      await mosquitto.restart()
      await eventually('the broker to be found', async () => (await readiness(rig.service)).ready)
      const park = await parkAt(mosquitto.url, cleanup)
      await park.publish(10)
      await influxd.restart()
      await rig.whole('broker and store absent')
      await expectStored(rig, park.acknowledged(), expect)
    })

    it('reports a database dropped under load, creates it again, and stores what follows without a further fault', async ({
      expect,
      onTestFinished: cleanup,
    }) => {
      const influxd = await comes(startInfluxd(), cleanup)
      const rig = await started(influxAt(influxd.port), cleanup)
      const park = await parkAt(rig.service.brokerUrl, cleanup)
      await park.publish(10)
      await expectStored(rig, park.acknowledged(), expect)
      await statement(influxd, 'DROP DATABASE "campus"')
      await park.publish(10)
      await drained(rig)
      expect(rig.service.eventCodes()).toContain('store-lost')
      expect(await statement(influxd, 'SELECT count("v") FROM "campus".."reading"')).toContain(`,${10 * METERS}]`)
      await rig.whole('database dropped')
    })

    it('stores everything in a slow store, and delays no device and no query', async ({ expect, onTestFinished: cleanup }) => {
      const influxd = await comes(startInfluxd(), cleanup)
      const proxy = await proxyTo(influxd.port, cleanup, { latencyMs: 400 })
      const rig = await started(influxAt(proxy.port), cleanup)
      const park = await parkAt(rig.service.brokerUrl, cleanup)
      await park.publish(50)
      await expectUp(rig, expect)
      await expectStored(rig, park.acknowledged(), expect)
      expect(await readiness(rig.service)).toMatchObject({ status: 200, degraded: [] })
    })

    it('loses nothing when connections to the store are reset or closed halfway', async ({ expect, onTestFinished: cleanup }) => {
      const influxd = await comes(startInfluxd(), cleanup)
      const proxy = await proxyTo(influxd.port, cleanup, { latencyMs: 20 })
      const rig = await started(influxAt(proxy.port), cleanup)
      const park = await parkAt(rig.service.brokerUrl, cleanup)
      for (let round = 0; round < 6; round++) {
        await park.publish(5)
        if (round % 2 === 0) proxy.reset()
        else proxy.halfClose()
      }
      await expectStored(rig, park.acknowledged(), expect)
      await rig.whole('connections reset')
    })
  })
