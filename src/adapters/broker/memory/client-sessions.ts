/** ClientSessions of clients that may be away: their subscriptions, and the messages that wait for them, within bounds. */

import type { Clock } from '../../../ports/index.ts'
import { BOUNDS, costOf } from './bounds.ts'
import { type StoredSubscription, SubscriptionTree } from './subscription-tree.ts'

/** A packet as aedes queues it: PUBLISH, or PUBREL of QoS 2. */
export interface QueuedPacket {
  readonly cmd: string
  readonly topic: string
  readonly payload: Buffer
  brokerId?: string
  brokerCounter?: number
  messageId?: number | undefined
}

interface Session {
  /** Where the client that opened it connected from. */
  readonly address: string
  readonly subscriptions: Map<string, StoredSubscription>
  queue: QueuedPacket[]
  bytes: number
  /** Monotonic time at which it was in use last; null while its client is connected. */
  leftAt: number | null
}

/** PUBREL has no topic. */
const costIn = ({ topic = '', payload = Buffer.alloc(0) }: Partial<QueuedPacket>): number => costOf({ topic, payload })

export class ClientSessions {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #sessions = new Map<string, Session>()
  readonly #tree = new SubscriptionTree()
  #bytes = 0

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock
  }

  get count(): number {
    return this.#sessions.size
  }

  get subscriptions(): number {
    return this.#tree.size
  }

  /** Removes expired sessions; true when there is room for one more. */
  #makeRoom(): boolean {
    if (this.#sessions.size < BOUNDS.sessions.count) return true
    const now = this.#clock.monotonic()
    for (const [id, { leftAt }] of this.#sessions) if (leftAt !== null && now - leftAt >= BOUNDS.sessions.expireMs) this.end(id)
    return this.#sessions.size < BOUNDS.sessions.count
  }

  connected(clientId: string): void {
    const session = this.#sessions.get(clientId)
    if (session === undefined) return
    if (session.leftAt !== null && this.#clock.monotonic() - session.leftAt >= BOUNDS.sessions.expireMs) this.end(clientId)
    else session.leftAt = null
  }

  left(clientId: string): void {
    const session = this.#sessions.get(clientId)
    if (session !== undefined) session.leftAt = this.#clock.monotonic()
  }

  /** False when there is no room for another session, or for another filter of this one. */
  subscribe(subscription: StoredSubscription, address: string): boolean {
    const { clientId, topic, qos } = subscription
    const session = this.#sessions.get(clientId) ?? this.#open(clientId, address)
    if (session === null) return false
    if (session.subscriptions.size >= BOUNDS.filtersPerClient && !session.subscriptions.has(topic)) return false
    session.subscriptions.set(topic, subscription)
    // Nothing waits for a subscription with QoS 0.
    if (qos > 0) this.#tree.add(subscription)
    else this.#tree.remove(topic, clientId)
    return true
  }

  #open(clientId: string, address: string): Session | null {
    if (!this.#makeRoom()) return null
    const fromHere = [...this.#sessions.values()].filter((s) => s.address === address).length
    if (fromHere >= BOUNDS.sessions.perAddress) return null
    const session: Session = { address, subscriptions: new Map(), queue: [], bytes: 0, leftAt: null }
    this.#sessions.set(clientId, session)
    return session
  }

  unsubscribe(clientId: string, filters: readonly string[]): void {
    const session = this.#sessions.get(clientId)
    for (const filter of filters) {
      session?.subscriptions.delete(filter)
      this.#tree.remove(filter, clientId)
    }
    if (session !== undefined && session.subscriptions.size === 0) this.end(clientId)
  }

  subscriptionsOf(clientId: string): StoredSubscription[] {
    return [...(this.#sessions.get(clientId)?.subscriptions.values() ?? [])]
  }

  match(topic: string): StoredSubscription[] {
    return this.#tree.match(topic)
  }

  end(clientId: string): void {
    const session = this.#sessions.get(clientId)
    if (session === undefined) return
    for (const filter of session.subscriptions.keys()) this.#tree.remove(filter, clientId)
    this.#bytes -= session.bytes
    this.#sessions.delete(clientId)
  }

  /** False when the queue of the client, or all queues together, are full: the message does not wait. */
  enqueue(clientId: string, packet: QueuedPacket): boolean {
    const session = this.#sessions.get(clientId)
    if (session === undefined) return false
    const cost = costIn(packet)
    const { queue } = session
    if (queue.length >= BOUNDS.queue.count || session.bytes + cost > BOUNDS.queue.bytes || this.#bytes + cost > BOUNDS.queues.bytes)
      return false
    queue.push(packet)
    session.bytes += cost
    this.#bytes += cost
    return true
  }

  queueOf(clientId: string): readonly QueuedPacket[] {
    return [...(this.#sessions.get(clientId)?.queue ?? [])]
  }

  /** Gives a queued message its id, or puts PUBREL in its place; false when it does not wait here. */
  update(clientId: string, packet: QueuedPacket): boolean {
    const session = this.#sessions.get(clientId)
    if (session === undefined) return false
    const sent = session.queue.find((q) => q.brokerId === packet.brokerId && q.brokerCounter === packet.brokerCounter)
    if (sent !== undefined && packet.brokerId !== undefined) {
      sent.messageId = packet.messageId
      return true
    }
    const at = session.queue.findIndex((q) => q.messageId === packet.messageId)
    const former = session.queue[at]
    if (former === undefined) return false
    session.queue[at] = packet
    this.#recount(session, costIn(packet) - costIn(former))
    return true
  }

  acknowledge(clientId: string, messageId: number | undefined): QueuedPacket | undefined {
    const session = this.#sessions.get(clientId)
    const at = session?.queue.findIndex((q) => q.messageId === messageId) ?? -1
    const packet = session?.queue[at]
    if (session === undefined || packet === undefined) return undefined
    session.queue.splice(at, 1)
    this.#recount(session, -costIn(packet))
    return packet
  }

  #recount(session: Session, by: number): void {
    session.bytes += by
    this.#bytes += by
  }
}
