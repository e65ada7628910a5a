import type { RawMessage, Subscription } from '../domain/index.ts'

export type Verdict = 'accepted' | 'refused' | 'full'

/**
 * The broker as ingest sees it. A message is on our disk before it is acknowledged; on `full` the adapter must not acknowledge. Synchronous on
 * purpose: aedes hands over one packet at a time. The bytes of a payload are the adapter's, and may change once the call has returned.
 */
export interface BrokerHandler {
  /** When it returns `accepted`, the message is on our disk. */
  receive(message: RawMessage): Verdict
  /** As `receive`, but `accepted` is on our disk only after `settle`: a broker that holds acknowledgements back for a moment has many messages written at once. */
  append(message: RawMessage): Verdict
  /** Whether all that was gathered since the last time is on our disk. False: nothing of it may be acknowledged. */
  flush(): boolean
}

export interface BrokerState {
  readonly connected: boolean
  readonly detail: string
  /** Where devices connect, when the broker is ours: mqtt://127.0.0.1:1883 */
  readonly url: string | null
  readonly clients: number | null
  /** Messages it has thrown away since it started, for any client; absent where it does not say. */
  readonly dropped?: number
}

export interface Broker {
  start(wanted: readonly Subscription[], handler: BrokerHandler): Promise<void>
  /** Other subscriptions from now on: a changed campus file. */
  subscribe(wanted: readonly Subscription[]): Promise<void>
  publish(topic: string, payload: string | Uint8Array, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>
  state(): BrokerState
  stop(): Promise<void>
}
