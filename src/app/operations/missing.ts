/** What devices count as sent and nobody got, by device: gaps, and what fills them later. Kept in memory, bounded. */

import { type Cause, HOUR, type Instant, type MessageGap, messageGapKey } from '../../domain/index.ts'

export interface MissingOfDevice {
  readonly source: string
  readonly device: string
  readonly messages: number
  /** When it showed, first and last. */
  readonly first: Instant
  readonly last: Instant
  readonly spans: readonly MessageGap[]
}

export interface MissingMessages {
  /** Gaps; less than 0 messages where they came after all. */
  add(found: readonly MessageGap[]): void
  of(source: string, device: string): readonly MessageGap[]
  /** The most first. */
  list(): readonly MissingOfDevice[]
  causes(now: Instant): Cause[]
}

const DEVICES_KEPT = 10_000
/** Of each device; older ones are taken together. */
const SPANS_KEPT = 32
const NAMED = 5
/** A loss is held up for so long. */
export const HELD_MS = HOUR

const sum = (spans: readonly MessageGap[]): number => spans.reduce((n, s) => n + s.messages, 0)

function together(a: MessageGap, b: MessageGap): MessageGap {
  const span = { from: a.span.from < b.span.from ? a.span.from : b.span.from, to: a.span.to > b.span.to ? a.span.to : b.span.to }
  return { ...a, messages: a.messages + b.messages, span, at: a.at > b.at ? a.at : b.at }
}

/** What came after all belongs to the span it was missing in, or to the one that was taken together with it. */
function filled(spans: readonly MessageGap[], late: MessageGap): MessageGap[] {
  const { from, to } = late.span
  const at = spans.findIndex((s) => messageGapKey(s) === messageGapKey(late))
  const i = at >= 0 ? at : spans.findIndex((s) => s.span.from <= from && s.span.to >= to)
  return spans.map((s, k) => (k === i ? { ...s, messages: s.messages + late.messages } : s)).filter((s) => s.messages > 0)
}

function grown(spans: readonly MessageGap[], gap: MessageGap): MessageGap[] {
  const [first, second, ...rest] = [...spans, gap]
  return first !== undefined && second !== undefined && spans.length >= SPANS_KEPT ? [together(first, second), ...rest] : [...spans, gap]
}

const keyOf = (source: string, device: string): string => JSON.stringify([source, device])

function ofDevice(spans: readonly MessageGap[]): MissingOfDevice[] {
  const one = spans[0]
  if (one === undefined) return []
  const { source, device } = one
  const at = spans.map((s) => s.at).sort((a, b) => a - b)
  return [{ source, device, messages: sum(spans), first: at[0] ?? one.at, last: at.at(-1) ?? one.at, spans }]
}

function causeOf(late: readonly MissingOfDevice[]): Cause {
  const messages = late.reduce((n, lost) => n + lost.messages, 0)
  const named = late.slice(0, NAMED).map((lost) => `${lost.device} (${lost.messages})`)
  const more = late.length > NAMED ? ` and ${late.length - NAMED} more` : ''
  const sentence = `${messages} messages did not arrive, by the seq of the devices: ${named.join(', ')}${more}; look at their connection and at the queues of the broker`
  return { code: 'messages-missing', subject: '', severity: 'warning', sentence, evidence: { messages, devices: late.length } }
}

export function createMissingMessages(): MissingMessages {
  const devices = new Map<string, readonly MessageGap[]>()
  const listed = (kept: (s: MessageGap) => boolean): MissingOfDevice[] =>
    [...devices.values()].flatMap((spans) => ofDevice(spans.filter(kept))).sort((a, b) => b.messages - a.messages)
  return {
    add(found) {
      for (const one of found) {
        const key = keyOf(one.source, one.device)
        const known = devices.get(key)
        if (known === undefined && (one.messages <= 0 || devices.size >= DEVICES_KEPT)) continue
        const spans = one.messages > 0 ? grown(known ?? [], one) : filled(known ?? [], one)
        if (spans.length === 0) devices.delete(key)
        else devices.set(key, spans)
      }
    },
    of: (source, device) => devices.get(keyOf(source, device)) ?? [],
    list: () => listed(() => true),
    causes(now) {
      const late = listed((s) => now - s.at < HELD_MS)
      return late.length === 0 ? [] : [causeOf(late)]
    },
  }
}
