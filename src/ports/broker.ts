import type { RawMessage, ServicePresence, Subscription } from '../domain/index.ts'

/** accepted: journalled; refused: acknowledged and dropped, because it breaks a limit; full: not acknowledged, the sender repeats it. */
export type Verdict = 'accepted' | 'refused' | 'full'

/**
 * What a broker calls for each message. A message is on the disk before it is acknowledged; on `full` the adapter must not acknowledge. Synchronous
 * on purpose: aedes passes on one packet at a time. The adapter owns the bytes of a payload and may overwrite them after the call.
 */
export interface BrokerHandler {
  /** When it returns `accepted`, the message is on the disk. */
  receive(message: RawMessage): Verdict
  /** As `receive`, but an accepted message is on the disk only after `flush`: a broker that delays acknowledgements writes many messages at once. */
  append(message: RawMessage): Verdict
  /** A message on a topic that nothing subscribes to: the embedded broker sees those of others too. It is not journalled. */
  overlook?(message: RawMessage): void
  /** Writes all messages appended since the last flush. False: none of them may be acknowledged. */
  flush(): boolean
}

export interface BrokerState {
  readonly connected: boolean
  readonly detail: string
  /** Where devices connect to the embedded broker: mqtt://127.0.0.1:1883. */
  readonly url: string | null
  readonly clients: number | null
  /** Messages that the broker dropped since its start, for any client; absent where it does not publish the count. */
  readonly dropped?: number
  /** It answers, but did not deliver a message of our own: what it failed at. */
  readonly fault?: string
}

export interface Broker {
  /**
   * Subscribes and passes messages to the handler until `stop`. `presence` is published when it is subscribed, left to the broker as a will, and
   * withdrawn by `stop`. Rejects with PortError `refused` when it is started already.
   */
  start(subscriptions: readonly Subscription[], handler: BrokerHandler, presence?: ServicePresence | null): Promise<void>
  /** Replaces the subscriptions, after the campus file has changed. */
  subscribe(subscriptions: readonly Subscription[]): Promise<void>
  /** Resolves when the broker has the message (QoS 1: acknowledged). Rejects with PortError `unavailable` or `closed`. */
  publish(topic: string, payload: string | Uint8Array, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>
  state(): BrokerState
  stop(): Promise<void>
}

/** What a client of the embedded broker shows of itself. */
export interface BrokerLogin {
  readonly username: string | null
  readonly password: Uint8Array | null
  /** Common name of its certificate, which was verified; null: it showed none. */
  readonly certificate: string | null
}

/** What a client may do. */
export interface ClientRights {
  /** Null: nobody has a name here. */
  readonly user: string | null
  /** The client id that it has whatever it says, so that no other client can end its session; null: the one it says. */
  readonly clientId: string | null
  mayPublish(topic: string): boolean
  maySubscribe(filter: string): boolean
}

/** Who may connect to the embedded broker. */
export interface BrokerAccess {
  /** Null: the client is refused. */
  rightsOf(login: BrokerLogin): ClientRights | null
  /** The listener hears whose credential changed or is gone, as a test of names. Returns how to stop hearing. */
  onRevoked(listener: (isRevoked: (user: string) => boolean) => void): () => void
}

/** The certificate of the embedded broker, PEM. */
export interface BrokerTls {
  readonly cert: string
  readonly key: string
  /** Authority of client certificates: a client without one is refused. Null: none is asked for. */
  readonly clientCa: string | null
}

export interface BrokerTlsSource {
  /** Throws PortError `refused` with what is wrong with which file. */
  read(): BrokerTls
  /** Hears when a file has changed. Returns how to stop hearing. */
  onChange(listener: () => void): () => void
}
