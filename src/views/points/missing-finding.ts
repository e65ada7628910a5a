/** What the devices of a point count as sent and nobody got, as a finding of the point. */

import { type Finding, formatIn, type Instant, type MessageGap, messageGapKey, type Point, type Span } from '../../domain/index.ts'

/** Missing messages of a device of a source. */
export type MissingOf = (source: string, device: string) => readonly MessageGap[]

const overlaps = (a: Span, from: Instant | null, to: Instant | null): boolean =>
  (to === null || a.from < to) && (from === null || a.to > from)

/** Of the rows that serve the point at that time, within `within`. */
function missingIn({ from: rows }: Point, within: Span, missingOf: MissingOf): MessageGap[] {
  const found = rows.flatMap((row) =>
    missingOf(row.source, row.device).filter(({ span }) => overlaps(span, within.from, within.to) && overlaps(span, row.from, row.to)),
  )
  return [...new Map(found.map((m) => [messageGapKey(m), m])).values()]
}

interface Lost {
  readonly messages: number
  readonly span: Span
}

function byDevice(missing: readonly MessageGap[]): Map<string, Lost> {
  const devices = new Map<string, Lost>()
  for (const { device, messages, span } of missing) {
    const known = devices.get(device) ?? { messages: 0, span }
    const from = known.span.from < span.from ? known.span.from : span.from
    const to = known.span.to > span.to ? known.span.to : span.to
    devices.set(device, { messages: known.messages + messages, span: { from, to } })
  }
  return devices
}

/** One finding over all devices of the point, or none. `zone`: of the times in the sentence. */
export function missingFinding(point: Point, within: Span, { missingOf, zone }: { missingOf: MissingOf; zone: string }): Finding[] {
  const devices = [...byDevice(missingIn(point, within, missingOf))]
  const [first] = devices
  if (first === undefined) return []
  const said = devices.map(
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
  return [{ code: 'messages-missing', severity: 'warning', sentence: said.join('; '), evidence }]
}
