/** The real processes of a pair, with a chaos proxy in every connection. */

import { join } from 'node:path'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { type ChaosProxy, startChaosProxy } from '../support/chaos/chaos-proxy.ts'
import { freePort, type RunningServer, startInfluxd, startMosquitto } from '../support/process/servers.ts'
import { type Service, startService, tempDir } from '../support/process/service.ts'
import { PARK } from './meters.ts'
import type { Pair } from './plan.ts'

export interface World {
  readonly pair: Pair
  /** Where the devices publish: the broker behind a proxy. */
  readonly devicesUrl: string
  readonly deviceLine: ChaosProxy
  /** Null in the embedded pair. */
  readonly servers: Servers | null
  readonly configFile: string
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
  /** The service that runs, or null. */
  service(): Service | null
  /** Resolves when it is up; the signal kills it meanwhile. */
  start(signal?: AbortSignal): Promise<Service>
  /** Removes the service from the world, to be killed or stopped. */
  take(): Service | null
  /** Counts the services so far: counters restart with each. */
  generation(): number
  close(): Promise<void>
}

export interface Servers {
  readonly mosquitto: RunningServer
  readonly influxd: RunningServer
  readonly brokerLine: ChaosProxy
  readonly storeLine: ChaosProxy
}

/** As in deploy/mosquitto.conf: what is queued is saved every second. */
const SHIPPED = ['autosave_on_changes false', 'autosave_interval 1']

async function openServers(): Promise<Servers> {
  const [mosquitto, influxd] = await Promise.all([startMosquitto({ config: SHIPPED }), startInfluxd()])
  const [brokerLine, storeLine] = await Promise.all([startChaosProxy(mosquitto.port), startChaosProxy(influxd.port)])
  return { mosquitto, influxd, brokerLine, storeLine }
}

function settings(servers: Servers | null, brokerPort: number): Record<string, string> {
  if (servers === null) return { CAMPUS__BROKER__PORT: String(brokerPort) }
  return {
    CAMPUS__BROKER__URL: `mqtt://127.0.0.1:${servers.brokerLine.port}`,
    CAMPUS__STORE__URL: `influx://127.0.0.1:${servers.storeLine.port}/campus`,
  }
}

export async function openWorld(pair: Pair): Promise<World> {
  const servers = pair === 'servers' ? await openServers() : null
  const brokerPort = servers === null ? await freePort() : servers.mosquitto.port
  const deviceLine = await startChaosProxy(brokerPort)
  const dataDir = tempDir('chaos')
  const configFile = join(dataDir, 'campus.yaml')
  writeFileSync(configFile, PARK)
  const env = { ...settings(servers, brokerPort), CAMPUS__DATA__DIR: join(dataDir, 'data') }
  mkdirSync(env.CAMPUS__DATA__DIR)
  let service: Service | null = null
  let generation = 0
  return {
    pair,
    devicesUrl: `mqtt://127.0.0.1:${deviceLine.port}`,
    deviceLine,
    servers,
    configFile,
    dataDir: env.CAMPUS__DATA__DIR,
    env,
    service: () => service,
    generation: () => generation,
    async start(signal) {
      generation += 1
      const options = { configFile, dataDir: env.CAMPUS__DATA__DIR, env, ...(signal === undefined ? {} : { signal }) }
      service = await startService(options)
      return service
    },
    take() {
      const taken = service
      service = null
      return taken
    },
    async close() {
      await service?.kill()
      await deviceLine.close()
      await Promise.all([servers?.brokerLine.close(), servers?.storeLine.close()])
      await Promise.all([servers?.mosquitto.stop(), servers?.influxd.stop()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
