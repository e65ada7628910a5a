/** A capture checked against a campus file: which of its messages and fields no source or point takes. */

import type { Config } from '../../config/types.ts'
import { instant, parseInstant, type RawMessage } from '../../domain/index.ts'
import { createDecoder, type Decoder } from '../../wire/index.ts'

interface Unclaimed {
  readonly what: string
  readonly count: number
  /** First line of the capture where it occurs. */
  readonly line: number
}

export interface AgainstResult {
  readonly messages: number
  readonly readings: number
  /** Readings that a point takes. */
  readonly claimed: number
  /** Topics that no source listens to. */
  readonly topics: readonly Unclaimed[]
  /** `source device field` that no point asks for. */
  readonly fields: readonly Unclaimed[]
  /** Messages that could not be read, by reason and detail. */
  readonly refused: readonly Unclaimed[]
  /** Lines of the capture that are no messages. */
  readonly broken: readonly Unclaimed[]
}

interface UnclaimedList {
  readonly add: (what: string, line: number) => void
  readonly list: () => readonly Unclaimed[]
}

function createUnclaimedList(): UnclaimedList {
  const found = new Map<string, { count: number; line: number }>()
  return {
    add(what, line) {
      const entry = found.get(what)
      if (entry) entry.count++
      else found.set(what, { count: 1, line })
    },
    list: () => [...found].map(([what, { count, line }]) => ({ what, count, line })).sort((a, b) => b.count - a.count || a.line - b.line),
  }
}

/** Time of messages that carry none; only their fields matter here. */
const DEFAULT_TIME = instant(1_767_225_600_000)

function messageOf(line: string, zone: string): RawMessage | null {
  try {
    const body = JSON.parse(line) as { topic?: unknown; payload?: unknown; encoding?: unknown; retain?: unknown; received_at?: unknown }
    if (typeof body.topic !== 'string' || typeof body.payload !== 'string') return null
    const payload = Buffer.from(body.payload, body.encoding === 'base64' ? 'base64' : 'utf8')
    const at = typeof body.received_at === 'string' ? parseInstant(body.received_at, zone) : null
    return { topic: body.topic, payload, receivedAt: at ?? DEFAULT_TIME, retain: body.retain === true, dup: false, qos: 1 }
  } catch {
    return null
  }
}

export function checkAgainst(config: Config, capture: string): AgainstResult {
  const { sources, points, timezone } = config.campus
  const decoder: Decoder = createDecoder(sources, timezone)
  const wanted = new Set(points.flatMap((p) => p.from.map((row) => keyOf(row.source, row.device, row.field))))
  const lists = {
    topics: createUnclaimedList(),
    fields: createUnclaimedList(),
    refused: createUnclaimedList(),
    broken: createUnclaimedList(),
  }
  const counts = { messages: 0, readings: 0, claimed: 0 }
  for (const [i, line] of capture.split('\n').entries()) {
    if (line.trim() === '') continue
    const message = messageOf(line, timezone)
    if (message === null) {
      lists.broken.add('not a message: {"topic": "...", "payload": "..."} is wanted', i + 1)
      continue
    }
    counts.messages++
    const { source, decoded } = decoder.decode(message)
    if (source === null) lists.topics.add(message.topic, i + 1)
    else for (const dead of decoded.dead) lists.refused.add(`${dead.reason}: ${dead.detail}`, i + 1)
    for (const reading of decoded.readings) {
      counts.readings++
      if (wanted.has(keyOf(source ?? '', reading.device, reading.channel))) counts.claimed++
      else lists.fields.add(`${source ?? ''} ${reading.device} ${reading.channel}`, i + 1)
    }
    for (const event of decoded.events) {
      if (event.type === 'unmapped') for (const field of event.fields) lists.fields.add(`${source ?? ''} ${event.device} ${field}`, i + 1)
    }
  }
  return {
    ...counts,
    topics: lists.topics.list(),
    fields: lists.fields.list(),
    refused: lists.refused.list(),
    broken: lists.broken.list(),
  }
}

const keyOf = (source: string, device: string, field: string): string => `${source}\u0000${device}\u0000${field}`

const SHOWN = 50

export function againstText(found: AgainstResult): string {
  const head = `${found.messages} messages, ${found.readings} readings, ${found.claimed} of them for points\n`
  const sections: readonly (readonly [string, readonly Unclaimed[]])[] = [
    ['topics that no source listens to', found.topics],
    ['fields that no point asks for (source device field)', found.fields],
    ['refused', found.refused],
    ['lines that are no messages', found.broken],
  ]
  return head + sections.map(([title, rows]) => (rows.length === 0 ? '' : section(title, rows))).join('')
}

function section(title: string, rows: readonly Unclaimed[]): string {
  const more = rows.length > SHOWN ? `  ... and ${rows.length - SHOWN} more\n` : ''
  return `${title}:\n${rows
    .slice(0, SHOWN)
    .map((r) => `  ${r.what}  (${r.count}x, first on line ${r.line})\n`)
    .join('')}${more}`
}
