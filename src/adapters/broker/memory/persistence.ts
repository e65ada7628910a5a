/** What aedes asks of its persistence, in memory and within bounds. */

import { Readable } from 'node:stream'
import type { PublishPacket } from 'aedes'
import type { Clock } from '../../../ports/index.ts'
import { BOUNDS, costOf, type BrokerRefusal } from './bounds.ts'
import { createRetained, type Retained } from './retained.ts'
import { type QueuedPacket, ClientSessions } from './client-sessions.ts'
import type { StoredSubscription } from './subscription-tree.ts'

interface ClientId {
  readonly id: string
}

interface WithAddress {
  readonly conn?: { readonly remoteAddress?: string | undefined }
}

type Will = PublishPacket & { brokerId?: string; clientId?: string }

interface Unreleased {
  readonly packets: Map<number, PublishPacket>
  bytes: number
}

export interface PersistenceOptions {
  readonly clock: Pick<Clock, 'monotonic'>
  /** Whether a source of the campus reads the topic. */
  readonly isMapped: (topic: string) => boolean
  /** Whether the client was granted the filter. */
  readonly isGranted: (client: object, filter: string) => boolean
  readonly onRefused: (reason: BrokerRefusal, detail: string) => void
}

/** Promises because aedes wants them; every method does its work before it returns. */
export class BoundedPersistence {
  readonly #options: PersistenceOptions
  readonly #retained: Retained
  readonly #wills = new Map<string, Will>()
  readonly #unreleased = new Map<string, Unreleased>()
  #unreleasedBytes = 0
  #brokerId = ''
  readonly sessions: ClientSessions

  constructor(options: PersistenceOptions) {
    this.#options = options
    this.#retained = createRetained(options.clock)
    this.sessions = new ClientSessions(options.clock)
  }

  async setup(broker: { readonly id: string }): Promise<void> {
    this.#brokerId = broker.id
  }

  async storeRetained(packet: PublishPacket): Promise<void> {
    const mapped = this.#options.isMapped(packet.topic)
    if (!this.#retained.store(packet, mapped))
      this.#options.onRefused(
        'retained',
        `a retained message is not kept: those ${mapped ? 'of all devices' : 'on unmapped topics'} fill their memory`,
      )
  }

  createRetainedStreamCombi(filters: readonly string[]): Readable {
    return Readable.from(this.#retained.match(filters))
  }

  /** aedes stores all filters of a packet once for each that it granted: `isGranted` leaves out the refused ones. */
  async addSubscriptions(client: ClientId & WithAddress, subscriptions: readonly Omit<StoredSubscription, 'clientId'>[]): Promise<void> {
    const address = client.conn?.remoteAddress ?? ''
    for (const { topic, qos, rh, rap, nl } of subscriptions) {
      if (!this.#options.isGranted(client, topic)) continue
      const subscription = { clientId: client.id, topic, qos, ...(rh === undefined ? {} : { rh }) }
      const flags = { ...(rap === undefined ? {} : { rap }), ...(nl === undefined ? {} : { nl }) }
      if (this.sessions.subscribe({ ...subscription, ...flags }, address)) continue
      this.#options.onRefused('sessions', `no session is kept for "${client.id}" while it is away: there are too many`)
      return
    }
  }

  async removeSubscriptions({ id }: ClientId, filters: readonly string[]): Promise<void> {
    this.sessions.unsubscribe(id, filters)
  }

  async subscriptionsByClient({ id }: ClientId): Promise<readonly StoredSubscription[]> {
    this.sessions.connected(id)
    return this.sessions.subscriptionsOf(id)
  }

  async countOffline(): Promise<{ subsCount: number; clientsCount: number }> {
    return { subsCount: this.sessions.subscriptions, clientsCount: this.sessions.count }
  }

  async subscriptionsByTopic(topic: string): Promise<StoredSubscription[]> {
    return this.sessions.match(topic)
  }

  async cleanSubscriptions({ id }: ClientId): Promise<void> {
    this.sessions.end(id)
  }

  async outgoingEnqueue({ clientId }: { readonly clientId: string }, packet: QueuedPacket): Promise<void> {
    // A copy, as for retained messages; each queue gives its messages ids of its own.
    const queued = { ...packet, payload: Buffer.from(packet.payload), messageId: undefined }
    if (!this.sessions.enqueue(clientId, queued))
      this.#options.onRefused('queue', `a message does not wait for the absent client "${clientId}": its queue is full`)
  }

  async outgoingEnqueueCombi(subscriptions: readonly StoredSubscription[], packet: QueuedPacket): Promise<void> {
    for (const subscription of subscriptions) await this.outgoingEnqueue(subscription, packet)
  }

  /** A message that did not fit into the queue is sent all the same while its client is connected. */
  async outgoingUpdate({ id }: ClientId, packet: QueuedPacket): Promise<void> {
    this.sessions.update(id, packet)
  }

  async outgoingClearMessageId({ id }: ClientId, { messageId }: { readonly messageId?: number }): Promise<QueuedPacket | undefined> {
    return this.sessions.acknowledge(id, messageId)
  }

  outgoingStream({ id }: ClientId): Readable {
    return Readable.from(this.sessions.queueOf(id))
  }

  async incomingStorePacket({ id }: ClientId, packet: PublishPacket & { readonly messageId?: number }): Promise<void> {
    const store = this.#unreleased.get(id) ?? { packets: new Map(), bytes: 0 }
    const cost = costOf(packet)
    if (store.bytes + cost > BOUNDS.unreleased.perClient || this.#unreleasedBytes + cost > BOUNDS.unreleased.bytes) {
      this.#options.onRefused('unreleased', `a QoS 2 message is refused: those that wait for their release fill their memory`)
      throw new Error('too many QoS 2 messages wait for their release')
    }
    this.#unreleased.set(id, store)
    store.packets.set(packet.messageId ?? 0, packet)
    store.bytes += cost
    this.#unreleasedBytes += cost
  }

  async incomingGetPacket({ id }: ClientId, { messageId }: { readonly messageId?: number }): Promise<PublishPacket> {
    const packet = this.#unreleased.get(id)?.packets.get(messageId ?? 0)
    if (packet === undefined) throw new Error('no such packet')
    return packet
  }

  async incomingDelPacket({ id }: ClientId, { messageId }: { readonly messageId?: number }): Promise<void> {
    const store = this.#unreleased.get(id)
    const packet = store?.packets.get(messageId ?? 0)
    if (store === undefined || packet === undefined) throw new Error('no such packet')
    store.packets.delete(messageId ?? 0)
    store.bytes -= costOf(packet)
    this.#unreleasedBytes -= costOf(packet)
    if (store.packets.size === 0) this.#unreleased.delete(id)
  }

  async cleanIncoming({ id }: ClientId): Promise<void> {
    this.#unreleasedBytes -= this.#unreleased.get(id)?.bytes ?? 0
    this.#unreleased.delete(id)
  }

  async putWill({ id }: ClientId, packet: Will): Promise<void> {
    packet.brokerId = this.#brokerId
    packet.clientId = id
    this.#wills.set(id, packet)
  }

  async delWill({ id }: ClientId): Promise<Will | undefined> {
    const will = this.#wills.get(id)
    this.#wills.delete(id)
    return will
  }

  streamWill(brokers: Readonly<Record<string, unknown>> = {}): Readable {
    return Readable.from([...this.#wills.values()].filter((will) => brokers[will.brokerId ?? ''] === undefined))
  }
}
