/**
 * The publish hook of aedes. It runs before PUBACK is written (a subscriber runs after it), so a message is journalled here: a QoS 1 publisher
 * never gets PUBACK for a message that is not on the disk. All messages of one turn of the event loop are written together.
 *
 * accepted  acknowledged and published to the other clients, after it is written
 * refused   acknowledged, because the device would repeat it for ever, but not published; also where the client has no right to the topic
 * full      held: not acknowledged, and nothing more is read from that client, until the journal has space
 */

import type { Aedes, Client, PublishPacket } from 'aedes'
import { instant, type RawMessage } from '../../domain/index.ts'
import type { BrokerHandler, Clock, Events } from '../../ports/index.ts'
import { TokenBucket } from '../../kernel/index.ts'
import { topicMatcher } from './filters.ts'
import { BOUNDS, type BrokerRefusal } from './memory/bounds.ts'
import { createHeldMessages } from './memory/held-messages.ts'

type Done = (error?: Error | null) => void

export interface PublishHookOptions {
  readonly filters: readonly string[]
  readonly handler: BrokerHandler
  readonly clock: Clock
  readonly events: Events
  /** Whether a client may publish to a topic; left out: every client to every one. */
  readonly isAllowed?: (client: Client, topic: string) => boolean
  /** A client exceeds what it may publish on topics that no source reads. */
  readonly onRefused: (reason: BrokerRefusal, detail: string) => void
}

export interface PublishHook {
  readonly authorizePublish: (client: Client | null, packet: PublishPacket, done: Done) => void
  /** True for a packet that was acknowledged but must not be published. */
  readonly isRefused: (packet: object) => boolean
  /** Whether messages of the topic are journalled. */
  readonly isMapped: (topic: string) => boolean
  /** Replaces the filters of messages that are journalled. */
  setFilters(filters: readonly string[]): void
  stop(): void
}

/** A message that is accepted once the journal is written. */
interface QueuedPublish {
  readonly client: Client | null
  readonly packet: PublishPacket
  readonly message: RawMessage
  readonly done: Done
}

/** Held messages of all clients together, bytes: about the last read of a thousand clients. */
const MAX_HELD_BYTES = 64 * 1024 * 1024

/** A client that exceeds its rate on unmapped topics is answered this much later, ms. */
const UNMAPPED_PAUSE_MS = 100

/** Topics of aedes' statistics, and of this service's own ones: clients may only subscribe there. */
const RESERVED = ['$SYS/', '$campus/']

function faultOf(topic: string): string | null {
  const reserved = RESERVED.find((prefix) => topic.startsWith(prefix))
  if (reserved !== undefined) return `${reserved} topics are reserved: "${topic}" is not published`
  if (topic.length > BOUNDS.topicBytes) return `a topic of ${topic.length} characters is too long`
  return topic === '' || ['+', '#', '\u0000'].some((c) => topic.includes(c)) ? `"${topic}" is not a topic to publish to` : null
}

/** As an existing subscriber receives it: a live message has no retain flag [MQTT-3.3.1-9]. */
function rawMessage(packet: PublishPacket, now: number): RawMessage {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
  return { topic: packet.topic, payload, receivedAt: instant(now), retain: false, dup: packet.dup, qos: packet.qos }
}

export function createPublishHook({ filters, handler, clock, events, isAllowed, onRefused }: PublishHookOptions): PublishHook {
  let isJournalled = topicMatcher(filters)
  const mayPublish = createUnmappedLimit(clock, onRefused)
  const refused = new WeakSet<object>()
  let queued: QueuedPublish[] = []
  const held = createHeldMessages({ offer: (message) => handler.receive(message), clock, maxBytes: MAX_HELD_BYTES })

  const finish = (verdict: 'accepted' | 'refused', packet: PublishPacket, done: Done): void => {
    if (verdict === 'refused') refused.add(packet)
    done(null)
  }

  function hold(client: Client | null, packet: PublishPacket, message: RawMessage, done: Done): void {
    const will = client === null || (client as { will?: unknown }).will === packet
    held.add({
      message,
      client: client ?? packet,
      isAbandoned: () => !will && message.qos > 0 && client.closed,
      finish: (verdict) => finish(verdict, packet, done),
      refuse: () => refuseUnheld(message, events, done),
    })
  }

  async function flushQueued(): Promise<void> {
    await clock.yieldToEventLoop()
    const batch = queued
    queued = []
    const written = handler.flush()
    for (const { client, packet, message, done } of batch) {
      if (written) finish('accepted', packet, done)
      else hold(client, packet, message, done)
    }
  }

  function queue(publish: QueuedPublish): void {
    queued.push(publish)
    if (queued.length === 1) void flushQueued()
  }

  return {
    authorizePublish(client, packet, done) {
      const fault = faultOf(packet.topic)
      if (fault !== null) return done(new Error(fault))
      // Acknowledged, as by Mosquitto: a device would repeat it for ever.
      if (client !== null && isAllowed?.(client, packet.topic) === false) return finish('refused', packet, done)
      if (!isJournalled(packet.topic)) {
        // What the service itself publishes is no discovery.
        if (client !== null) handler.overlook?.(rawMessage(packet, clock.now()))
        if (mayPublish(client)) return done(null)
        // Late, so that nothing more is read from the client meanwhile.
        return void clock.sleep(UNMAPPED_PAUSE_MS).then(() => finish('refused', packet, done))
      }
      const message = rawMessage(packet, clock.now())
      const verdict = client !== null && held.hasFrom(client) ? 'full' : handler.append(message)
      if (verdict === 'full') hold(client, packet, message, done)
      else if (verdict === 'accepted') queue({ client, packet, message, done })
      else finish(verdict, packet, done)
    },
    isRefused: (packet) => refused.has(packet),
    isMapped: (topic) => isJournalled(topic),
    setFilters(next) {
      isJournalled = topicMatcher(next)
    },
    stop: () => held.stop(),
  }
}

/** Other clients get messages that no source reads, as long as there are few: nothing else bounds them. */
function createUnmappedLimit(clock: Clock, onRefused: PublishHookOptions['onRefused']): (client: Client | null) => boolean {
  const rates = new WeakMap<Client, TokenBucket>()
  const { unmappedPerSecond } = BOUNDS
  return (client) => {
    if (client === null) return true
    const now = clock.monotonic()
    const rate = rates.get(client) ?? new TokenBucket(unmappedPerSecond, 10 * unmappedPerSecond, now)
    rates.set(client, rate)
    if (rate.tryTake(now)) return true
    onRefused('unmapped-rate', `"${client.id}" publishes more than ${unmappedPerSecond} messages a second on topics that no source reads`)
    return false
  }
}

/** The journal is full, and as much is held as may be. */
function refuseUnheld({ qos, topic }: RawMessage, events: Events, done: Done): void {
  if (qos === 0) {
    const detail = `a QoS 0 message on "${topic}" does not fit into the full journal and is lost`
    events.emit({ code: 'message-refused', level: 'error', reason: 'journal-full', detail })
  }
  done(new Error('the journal is full: not acknowledged, send again later'))
}

/** Drops refused packets where aedes would publish them: after the acknowledgement, before storing and delivering. */
export function dropRefused(aedes: Aedes, isRefused: (packet: object) => boolean): void {
  type Publish = (packet: object, client: unknown, done?: () => void) => void
  const broker = aedes as unknown as { publish: Publish }
  const publish = broker.publish.bind(aedes)
  broker.publish = (packet, client, done) => {
    if (!isRefused(packet)) publish(packet, client, done)
    else if (typeof client === 'function') (client as () => void)()
    else done?.()
  }
}
