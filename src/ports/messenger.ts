import type { Notice } from '../domain/index.ts'

/** Delivers notices through one channel. */
export interface Messenger {
  readonly channel: 'webhook' | 'mail'
  /** Resolves once the receiver has accepted the notice. Rejects with a PortError; with `retry` the same notice may succeed later. */
  deliver(notice: Notice, signal: AbortSignal): Promise<void>
}
