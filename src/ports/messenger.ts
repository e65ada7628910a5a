import type { Notice } from '../domain/index.ts'

/** Group chats that take notices by an incoming webhook. */
export type ChatForm = 'dingtalk' | 'wecom' | 'feishu' | 'slack' | 'teams'

export type MessengerChannel = 'webhook' | 'mail' | ChatForm

/** Delivers notices through one channel. */
export interface Messenger {
  readonly channel: MessengerChannel
  /** Resolves once the receiver has accepted the notice. Rejects with a PortError; with `retry` the same notice may succeed later. */
  deliver(notice: Notice, signal: AbortSignal): Promise<void>
}
