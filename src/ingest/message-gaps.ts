/** Gaps in the counts of devices, added up within a batch: what came after all within it leaves nothing. */

import { type DeviceEvent, type DeviceEventNote, type MessageGap, messageGapKey, type Span } from '../domain/index.ts'

/** By messageGapKey. */
export type BatchGaps = Map<string, MessageGap>

function countOf(event: DeviceEvent): { readonly messages: number; readonly span: Span } | null {
  if (event.type === 'seq-gap') return { messages: event.missing, span: event.span }
  return event.type === 'seq-late' ? { messages: -1, span: event.span } : null
}

/** Events of other types change nothing. */
export function addGap(gaps: BatchGaps, { source, at, event }: DeviceEventNote): void {
  const count = countOf(event)
  if (count === null) return
  const gap: MessageGap = { source, device: event.device, ...count, at }
  const key = messageGapKey(gap)
  const messages = gap.messages + (gaps.get(key)?.messages ?? 0)
  if (messages === 0) gaps.delete(key)
  else gaps.set(key, { ...gap, messages })
}
