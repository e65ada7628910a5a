/** What the live stream carries. */

import type { Quality } from '../domain/index.ts'

export interface LiveReading {
  readonly point: string
  readonly time: string
  readonly value: number
  readonly unit: string
  readonly quality: Quality
}

export interface LiveEvent {
  readonly id: number
  readonly event: 'readings' | 'alarm' | 'progress'
  readonly data: unknown
}

export interface LiveFeed {
  /** Events after `afterId` that are still held, then every new one. Returns how to stop. */
  subscribe(listener: (event: LiveEvent) => void, afterId?: number): () => void
  lastId(): number
}
