/** Messages that a device numbered and that never came. */

import type { Instant, Span } from '../time/instant.ts'

export interface MessageGap {
  readonly source: string
  readonly device: string
  /** Less than 0 where some came after all. */
  readonly messages: number
  /** Of the messages before and after those that are missing. */
  readonly span: Span
  /** When the gap was noticed. */
  readonly at: Instant
}

/** The key of a gap: the same for all reports about the same messages of a device. */
export function messageGapKey({ source, device, span }: MessageGap): string {
  return JSON.stringify([source, device, span.from, span.to])
}
