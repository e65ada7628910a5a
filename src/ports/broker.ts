import type { RawMessage, Subscription } from '../domain/index.ts'

/**
 * The broker as ingest sees it. `receive` runs before the message is acknowledged: when it returns `accepted`, the message is on our
 * disk; on `full` the adapter must not acknowledge. Synchronous on purpose: MQTT.js and aedes hand over one packet at a time.
 */
export interface BrokerHandler {
  receive(message: RawMessage): 'accepted' | 'refused' | 'full'
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
