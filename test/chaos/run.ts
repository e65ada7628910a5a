/** A chaos run of one pair: devices publish, fault episodes follow each other, and at the end the published readings are compared with the store. */

import { setTimeout as delay } from 'node:timers/promises'
import mqtt from 'mqtt'
import { campus, eventually, type Service } from '../support/process/service.ts'
import { type Devices, startDevices } from './devices.ts'
import { play } from './nemeses.ts'
import { type Episode, nameOf, nextEpisode, nextKill, type Pair } from './plan.ts'
import { createRandom } from './random.ts'
import { judgePark, type Verdict } from './verdict.ts'
import { type Watch, startWatch } from './watch.ts'
import { openWorld, type World } from './world.ts'

export interface RunOptions {
  readonly pair: Pair
  readonly seed: number
  /** Length of the run, ms. */
  readonly lasts: number
  /** Instead of `lasts`: kills of the service after which the run ends; null: episodes of all faults. */
  readonly kills: number | null
  readonly say: (text: string) => void
}

/** Result of one episode. */
export interface EpisodeResult {
  readonly names: readonly string[]
  /** From the last repaired fault to the first acknowledgement and the first commit after it, ms. */
  readonly recovery: number
  /** Most messages that waited in the journal, and the time until at most FEW waited, ms. */
  readonly waiting: number
  readonly drained: number
}

export interface RunResult {
  readonly pair: Pair
  readonly seconds: number
  readonly episodes: readonly EpisodeResult[]
  readonly messages: number
  readonly verdict: Verdict
  /** From the end of the publishing until everything was acknowledged and stored, ms. */
  readonly drained: number
  /** `campus rebuild --verify` found every bucket as it would be computed again. */
  readonly rebuilt: boolean
  /** Highest resident memory, MiB. */
  readonly memory: number
}

/** Messages of two live commits: there is no backlog. */
const FEW = 60
const TIMEOUT_MS = 120_000
const PROBE = 'park/probe/co2'
/** The last value of the probe, ppm. */
let lastProbe = 400

interface Rig {
  readonly world: World
  readonly devices: Devices
  readonly watch: Watch
}

interface Latest {
  readonly last: { readonly value: number } | null
}

/** Resolves once all messages that the broker has acknowledged are stored: queues keep their order, and the probe is behind all of them. */
async function waitUntilStored({ world }: Rig): Promise<void> {
  lastProbe = 400 + ((lastProbe - 399) % 1000)
  const value = lastProbe
  const client = await mqtt.connectAsync(world.devicesUrl, { protocolVersion: 4 })
  await client.publishAsync('campus/park/probe/telemetry', JSON.stringify({ values: { co2: value } }), { qos: 1 })
  await client.endAsync()
  await eventually(
    'everything to be stored that was acknowledged',
    async () => {
      const point = await world.service()?.get<Latest>(`/api/v1/points/${encodeURIComponent(PROBE)}`)
      return point?.last?.value === value
    },
    TIMEOUT_MS,
  )
}

async function waitForIngest({ devices, watch }: Rig, from: number, stored: number): Promise<number> {
  await eventually('the service to ingest again', () => devices.lastAcknowledged() > from && watch.stored() > stored, TIMEOUT_MS)
  return performance.now() - from
}

/** Runs an episode and waits until readings are acknowledged and stored again. */
async function playEpisode(rig: Rig, episode: Episode): Promise<EpisodeResult> {
  const { world, devices, watch } = rig
  if (episode.nemeses.some(({ target, deed }) => target === 'broker' && deed === 'killed')) await waitUntilStored(rig)
  watch.mostWaiting()
  let healed = 0
  let stored = 0
  await Promise.all(
    episode.nemeses.map(async (nemesis) => {
      healed = Math.max(healed, await play(world, devices, nemesis))
      stored = watch.stored()
    }),
  )
  const recovery = await waitForIngest(rig, healed, stored)
  const waiting = watch.mostWaiting()
  await eventually('few messages to wait', () => watch.waiting() <= FEW, TIMEOUT_MS)
  return { names: episode.nemeses.map(nameOf), recovery, waiting, drained: performance.now() - healed }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

function episodeText(episode: Episode): string {
  return episode.nemeses.map((n) => `${nameOf(n)}${n.lasts > 0 ? ` ${seconds(n.lasts)}` : ''}`).join(' + ')
}

async function playEpisodes(rig: Rig, wish: RunOptions): Promise<EpisodeResult[]> {
  const random = createRandom(`${wish.seed}/${wish.pair}/${wish.kills === null ? 'everything' : 'kills'}`)
  const began = performance.now()
  const survived: EpisodeResult[] = []
  const continues = (): boolean => (wish.kills === null ? performance.now() - began < wish.lasts : survived.length < wish.kills)
  while (continues()) {
    const episode = wish.kills === null ? nextEpisode(random, wish.pair) : nextKill(random)
    await delay(episode.pause)
    const one = await playEpisode(rig, episode)
    survived.push(one)
    const at = ((performance.now() - began) / 1000).toFixed(0).padStart(4)
    wish.say(
      `${wish.pair.padEnd(8)} ${at} s  ${String(survived.length).padStart(3)}  ${episodeText(episode)}: ingesting after ${seconds(one.recovery)}` +
        `${one.waiting > 5 * FEW ? `, ${one.waiting} waited, drained after ${seconds(one.drained)}` : ''}; ${rig.devices.acknowledged()} acknowledged`,
    )
  }
  return survived
}

/** Everything that was published is acknowledged and stored; how long that took, ms. */
async function drain(rig: Rig): Promise<number> {
  const from = performance.now()
  rig.devices.finish()
  await eventually('every message to be acknowledged', () => rig.devices.open() === 0, TIMEOUT_MS)
  await waitUntilStored(rig)
  return performance.now() - from
}

async function judgeRun({ world, devices }: Rig): Promise<{ verdict: Verdict; rebuilt: boolean }> {
  const run = (...args: string[]): ReturnType<typeof campus> => campus([...args, '--config', world.configFile], { env: world.env })
  const rolled = await run('rollup')
  if (rolled.code !== 0) throw new Error(`campus rollup ended with ${rolled.code}: ${rolled.err}`)
  const verdict = await judgePark(world.service() as Service, devices.meters)
  const rebuilt = await run('rebuild', '--verify')
  return { verdict, rebuilt: rebuilt.code === 0 }
}

export async function runPair(wish: RunOptions): Promise<RunResult> {
  const began = performance.now()
  const world = await openWorld(wish.pair)
  await world.start()
  const devices = startDevices(world.devicesUrl, createRandom(`${wish.seed}/${wish.pair}/devices`))
  const watch = startWatch(world)
  const rig = { world, devices, watch }
  try {
    await eventually('the first readings to be stored', () => watch.stored() > 0)
    const survived = await playEpisodes(rig, wish)
    const drained = await drain(rig)
    const { verdict, rebuilt } = await judgeRun(rig)
    const ran = (performance.now() - began) / 1000
    const messages = devices.acknowledged()
    return { pair: wish.pair, seconds: ran, episodes: survived, messages, verdict, drained, rebuilt, memory: watch.memory() }
  } catch (error) {
    const output = world.service()?.output().slice(-3000) ?? ''
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${output}`, { cause: error })
  } finally {
    await devices.close()
    await watch.stop()
    await world.close()
  }
}
