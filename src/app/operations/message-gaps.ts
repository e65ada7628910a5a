/** Messages that devices count as sent and that never arrived, by device: gaps, and late messages that fill them. In memory, bounded. */

import { type Cause, HOUR, type Instant, type MessageGap, messageGapKey } from '../../domain/index.ts'

export interface DeviceGaps {
  readonly source: string
  readonly device: string
  readonly messages: number
  /** When the first and the last gap was found. */
  readonly first: Instant
  readonly last: Instant
  readonly spans: readonly MessageGap[]
}

export interface MessageGaps {
  /** Gaps; with a negative number of messages where missing ones arrived later. */
  add(found: readonly MessageGap[]): void
  of(source: string, device: string): readonly MessageGap[]
  /** The most first. */
  list(): readonly DeviceGaps[]
  findCauses(now: Instant): Cause[]
}

const DEVICES_KEPT = 10_000
/** Of each device; the oldest two are merged beyond. */
const SPANS_KEPT = 32
const NAMED = 5
/** A loss keeps its alarm open for this long. */
export const HELD_MS = HOUR

const sum = (spans: readonly MessageGap[]): number => spans.reduce((n, s) => n + s.messages, 0)

function merge(a: MessageGap, b: MessageGap): MessageGap {
  const span = { from: a.span.from < b.span.from ? a.span.from : b.span.from, to: a.span.to > b.span.to ? a.span.to : b.span.to }
  return { ...a, messages: a.messages + b.messages, span, at: a.at > b.at ? a.at : b.at }
}

/** A late message fills the span it was missing in, or the merged one that holds that span. */
function fill(spans: readonly MessageGap[], late: MessageGap): MessageGap[] {
  const { from, to } = late.span
  const at = spans.findIndex((s) => messageGapKey(s) === messageGapKey(late))
  const i = at >= 0 ? at : spans.findIndex((s) => s.span.from <= from && s.span.to >= to)
  return spans.map((s, k) => (k === i ? { ...s, messages: s.messages + late.messages } : s)).filter((s) => s.messages > 0)
}

function append(spans: readonly MessageGap[], gap: MessageGap): MessageGap[] {
  const [first, second, ...rest] = [...spans, gap]
  return first !== undefined && second !== undefined && spans.length >= SPANS_KEPT ? [merge(first, second), ...rest] : [...spans, gap]
}

const keyOf = (source: string, device: string): string => JSON.stringify([source, device])

function ofDevice(spans: readonly MessageGap[]): DeviceGaps[] {
  const oldest = spans[0]
  if (oldest === undefined) return []
  const { source, device } = oldest
  const at = spans.map((s) => s.at).sort((a, b) => a - b)
  return [{ source, device, messages: sum(spans), first: at[0] ?? oldest.at, last: at.at(-1) ?? oldest.at, spans }]
}

function causeOf(late: readonly DeviceGaps[]): Cause {
  const messages = late.reduce((n, lost) => n + lost.messages, 0)
  const named = late.slice(0, NAMED).map((lost) => `${lost.device} (${lost.messages})`)
  const more = late.length > NAMED ? ` and ${late.length - NAMED} more` : ''
  const sentence = `${messages} messages did not arrive, by the seq of the devices: ${named.join(', ')}${more}; look at their connection and at the queues of the broker`
  return { code: 'messages-missing', subject: '', severity: 'warning', sentence, evidence: { messages, devices: late.length } }
}

export function createMessageGaps(): MessageGaps {
  const devices = new Map<string, readonly MessageGap[]>()
  const listWhere = (kept: (s: MessageGap) => boolean): DeviceGaps[] =>
    [...devices.values()].flatMap((spans) => ofDevice(spans.filter(kept))).sort((a, b) => b.messages - a.messages)
  return {
    add(found) {
      for (const gap of found) {
        const key = keyOf(gap.source, gap.device)
        const gaps = devices.get(key)
        if (gaps === undefined && (gap.messages <= 0 || devices.size >= DEVICES_KEPT)) continue
        const spans = gap.messages > 0 ? append(gaps ?? [], gap) : fill(gaps ?? [], gap)
        if (spans.length === 0) devices.delete(key)
        else devices.set(key, spans)
      }
    },
    of: (source, device) => devices.get(keyOf(source, device)) ?? [],
    list: () => listWhere(() => true),
    findCauses(now) {
      const late = listWhere((s) => now - s.at < HELD_MS)
      return late.length === 0 ? [] : [causeOf(late)]
    },
  }
}
