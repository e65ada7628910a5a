/** Failure 17: SIGTERM under load. Acknowledged messages are stored or in the journal, and the process exits in order and in time. */

import { once } from 'node:events'
import { describe, it } from 'vitest'
import { startChaosProxy } from '../support/chaos/chaos-proxy.ts'
import { startDevices } from '../chaos/devices.ts'
import { PARK } from '../chaos/meters.ts'
import { createRandom } from '../chaos/random.ts'
import { judgePark } from '../chaos/verdict.ts'
import { findServer, freePort, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'
import { backlog, eventually, readiness, type Service, startService, tempDir } from '../support/process/service.ts'

const away = (name: 'influxd' | 'mosquitto'): boolean => findServer(name) === null && process.env['CI'] !== 'true'
/** Given by those who start it, such as Docker, before they kill it. */
const PATIENCE_MS = 10_000
const CLEAN = { lost: 0, duplicated: 0, phantom: 0 }

/** SIGTERM, then SIGKILL after a time limit; the exit code (null when killed) and the duration. */
async function terminated({ process: child }: Service): Promise<{ code: number | null; ms: number }> {
  const from = performance.now()
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  const [code] = (await gone) as [number | null]
  clearTimeout(hard)
  return { code, ms: performance.now() - from }
}

const tell = (what: string, ms: number): void => void process.stdout.write(`stop       ${what}: ended after ${(ms / 1000).toFixed(1)} s\n`)

describe.concurrent('a service that receives SIGTERM while devices publish', () => {
  it('exits with 0, and has every reading after the next start', async ({ expect, onTestFinished: cleanup }) => {
    const port = await freePort()
    const dataDir = tempDir('stop')
    const start = (): Promise<Service> => startService({ config: PARK, dataDir, env: { CAMPUS__BROKER__PORT: String(port) } })
    let service = await start()
    const devices = startDevices(`mqtt://127.0.0.1:${port}`, createRandom('stop'))
    cleanup(() => devices.close())
    for (let stop = 1; stop <= 2; stop++) {
      const enough = devices.acknowledged() + 300
      await eventually('readings to be acknowledged', () => devices.acknowledged() > enough)
      const { code, ms } = await terminated(service)
      expect(code, service.output()).toBe(0)
      tell(`time ${stop}, embedded store`, ms)
      service = await start()
    }
    devices.finish()
    await eventually('everything to be acknowledged', () => devices.open() === 0)
    await eventually('everything to be stored', async () => (await backlog(service)) === 0)
    const verdict = await judgePark(service, devices.meters)
    await service.stop()
    expect(verdict).toMatchObject(CLEAN)
  })

  it.skipIf(away('influxd'))(
    `exits with 0 while the store hangs, and stores what waited after the next start${without('influxd')}`,
    async ({ expect, onTestFinished: cleanup }) => {
      const influxd = await startInfluxd()
      cleanup(() => influxd.stop())
      const proxy = await startChaosProxy(influxd.port)
      cleanup(() => proxy.close())
      const port = await freePort()
      const dataDir = tempDir('stop')
      const env = { CAMPUS__BROKER__PORT: String(port), CAMPUS__STORE__URL: `influx://127.0.0.1:${proxy.port}/campus` }
      const start = (): Promise<Service> => startService({ config: PARK, dataDir, env })
      let service = await start()
      const devices = startDevices(`mqtt://127.0.0.1:${port}`, createRandom('hang'))
      cleanup(() => devices.close())
      await eventually('readings to be acknowledged', () => devices.acknowledged() > 200)
      proxy.become({ blackHole: true })
      await eventually('messages to wait', async () => (await backlog(service)) > 200)
      const { code, ms } = await terminated(service)
      expect(code, service.output()).toBe(0)
      tell('a store that hangs', ms)
      proxy.become({ blackHole: false })
      service = await start()
      devices.finish()
      await eventually('everything to be acknowledged', () => devices.open() === 0)
      await eventually('everything to be stored', async () => (await backlog(service)) === 0)
      const verdict = await judgePark(service, devices.meters)
      await service.stop()
      expect(verdict).toMatchObject(CLEAN)
    },
  )

  it.skipIf(away('mosquitto'))(
    `exits with 0 while the broker connection is silent${without('mosquitto')}`,
    async ({ expect, onTestFinished: cleanup }) => {
      const mosquitto = await startMosquitto()
      cleanup(() => mosquitto.stop())
      const proxy = await startChaosProxy(mosquitto.port)
      cleanup(() => proxy.close())
      const service = await startService({ config: PARK, env: { CAMPUS__BROKER__URL: `mqtt://127.0.0.1:${proxy.port}` } })
      await eventually('the broker', async () => (await readiness(service)).ready)
      proxy.become({ blackHole: true })
      const { code, ms } = await terminated(service)
      expect(code, service.output()).toBe(0)
      tell('a silent broker', ms)
    },
  )
})
