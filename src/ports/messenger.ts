import type { Notice } from '../domain/index.ts'

/** Carries notices out of the house, to one address. */
export interface Messenger {
  readonly channel: 'webhook' | 'mail'
  /** Resolves once the other side has taken it. Rejects with a PortError; with `retry` the same notice may go through later. */
  deliver(notice: Notice, signal: AbortSignal): Promise<void>
}
