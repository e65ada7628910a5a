/** Messages that the devices of a point count as sent and that never arrived, as a finding of the point. */

import { type Finding, formatIn, type Instant, type MessageGap, messageGapKey, type Point, type Span } from '../../domain/index.ts'

/** Gaps in the messages of a device of a source. */
export type GapsOf = (source: string, device: string) => readonly MessageGap[]

const overlaps = (a: Span, from: Instant | null, to: Instant | null): boolean =>
  (to === null || a.from < to) && (from === null || a.to > from)

/** Gaps of the devices that serve the point at that time, each once. */
function gapsIn({ from: rows }: Point, within: Span, gapsOf: GapsOf): MessageGap[] {
  const found = rows.flatMap((row) =>
    gapsOf(row.source, row.device).filter(({ span }) => overlaps(span, within.from, within.to) && overlaps(span, row.from, row.to)),
  )
  return [...new Map(found.map((m) => [messageGapKey(m), m])).values()]
}

interface MissingMessages {
  readonly messages: number
  readonly span: Span
}

function byDevice(missing: readonly MessageGap[]): Map<string, MissingMessages> {
  const devices = new Map<string, MissingMessages>()
  for (const { device, messages, span } of missing) {
    const earlier = devices.get(device) ?? { messages: 0, span }
    const from = earlier.span.from < span.from ? earlier.span.from : span.from
    const to = earlier.span.to > span.to ? earlier.span.to : span.to
    devices.set(device, { messages: earlier.messages + messages, span: { from, to } })
  }
  return devices
}

/** One finding over all devices of the point, or none. `zone`: of the times in the sentence. */
export function findMissingMessages(point: Point, within: Span, { gapsOf, zone }: { gapsOf: GapsOf; zone: string }): Finding[] {
  const devices = [...byDevice(gapsIn(point, within, gapsOf))]
  const [first] = devices
  if (first === undefined) return []
  const sentences = devices.map(
    ([device, { messages, span }]) =>
      `${messages} messages of device "${device}" did not arrive between ${formatIn(zone, span.from)} and ${formatIn(zone, span.to)}`,
  )
  const spans = devices.map(([, { span }]) => span)
  const from = spans.reduce((least, s) => (s.from < least ? s.from : least), first[1].span.from)
  const to = spans.reduce((most, s) => (s.to > most ? s.to : most), first[1].span.to)
  const messages = devices.reduce((n, [, lost]) => n + lost.messages, 0)
  const evidence = {
    messages,
    device: devices.map(([device]) => device).join(', '),
    first: formatIn(zone, from),
    last: formatIn(zone, to),
  }
  return [{ code: 'messages-missing', severity: 'warning', sentence: sentences.join('; '), evidence }]
}
