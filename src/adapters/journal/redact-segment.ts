/** Overwrites the payloads of messages in the bytes of a segment. Lengths and sequences stay, so that what follows is read as before. */

import type { RawMessage } from '../../domain/index.ts'
import { redactFrame } from './format.ts'
import { readFrames } from './segments.ts'

/** Changes `bytes`; returns how many messages were overwritten. Those that were before stay, and do not count. */
export function redactSegment(bytes: Buffer, firstSeq: number, matches: (message: RawMessage) => boolean): number {
  let redacted = 0
  for (const { entry, end } of readFrames(bytes, firstSeq)) {
    const { message } = entry
    if (message.payload.every((byte) => byte === 0) || !matches(message)) continue
    redactFrame(bytes, end, message)
    redacted += 1
  }
  return redacted
}
