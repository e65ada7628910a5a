/** Queues notices in the record log until they are delivered, and retries failed deliveries. */

import type { Instant, Notice } from '../domain/index.ts'
import { createProjection, errorText, type Projection } from '../kernel/index.ts'
import type { Clock, Events, Messenger, Records } from '../ports/index.ts'
import { type Delivery, dueAt, dueNow, keyOf, MAX_ATTEMPTS, type NoticeRecord, applyNoticeRecord } from './outbox.ts'

export interface Courier {
  /** On disk when it resolves. A notice that was queued before changes nothing, nor does one without a configured channel. */
  queue(notice: Notice): Promise<void>
  /** Delivers all due notices, one after the other. */
  deliver(): Promise<void>
  /** Newest first. */
  list(): Promise<readonly Delivery[]>
  /** Aborts a running delivery; it is retried after the next start. */
  stop(): void
}

export interface CourierParts {
  readonly messengers: readonly Messenger[]
  readonly records: Records
  readonly clock: Clock
  readonly events: Events
}

const STREAM = 'notices'

class RecordedCourier implements Courier {
  readonly #parts: CourierParts
  readonly #deliveries = new Map<string, Delivery>()
  readonly #stopping = new AbortController()
  readonly #queued = new Set<string>()
  readonly #log: Projection

  constructor(parts: CourierParts) {
    this.#parts = parts
    this.#log = createProjection(parts.records, STREAM, ({ id, at, body }) => this.#apply(id, at, body as NoticeRecord))
  }

  async queue(notice: Notice): Promise<void> {
    await this.#log.refresh()
    const channels = this.#parts.messengers.map((m) => m.channel)
    if (channels.length === 0 || this.#queued.has(notice.id)) return
    this.#queued.add(notice.id)
    try {
      await this.#write(notice.id, { type: 'queued', notice, channels })
    } catch (error) {
      this.#queued.delete(notice.id)
      throw error
    }
  }

  async deliver(): Promise<void> {
    await this.#log.refresh()
    const { messengers, clock } = this.#parts
    const channels = messengers.map((m) => m.channel)
    for (const delivery of dueNow(this.#deliveries.values(), channels, clock.now())) {
      const messenger = messengers.find((m) => m.channel === delivery.channel)
      if (this.#stopping.signal.aborted || messenger === undefined) return
      await this.#try(messenger, delivery)
    }
  }

  async list(): Promise<readonly Delivery[]> {
    await this.#log.refresh()
    return [...this.#deliveries.values()].toReversed()
  }

  stop(): void {
    this.#stopping.abort()
  }

  async #try(messenger: Messenger, delivery: Delivery): Promise<void> {
    const { notice, channel } = delivery
    const { signal } = this.#stopping
    try {
      await messenger.deliver(notice, signal)
    } catch (error) {
      if (signal.aborted) return
      return this.#failed(delivery, error)
    }
    await this.#write(notice.id, { type: 'delivered', channel })
    this.#parts.events.emit({ code: 'notice-sent', level: 'info', reason: channel, detail: `"${notice.title}" was delivered` })
  }

  async #failed({ notice, channel, attempts }: Delivery, error: unknown): Promise<void> {
    const { events } = this.#parts
    const reason = errorText(error)
    const willRetry = (error as { retry?: unknown }).retry === true && attempts + 1 < MAX_ATTEMPTS
    await this.#write(notice.id, { type: 'failed', channel, reason, lost: !willRetry })
    const next = this.#deliveries.get(keyOf(notice.id, channel))
    if (willRetry && next) {
      const seconds = Math.round((dueAt(next) - next.at) / 1000)
      events.emit({
        code: 'notice-failed',
        level: 'warn',
        reason: channel,
        detail: `"${notice.title}" was not delivered: ${reason}; next attempt in ${seconds} s`,
      })
    } else
      events.emit({
        code: 'notice-lost',
        level: 'error',
        reason: channel,
        detail: `"${notice.title}" will not be delivered: ${reason}; check the settings of the channel`,
      })
  }

  async #write(id: string, body: NoticeRecord): Promise<void> {
    await this.#parts.records.append(STREAM, id, this.#parts.clock.now(), body)
    await this.#log.refresh()
  }

  #apply(id: string, at: Instant, body: NoticeRecord): void {
    this.#queued.add(id)
    for (const delivery of applyNoticeRecord(this.#deliveries, id, at, body))
      this.#deliveries.set(keyOf(delivery.notice.id, delivery.channel), delivery)
  }
}

export function createCourier(parts: CourierParts): Courier {
  return new RecordedCourier(parts)
}
