/**
 * The publish hook of aedes. It runs before PUBACK is written (a subscriber runs after it), so this is where a message reaches the
 * journal: a QoS 1 publisher never gets PUBACK for a message that is not on our disk. What comes in one turn of the event loop is written at once.
 *
 * accepted  acknowledged and published to the other clients, once it is written
 * refused   acknowledged, else the device would repeat it for ever, but not published
 * full      held: no acknowledgement, and nothing more is read from that client, until there is room
 */

import type { Aedes, Client, PublishPacket } from 'aedes'
import { instant, type RawMessage } from '../../domain/index.ts'
import type { BrokerHandler, Clock, Events } from '../../ports/index.ts'
import { topicMatcher } from './filters.ts'
import { createHeld } from './held.ts'

type Done = (error?: Error | null) => void

export interface AdmissionOptions {
  readonly filters: readonly string[]
  readonly handler: BrokerHandler
  readonly clock: Clock
  readonly events: Events
}

export interface Admission {
  readonly authorizePublish: (client: Client | null, packet: PublishPacket, done: Done) => void
  /** Refused packets were acknowledged; here they end. */
  readonly isRefused: (packet: object) => boolean
  /** Other filters from now on. */
  listenTo(filters: readonly string[]): void
  stop(): void
}

/** A message that is accepted once the journal is written. */
interface Gathered {
  readonly client: Client | null
  readonly packet: PublishPacket
  readonly message: RawMessage
  readonly done: Done
}

/** Payload that may wait for room in the journal, over all clients: about a thousand clients' last read. */
const MAX_HELD_BYTES = 64 * 1024 * 1024

/** aedes' own statistics, and what this service may one day say about itself: clients only listen there. */
const RESERVED = ['$SYS/', '$campus/']

function faultOf(topic: string): string | null {
  const reserved = RESERVED.find((prefix) => topic.startsWith(prefix))
  if (reserved !== undefined) return `${reserved} topics are reserved: "${topic}" is not published`
  return topic === '' || ['+', '#', '\u0000'].some((c) => topic.includes(c)) ? `"${topic}" is no topic to publish to` : null
}

/** As a subscriber sees it: to those already there, a live message comes without the retain flag [MQTT-3.3.1-9]. */
function rawMessage(packet: PublishPacket, now: number): RawMessage {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
  return { topic: packet.topic, payload, receivedAt: instant(now), retain: false, dup: packet.dup, qos: packet.qos }
}

export function createAdmission({ filters, handler, clock, events }: AdmissionOptions): Admission {
  let wanted = topicMatcher(filters)
  const refused = new WeakSet<object>()
  let gathered: Gathered[] = []
  const held = createHeld({ offer: (message) => handler.receive(message), clock, maxBytes: MAX_HELD_BYTES })

  const settle = (verdict: 'accepted' | 'refused', packet: PublishPacket, done: Done): void => {
    if (verdict === 'refused') refused.add(packet)
    done(null)
  }

  function hold(client: Client | null, packet: PublishPacket, message: RawMessage, done: Done): void {
    const will = client === null || (client as { will?: unknown }).will === packet
    held.add({
      message,
      client: client ?? packet,
      abandoned: () => !will && message.qos > 0 && client.closed,
      settle: (verdict) => settle(verdict, packet, done),
      refuse() {
        if (message.qos === 0)
          events.emit({
            code: 'message-refused',
            level: 'error',
            reason: 'journal-full',
            detail: `a QoS 0 message on "${message.topic}" found no room and is lost`,
          })
        done(new Error('the journal is full: not acknowledged, send again later'))
      },
    })
  }

  async function settleGathered(): Promise<void> {
    await clock.yieldToEventLoop()
    const taken = gathered
    gathered = []
    const written = handler.flush()
    for (const { client, packet, message, done } of taken) {
      if (written) settle('accepted', packet, done)
      else hold(client, packet, message, done)
    }
  }

  function gather(one: Gathered): void {
    gathered.push(one)
    if (gathered.length === 1) void settleGathered()
  }

  return {
    authorizePublish(client, packet, done) {
      const fault = faultOf(packet.topic)
      if (fault !== null) return done(new Error(fault))
      if (!wanted(packet.topic)) return done(null)
      const message = rawMessage(packet, clock.now())
      const verdict = client !== null && held.holds(client) ? 'full' : handler.append(message)
      if (verdict === 'full') hold(client, packet, message, done)
      else if (verdict === 'accepted') gather({ client, packet, message, done })
      else settle(verdict, packet, done)
    },
    isRefused: (packet) => refused.has(packet),
    listenTo(next) {
      wanted = topicMatcher(next)
    },
    stop: () => held.stop(),
  }
}

/** Ends refused packets where aedes would publish them: after the acknowledgement, before storing and delivering. */
export function withoutRefused(aedes: Aedes, isRefused: (packet: object) => boolean): void {
  type Publish = (packet: object, client: unknown, done?: () => void) => void
  const broker = aedes as unknown as { publish: Publish }
  const publish = broker.publish.bind(aedes)
  broker.publish = (packet, client, done) => {
    if (!isRefused(packet)) publish(packet, client, done)
    else if (typeof client === 'function') (client as () => void)()
    else done?.()
  }
}
