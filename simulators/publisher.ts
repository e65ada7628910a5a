/**
 * The devices' way to the broker: QoS 1, a bounded number of messages without acknowledgement, and a new try of each of them after a lost
 * connection. With QoS 0 there is no second try: what a connection loses, or what is sent while there is none, is gone. A device stays with
 * one connection, so its messages keep their order.
 */

import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'

export interface PublisherOptions {
  readonly url: string
  readonly username?: string
  readonly password?: string
  readonly connections?: number
  /** Messages on the way per connection. */
  readonly window?: number
  /** Said by the broker when a connection dies: topic and text, one for each connection. */
  readonly wills?: readonly { readonly topic: string; readonly payload: string }[]
  /** How long the first connection may take, ms. */
  readonly patienceMs?: number
  /** Default 1. */
  readonly qos?: 0 | 1
  /** A connection is lost (false) or stands again (true); not told of the first. */
  readonly onConnection?: (stands: boolean) => void
}

export interface Publisher {
  /** Resolves when the message has a place among those on the way, not when it is acknowledged. `key` picks the connection. */
  send(key: number, topic: string, payload: string, retain?: boolean): Promise<void> | undefined
  /** Resolves when everything sent so far is acknowledged. */
  drained(): Promise<void>
  /** Messages whose arrival is not certain. */
  unacknowledged(): number
  /** Waits for acknowledgements unless `force`. */
  close(force?: boolean): Promise<void>
}

interface Sent {
  readonly topic: string
  readonly payload: string
  readonly retain: boolean
}

interface Lane {
  readonly client: MqttClient
  pending: number
  readonly waiting: (() => void)[]
  /** QoS 0: settles what is written and not yet taken by the line. */
  readonly inDoubt: Set<() => void>
}

const WINDOW = 200

export async function openPublisher(options: PublisherOptions): Promise<Publisher> {
  const lanes = await connectLanes(options)
  const window = options.window ?? WINDOW
  const idle: (() => void)[] = []
  let closing = false
  let lost = 0

  const isClosing = (): boolean => closing
  const quiet = (): boolean => closing || lanes.every((l) => l.pending === 0)
  const done = (lane: Lane): void => {
    lane.pending -= 1
    lane.waiting.shift()?.()
    if (quiet()) for (const wake of idle.splice(0)) wake()
  }
  const sendOnce = (lane: Lane, message: Sent): void => {
    const settle = (): void => {
      if (lane.inDoubt.delete(settle)) done(lane)
    }
    lane.inDoubt.add(settle)
    lane.client.publish(message.topic, message.payload, { qos: 0, retain: message.retain }, settle)
  }
  const attempt = (lane: Lane, message: Sent): void => {
    lane.client.publish(message.topic, message.payload, { qos: 1, retain: message.retain }, (error) => {
      // The client keeps what it has sent, but gives up on what waits while it sends again and loses the connection once more.
      if (error && !closing) setImmediate(attempt, lane, message)
      else done(lane)
    })
  }
  const publish = (lane: Lane, message: Sent): void => {
    lane.pending += 1
    if (options.qos === 0) sendOnce(lane, message)
    else attempt(lane, message)
  }
  const room = async (lane: Lane): Promise<void> => {
    while (lane.pending >= window && !isClosing()) await new Promise<void>((resolve) => lane.waiting.push(resolve))
  }
  const drained = (): Promise<void> => (quiet() ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)))
  return {
    send(key, topic, payload, retain = false) {
      const lane = lanes[key % lanes.length]
      if (lane === undefined) return undefined
      if (lane.pending >= window) return room(lane).then(() => (closing ? undefined : publish(lane, { topic, payload, retain })))
      publish(lane, { topic, payload, retain })
      return undefined
    },
    drained,
    unacknowledged: () => (closing ? lost : lanes.reduce((sum, l) => sum + l.pending, 0)),
    async close(force = false) {
      if (!force) await drained()
      if (closing) return
      lost = lanes.reduce((sum, l) => sum + l.pending, 0)
      closing = true
      for (const lane of lanes) for (const wake of lane.waiting.splice(0)) wake()
      for (const wake of idle.splice(0)) wake()
      await Promise.all(lanes.map((l) => l.client.endAsync(force)))
    },
  }
}

/** All connections, or none. */
async function connectLanes(options: PublisherOptions): Promise<readonly Lane[]> {
  const tried = await Promise.allSettled(Array.from({ length: options.connections ?? 1 }, (_, i) => connectLane(options, i)))
  const refused = tried.find((t) => t.status === 'rejected')
  const lanes = tried.flatMap((t) => (t.status === 'fulfilled' ? [t.value] : []))
  if (refused === undefined) return lanes
  await Promise.all(lanes.map((l) => l.client.endAsync(true)))
  throw refused.reason
}

/** Fails when no broker answers at first or it refuses us; later it comes back by itself. */
async function connectLane(options: PublisherOptions, index: number): Promise<Lane> {
  const will = options.wills?.[index]
  const settings: IClientOptions = {
    protocolVersion: 4,
    clientId: `simulator-${process.pid}-${index}-${Math.random().toString(36).slice(2, 8)}`,
    reconnectPeriod: 500,
    queueQoSZero: false,
    connectTimeout: options.patienceMs ?? 10_000,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(will === undefined ? {} : { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } }),
  }
  try {
    const client = await connectAsync(options.url, settings, false)
    // A lost connection is no end: the client connects again and sends what was not acknowledged.
    client.on('error', () => undefined)
    const inDoubt = new Set<() => void>()
    client.on('connect', () => options.onConnection?.(true))
    client.on('close', () => {
      // The client never answers for what the line had not taken.
      for (const settle of inDoubt) settle()
      options.onConnection?.(false)
    })
    return { client, pending: 0, waiting: [], inDoubt }
  } catch (error) {
    const why = error instanceof Error && error.message !== '' ? error.message : String((error as { code?: unknown }).code ?? error)
    throw new Error(`no broker takes messages at "${options.url}" (${why}); start one, or give its address with --broker`, { cause: error })
  }
}
