/** One pair under fire: devices publish, episodes follow each other, and in the end the ledger is held against the store. */

import { setTimeout as delay } from 'node:timers/promises'
import mqtt from 'mqtt'
import { campus, eventually, type Service } from '../support/process/service.ts'
import { type Devices, startDevices } from './devices.ts'
import { play } from './nemeses.ts'
import { type Episode, nameOf, nextEpisode, nextKill, type Pair } from './plan.ts'
import { createRandom } from './random.ts'
import { judgePark, type Verdict } from './verdict.ts'
import { type Watch, watch } from './watch.ts'
import { openWorld, type World } from './world.ts'

export interface RunWish {
  readonly pair: Pair
  readonly seed: number
  /** Ends after so long, ms ... */
  readonly lasts: number
  /** ... or after so many kills of the service; null: episodes of everything. */
  readonly kills: number | null
  readonly say: (text: string) => void
}

/** One episode as it went. */
export interface Survived {
  readonly names: readonly string[]
  /** From the last thing healed to the first acknowledgement and the first commit after it, ms. */
  readonly recovery: number
  /** The most messages that waited in the journal, and how long from then until few did, ms. */
  readonly waiting: number
  readonly drained: number
}

export interface RunResult {
  readonly pair: Pair
  readonly seconds: number
  readonly episodes: readonly Survived[]
  readonly messages: number
  readonly verdict: Verdict
  /** From the end of the publishing until everything was acknowledged and stored, ms. */
  readonly drained: number
  /** `campus rebuild --verify` found every bucket as it would be computed anew. */
  readonly rebuilt: boolean
  /** Highest resident memory, MiB. */
  readonly memory: number
}

/** Two commits' worth of live messages: nothing is piled up. */
const FEW = 60
const PATIENCE_MS = 120_000
const PROBE = 'park/probe/co2'
/** The last value of the probe, ppm. */
let marks = 400

interface Rig {
  readonly world: World
  readonly devices: Devices
  readonly look: Watch
}

interface Latest {
  readonly last: { readonly value: number } | null
}

/** Resolves once everything is stored that the broker has acknowledged so far: queues are in order, and this is behind all of it. */
async function settled({ world }: Rig): Promise<void> {
  marks = 400 + ((marks - 399) % 1000)
  const mark = marks
  const client = await mqtt.connectAsync(world.devicesUrl, { protocolVersion: 4 })
  await client.publishAsync('campus/park/probe/telemetry', JSON.stringify({ values: { co2: mark } }), { qos: 1 })
  await client.endAsync()
  await eventually(
    'everything to be stored that was acknowledged',
    async () => {
      const point = await world.service()?.get<Latest>(`/api/v1/points/${encodeURIComponent(PROBE)}`)
      return point?.last?.value === mark
    },
    PATIENCE_MS,
  )
}

async function ingests({ devices, look }: Rig, from: number, stored: number): Promise<number> {
  await eventually('the service to ingest again', () => devices.lastAcknowledged() > from && look.stored() > stored, PATIENCE_MS)
  return performance.now() - from
}

/** Plays the episode to its end and waits until readings are acknowledged and stored again. */
async function survive(rig: Rig, episode: Episode): Promise<Survived> {
  const { world, devices, look } = rig
  if (episode.nemeses.some(({ target, deed }) => target === 'broker' && deed === 'killed')) await settled(rig)
  look.mostWaiting()
  let healed = 0
  let stored = 0
  await Promise.all(
    episode.nemeses.map(async (nemesis) => {
      healed = Math.max(healed, await play(world, devices, nemesis))
      stored = look.stored()
    }),
  )
  const recovery = await ingests(rig, healed, stored)
  const waiting = look.mostWaiting()
  await eventually('few messages to wait', () => look.waiting() <= FEW, PATIENCE_MS)
  return { names: episode.nemeses.map(nameOf), recovery, waiting, drained: performance.now() - healed }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

function told(episode: Episode): string {
  return episode.nemeses.map((n) => `${nameOf(n)}${n.lasts > 0 ? ` ${seconds(n.lasts)}` : ''}`).join(' + ')
}

async function episodes(rig: Rig, wish: RunWish): Promise<Survived[]> {
  const random = createRandom(`${wish.seed}/${wish.pair}/${wish.kills === null ? 'everything' : 'kills'}`)
  const began = performance.now()
  const survived: Survived[] = []
  const goesOn = (): boolean => (wish.kills === null ? performance.now() - began < wish.lasts : survived.length < wish.kills)
  while (goesOn()) {
    const episode = wish.kills === null ? nextEpisode(random, wish.pair) : nextKill(random)
    await delay(episode.pause)
    const one = await survive(rig, episode)
    survived.push(one)
    const at = ((performance.now() - began) / 1000).toFixed(0).padStart(4)
    wish.say(
      `${wish.pair.padEnd(8)} ${at} s  ${String(survived.length).padStart(3)}  ${told(episode)}: ingesting after ${seconds(one.recovery)}` +
        `${one.waiting > 5 * FEW ? `, ${one.waiting} waited, drained after ${seconds(one.drained)}` : ''}; ${rig.devices.acknowledged()} acknowledged`,
    )
  }
  return survived
}

/** Everything that was published is acknowledged and stored; how long that took, ms. */
async function drain(rig: Rig): Promise<number> {
  const from = performance.now()
  rig.devices.finish()
  await eventually('every message to be acknowledged', () => rig.devices.open() === 0, PATIENCE_MS)
  await settled(rig)
  return performance.now() - from
}

async function judged({ world, devices }: Rig): Promise<{ verdict: Verdict; rebuilt: boolean }> {
  const run = (...args: string[]): ReturnType<typeof campus> => campus([...args, '--config', world.configFile], { env: world.env })
  const rolled = await run('rollup')
  if (rolled.code !== 0) throw new Error(`campus rollup ended with ${rolled.code}: ${rolled.err}`)
  const verdict = await judgePark(world.service() as Service, devices.meters)
  const rebuilt = await run('rebuild', '--verify')
  return { verdict, rebuilt: rebuilt.code === 0 }
}

export async function runPair(wish: RunWish): Promise<RunResult> {
  const began = performance.now()
  const world = await openWorld(wish.pair)
  await world.start()
  const devices = startDevices(world.devicesUrl, createRandom(`${wish.seed}/${wish.pair}/devices`))
  const look = watch(world)
  const rig = { world, devices, look }
  try {
    await eventually('the first readings to be stored', () => look.stored() > 0)
    const survived = await episodes(rig, wish)
    const drained = await drain(rig)
    const { verdict, rebuilt } = await judged(rig)
    const ran = (performance.now() - began) / 1000
    const messages = devices.acknowledged()
    return { pair: wish.pair, seconds: ran, episodes: survived, messages, verdict, drained, rebuilt, memory: look.memory() }
  } catch (error) {
    const said = world.service()?.output().slice(-3000) ?? ''
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${said}`, { cause: error })
  } finally {
    await devices.close()
    await look.stop()
    await world.close()
  }
}
