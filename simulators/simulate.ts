/** Simulates a campus over MQTT: at the speed of the clock, faster, or as fast as the broker accepts it. */

import { type Campus, loadCampus, openCampusModel, type Tuning } from './campus.ts'
import { bridgeOf, modelEquipment } from './devices/campus-makes.ts'
import type { ConnectedDevice } from './devices/connection.ts'
import { openFleet } from './devices/fleet.ts'
import { parseFaults } from './faults/parse.ts'
import { campusMessages, instantCount, type Play, statusTopic, telemetryTopic } from './messages.ts'
import { MINUTE, QUARTER, SECOND } from './models/zone.ts'
import { createPace } from './pace.ts'
import { openPublisher, type Publisher } from './publisher.ts'
import { createTruth, type Truth } from './truth.ts'

export interface SimulateOptions {
  /** Name, folder or file. */
  readonly campus: string
  /** mqtt://host:port */
  readonly broker: string
  /** Epoch ms; default: now. */
  readonly from?: number
  /** Epoch ms, inclusive: the last reading is at `to`; absent: live until `signal`. */
  readonly to?: number
  /** Simulated time per real time, or as fast as the broker accepts it. */
  readonly speed: number | 'max'
  readonly seed: number
  /** Sizes and seasons that replace those of the model. */
  readonly tuning?: Tuning
  /** `drop=0.01,delay=30s,...` */
  readonly faults?: string
  /** File for the truth, NDJSON. */
  readonly truth?: string
  /** Time between readings; default 5 s live, at most 15 min. */
  readonly stepMs?: number
  /** Readings in a message; default 1, at speed `max` 4. */
  readonly batch?: number
  /** Default 1, at speed `max` 4. */
  readonly connections?: number
  readonly username?: string
  readonly password?: string
  readonly signal?: AbortSignal
  /** The simulation waits for a returned promise. */
  readonly onProgress?: (progress: Progress) => void | Promise<void>
  /** Called when a connection is lost (false) or made (true). */
  readonly onConnection?: (connected: boolean) => void
}

export interface Progress {
  readonly sent: number
  readonly total: number | null
  /** Epoch ms */
  readonly simulated: number
}

export interface SimulationResult {
  readonly messages: number
  readonly readings: number
  readonly truthRows: number
}

/** At most one message a second and device in real time, on a step that divides the quarter hour. */
const STEPS = [5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, QUARTER]

function stepOf({ stepMs, speed }: SimulateOptions): number {
  if (stepMs !== undefined) return stepMs
  return speed === 'max' ? QUARTER : (STEPS.find((step) => step >= speed * SECOND) ?? QUARTER)
}

function playOf(options: SimulateOptions, now: number): Play {
  const plan = options.faults === undefined ? { faults: [] } : parseFaults(options.faults)
  if ('error' in plan) throw new Error(`faults: ${plan.error}`)
  const campus = loadCampus(options.campus, options.tuning)
  const model = openCampusModel(campus, options.seed)
  const stepMs = stepOf(options)
  const from = options.from ?? Math.floor(now / stepMs) * stepMs
  if (from < model.since)
    throw new Error(`"${campus.zone.format(from)}" lies before the campus begins; start at ${campus.zone.format(model.since)} or later`)
  const apart = options.to === undefined && options.speed === 1 && campus.devices.some(({ speaks }) => speaks !== undefined)
  const batch = options.batch ?? (options.speed === 'max' ? 4 : 1)
  return { campus, model, from, to: options.to ?? null, stepMs, batch, faults: plan.faults, seed: options.seed, apart }
}

/** Plays until `to` or until the signal; resolves when the broker has acknowledged everything (QoS 1). Rejects when it cannot begin. */
export async function simulate(options: SimulateOptions): Promise<SimulationResult> {
  const play = playOf(options, Date.now())
  const { campus } = play
  const publisher = await connect(options, play)
  const disarm = closeAfterGrace(options.signal, () => void publisher.close(true))
  let fleet: ConnectedDevice | null = null
  try {
    const truth = createTruth(options.truth, campus, play.model, play.from)
    await announce(publisher, campus, 'online')
    fleet = await openOthers(options, play, publisher)
    const { until, ...sent } = await playAll(options, play, { publisher, truth })
    await announce(publisher, campus, 'offline')
    const truthRows = await truth.end(until)
    await publisher.close()
    return { ...sent, truthRows }
  } finally {
    disarm()
    await fleet?.close()
    await publisher.close(true)
  }
}

function connect(
  { broker, speed, username, password, onConnection, ...options }: SimulateOptions,
  { campus, faults }: Play,
): Promise<Publisher> {
  // With a user name one connection: a broker that ties client ids to user names ends the former one at each further connection.
  const connections = username === undefined ? (options.connections ?? (speed === 'max' ? 4 : 1)) : 1
  const wills = campus.devices.slice(0, connections).map((d) => ({ topic: statusTopic(campus.file.id, d.id), payload: 'offline' }))
  return openPublisher({
    url: broker,
    connections,
    wills,
    qos: faults.some((f) => f.kind === 'qos') ? 0 : 1,
    ...(onConnection === undefined ? {} : { onConnection }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  })
}

/** An interrupted run waits this long for its last acknowledgements: the broker may be down for good. */
const GRACE_MS = 5000

export function closeAfterGrace(signal: AbortSignal | undefined, end: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const arm = (): void => {
    timer = setTimeout(end, GRACE_MS)
  }
  if (signal?.aborted === true) arm()
  else signal?.addEventListener('abort', arm, { once: true })
  return () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', arm)
  }
}

/** Publishes the status of all devices; retained, so that later subscribers receive it. */
export async function announce(publisher: Publisher, campus: Campus, status: 'online' | 'offline'): Promise<void> {
  for (const [i, device] of campus.devices.entries())
    if (device.speaks === undefined) await publisher.send(i, statusTopic(campus.file.id, device.id), status, true)
}

/** Live, devices of other makes obey commands on connections of their own; else they are part of the streams, and their Zigbee bridge lists them here. */
async function openOthers({ broker }: SimulateOptions, play: Play, publisher: Publisher): Promise<ConnectedDevice | null> {
  const { campus, model, from, stepMs } = play
  if (play.apart) return await openFleet({ url: broker, campus, model, now: Date.now, everyMs: stepMs })
  const bridge = bridgeOf(campus.devices, (i) => modelEquipment(model, i))
  for (const { topic, payload } of bridge?.connected(from) ?? []) await publisher.send(0, topic, payload, true)
  return null
}

interface Outputs {
  readonly publisher: Publisher
  readonly truth: Truth
}

/** About: a device of another make sends each reading at once, in one message or in two. Null without an end. */
function messageCount(play: Play): number | null {
  const count = instantCount(play)
  const { devices } = play.campus
  const others = devices.filter(({ speaks }) => speaks !== undefined).length
  return count === null ? null : Math.ceil(count / play.batch) * (devices.length - others) + count * others
}

/** `until`: last simulated instant at which every device has sent. */
async function playAll(
  options: SimulateOptions,
  play: Play,
  { publisher, truth }: Outputs,
): Promise<Omit<SimulationResult, 'truthRows'> & { until: number }> {
  const { campus, from } = play
  const pace = createPace({
    speed: options.speed,
    start: from,
    origin: options.from === undefined ? from : Date.now(),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const topics = campus.devices.map((d) => telemetryTopic(campus.file.id, d.id))
  const total = messageCount(play)
  let [messages, readings, now] = [0, 0, from]
  for (const message of campusMessages(play)) {
    if (message.sendAt > now) {
      await options.onProgress?.({ sent: Math.min(messages, total ?? messages), total, simulated: now })
      if (!(await pace(message.sendAt))) return { messages, readings, until: now }
      now = message.sendAt
      await truth.upTo(now)
    }
    await publisher.send(message.device, message.topic ?? topics[message.device] ?? '', message.payload, message.retain)
    messages += 1
    readings += message.readings
  }
  await options.onProgress?.({ sent: total ?? messages, total, simulated: now })
  return { messages, readings, until: play.to ?? now }
}
