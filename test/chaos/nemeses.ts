/** What each nemesis does to the world, and how it ends: when `play` resolves, all of it is healed. */

import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { ChaosProxy } from '../support/chaos/chaos-proxy.ts'
import type { RunningServer } from '../support/process/servers.ts'
import type { Service } from '../support/process/service.ts'
import type { Devices } from './devices.ts'
import type { Nemesis, Target } from './plan.ts'
import type { Servers, World } from './world.ts'

/** In which a service that is asked to stop has to be gone, however its servers do. */
const STOP_MS = 20_000
const SLOWEST_MS = 500
const NARROWEST = 4000
const WIDEST = 60_000

async function serviceDeed(world: World, { deed, lasts }: Nemesis): Promise<number> {
  const service = world.service()
  if (deed === 'frozen') {
    service?.process.kill('SIGSTOP')
    await delay(lasts)
    service?.process.kill('SIGCONT')
    return performance.now()
  }
  world.take()
  if (deed === 'stopped') await stopped(service)
  else await service?.kill()
  if (deed !== 'killed while it starts') await delay(lasts)
  else await killedInStart(world, lasts)
  const healed = performance.now()
  await world.start()
  return healed
}

/** By SIGTERM, in order and in time. */
async function stopped(service: Service | null): Promise<void> {
  const code = await Promise.race([service?.stop(), delay(STOP_MS, 'not at all', { ref: false })])
  if (code !== 0)
    throw new Error(`after SIGTERM the service ended with ${code} within ${STOP_MS / 1000} s:\n${service?.output().slice(-2000)}`)
}

/** Started, and killed again so many ms later, wherever it is by then. */
async function killedInStart(world: World, after: number): Promise<void> {
  const abort = new AbortController()
  const starting = world.start(abort.signal).then(
    (up) => once(up.process, 'exit'),
    (error: unknown) => {
      if (!abort.signal.aborted) throw error
    },
  )
  starting.catch(() => undefined)
  await delay(after)
  abort.abort()
  await starting
  world.take()
}

async function serverDeed(server: RunningServer, { deed, lasts }: Nemesis): Promise<number> {
  if (deed === 'frozen') {
    server.process.kill('SIGSTOP')
    await delay(lasts)
    server.process.kill('SIGCONT')
    return performance.now()
  }
  if (deed === 'killed') await server.kill()
  else await server.terminate()
  await delay(lasts)
  await server.restart()
  return performance.now()
}

async function lineDeed(proxy: ChaosProxy, { deed, lasts, degree }: Nemesis): Promise<number> {
  if (deed === 'cut') proxy.reset()
  else if (deed === 'half-closed') proxy.halfClose(degree < 0.5 ? 'client' : 'server')
  else if (deed === 'slow') proxy.become({ latencyMs: Math.round(20 + degree * SLOWEST_MS) })
  else if (deed === 'narrow') proxy.become({ bytesPerSecond: Math.round(NARROWEST + degree * (WIDEST - NARROWEST)) })
  else proxy.become({ blackHole: true })
  await delay(lasts)
  // What the line has swallowed is gone with it.
  if (deed === 'silent, then cut') proxy.reset()
  proxy.become({ latencyMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, blackHole: false })
  return performance.now()
}

async function devicesDeed(devices: Devices, { lasts }: Nemesis): Promise<number> {
  devices.holdBack(true)
  await delay(lasts)
  devices.holdBack(false)
  return performance.now()
}

function deedOf(world: World, devices: Devices, nemesis: Nemesis): Promise<number> {
  const far = (): Servers => {
    if (world.servers === null) throw new Error(`the embedded pair has no ${nemesis.target}`)
    return world.servers
  }
  const deeds: Readonly<Record<Target, () => Promise<number>>> = {
    service: () => serviceDeed(world, nemesis),
    broker: () => serverDeed(far().mosquitto, nemesis),
    store: () => serverDeed(far().influxd, nemesis),
    'device line': () => lineDeed(world.deviceLine, nemesis),
    'broker line': () => lineDeed(far().brokerLine, nemesis),
    'store line': () => lineDeed(far().storeLine, nemesis),
    devices: () => devicesDeed(devices, nemesis),
  }
  return deeds[nemesis.target]()
}

/** Resolves to the monotonic time at which it was healed: for a process, when its last start began. */
export async function play(world: World, devices: Devices, nemesis: Nemesis): Promise<number> {
  await delay(nemesis.after)
  return deedOf(world, devices, nemesis)
}
