/**
 * Publishes messages of devices: QoS 1, a bounded number of unacknowledged messages, and a retry of each of them after a lost connection. With QoS 0
 * there is no retry: messages that a connection loses, or that are sent while there is none, are lost. A device stays with one connection, so
 * that its messages keep their order.
 */

import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'

export interface PublisherOptions {
  readonly url: string
  readonly username?: string
  readonly password?: string
  readonly connections?: number
  /** Unacknowledged messages per connection. */
  readonly window?: number
  /** Wills, one for each connection: the broker publishes it when the connection dies. */
  readonly wills?: readonly { readonly topic: string; readonly payload: string }[]
  /** Time limit of the first connection, ms. */
  readonly connectTimeoutMs?: number
  /** Default 1. */
  readonly qos?: 0 | 1
  /** Called when a connection is lost (false) or made (true). */
  readonly onConnection?: (connected: boolean) => void
}

export interface Publisher {
  /** Resolves when the message is among the unacknowledged ones, not when it is acknowledged. `key` picks the connection. */
  send(key: number, topic: string, payload: string | Uint8Array, retain?: boolean): Promise<void> | undefined
  /** Resolves when everything sent so far is acknowledged. */
  drained(): Promise<void>
  /** Messages whose arrival is not certain. */
  unacknowledged(): number
  /** Waits for acknowledgements unless `force`. */
  close(force?: boolean): Promise<void>
}

interface OutgoingMessage {
  readonly topic: string
  readonly payload: string | Uint8Array
  readonly retain: boolean
}

interface Connection {
  readonly client: MqttClient
  pending: number
  readonly waiting: (() => void)[]
  /** QoS 0: callbacks of messages that the socket has not written yet. */
  readonly unconfirmed: Set<() => void>
}

const WINDOW = 200

export async function openPublisher(options: PublisherOptions): Promise<Publisher> {
  const connections = await connectAll(options)
  const window = options.window ?? WINDOW
  const idle: (() => void)[] = []
  let closing = false
  let lost = 0

  const isClosing = (): boolean => closing
  const allAcknowledged = (): boolean => closing || connections.every((l) => l.pending === 0)
  const done = (connection: Connection): void => {
    connection.pending -= 1
    connection.waiting.shift()?.()
    if (allAcknowledged()) for (const wake of idle.splice(0)) wake()
  }
  const sendOnce = (connection: Connection, message: OutgoingMessage): void => {
    const confirm = (): void => {
      if (connection.unconfirmed.delete(confirm)) done(connection)
    }
    connection.unconfirmed.add(confirm)
    connection.client.publish(message.topic, Buffer.from(message.payload as string), { qos: 0, retain: message.retain }, confirm)
  }
  const attempt = (connection: Connection, message: OutgoingMessage): void => {
    connection.client.publish(message.topic, Buffer.from(message.payload as string), { qos: 1, retain: message.retain }, (error) => {
      // The client keeps sent messages, but drops queued ones when it loses the connection a second time while resending.
      if (error && !closing) setImmediate(attempt, connection, message)
      else done(connection)
    })
  }
  const publish = (connection: Connection, message: OutgoingMessage): void => {
    connection.pending += 1
    if (options.qos === 0) sendOnce(connection, message)
    else attempt(connection, message)
  }
  const waitForWindow = async (connection: Connection): Promise<void> => {
    while (connection.pending >= window && !isClosing()) await new Promise<void>((resolve) => connection.waiting.push(resolve))
  }
  const drained = (): Promise<void> => (allAcknowledged() ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)))
  return {
    send(key, topic, payload, retain = false) {
      const connection = connections[key % connections.length]
      if (connection === undefined) return undefined
      if (connection.pending >= window)
        return waitForWindow(connection).then(() => (closing ? undefined : publish(connection, { topic, payload, retain })))
      publish(connection, { topic, payload, retain })
      return undefined
    },
    drained,
    unacknowledged: () => (closing ? lost : connections.reduce((sum, l) => sum + l.pending, 0)),
    async close(force = false) {
      if (!force) await drained()
      if (closing) return
      lost = connections.reduce((sum, l) => sum + l.pending, 0)
      closing = true
      for (const connection of connections) for (const wake of connection.waiting.splice(0)) wake()
      for (const wake of idle.splice(0)) wake()
      await Promise.all(connections.map((l) => l.client.endAsync(force)))
    },
  }
}

/** Opens all connections, or none. */
async function connectAll(options: PublisherOptions): Promise<readonly Connection[]> {
  const tried = await Promise.allSettled(Array.from({ length: options.connections ?? 1 }, (_, i) => connectOne(options, i)))
  const refused = tried.find((t) => t.status === 'rejected')
  const connections = tried.flatMap((t) => (t.status === 'fulfilled' ? [t.value] : []))
  if (refused === undefined) return connections
  await Promise.all(connections.map((l) => l.client.endAsync(true)))
  throw refused.reason
}

/** Rejects when the broker does not answer the first connection or refuses it; later the client reconnects by itself. */
async function connectOne(options: PublisherOptions, index: number): Promise<Connection> {
  const will = options.wills?.[index]
  const settings: IClientOptions = {
    protocolVersion: 4,
    clientId: `simulator-${process.pid}-${index}-${Math.random().toString(36).slice(2, 8)}`,
    reconnectPeriod: 500,
    queueQoSZero: false,
    connectTimeout: options.connectTimeoutMs ?? 10_000,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(will === undefined ? {} : { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } }),
  }
  try {
    const client = await connectAsync(options.url, settings, false)
    // After a lost connection the client reconnects and resends unacknowledged messages.
    client.on('error', () => undefined)
    const inDoubt = new Set<() => void>()
    client.on('connect', () => options.onConnection?.(true))
    client.on('close', () => {
      // The client never calls back for messages that the socket had not written.
      for (const confirm of inDoubt) confirm()
      options.onConnection?.(false)
    })
    return { client, pending: 0, waiting: [], unconfirmed: inDoubt }
  } catch (error) {
    const why = error instanceof Error && error.message !== '' ? error.message : String((error as { code?: unknown }).code ?? error)
    throw new Error(`no broker takes messages at "${options.url}" (${why}); start one, or give its address with --broker`, { cause: error })
  }
}
