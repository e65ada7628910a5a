/** `campus decode`: the wire layer as a tool. Messages in, readings, events and dead letters out, one JSON object a line. */

import { isZone } from '../../config/campus/head.ts'
import { loadConfig } from '../../config/load.ts'
import { faultText } from '../../config/fault-text.ts'
import {
  type DeadLetter,
  instant,
  iso,
  parseInstant,
  type RawMessage,
  type Source,
  type WireEvent,
  type WireReading,
} from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import { createDecoder, type Decoder, PRESETS } from '../../wire/index.ts'
import { type Command, type CommandContext, CommandError, UsageError } from '../support/command.ts'
import { readMapping } from './mapping-file.ts'
import { parse, text, type OptionValues } from '../support/options.ts'

const FLAGS = { config: { type: 'string' }, mapping: { type: 'string' }, preset: { type: 'string' }, zone: { type: 'string' } } as const

const USAGE = `campus decode [--config FILE | --mapping FILE] [--preset NAME] [--zone TZ]

Reads messages from stdin, one JSON object a line:
  {"topic": "...", "payload": "text", "encoding": "utf8" or "base64", "retain": false, "received_at": "2026-03-02T08:00:00Z"}
and writes what they mean, in order: {"reading": ...}, {"event": ...} or {"dead_letter": ...}. State is kept from line to line.

  --config FILE    the sources of a campus file
  --mapping FILE   one mapping (JSON or YAML, the body of a source) for every line
  --preset NAME    the convention: ${PRESETS.join(', ')}; without it the topic decides
  --zone TZ        zone of times without offset (default: the campus zone, else UTC)

A line that is no message is named on stderr, and the rest is decoded; exit 1 when there were such lines.`

interface Setting {
  readonly sources: readonly Source[]
  readonly zone: string
}

type Line = { readonly message: RawMessage } | { readonly fault: string; readonly topic: string | null }

function readFile(ctx: CommandContext, file: string): string {
  try {
    return ctx.files.read(file)
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

function fromConfig(ctx: CommandContext, file: string): Setting {
  const result = loadConfig({
    file,
    text: readFile(ctx, file),
    readInclude: (pattern, from) => ctx.files.glob(pattern, from).map((f) => ({ file: f, text: ctx.files.read(f) })),
    env: ctx.env,
  })
  if (!result.ok) throw new CommandError(`the campus file has faults:\n${result.faults.map(faultText).join('\n')}`, 2)
  return { sources: result.config.campus.sources, zone: result.config.campus.timezone }
}

function presetOf(said: string | null, otherwise: string): string {
  if (said === null || PRESETS.includes(said)) return said ?? otherwise
  throw new UsageError(`there is no preset "${said}"; known are ${PRESETS.join(', ')}`)
}

/** What the flags ask for: a campus file, one mapping, or what the topic says by itself. */
function settingOf(ctx: CommandContext, values: OptionValues): Setting {
  const config = text(values, 'config')
  const file = text(values, 'mapping')
  const preset = text(values, 'preset')
  const zone = text(values, 'zone')
  if (zone !== null && !isZone(zone)) throw new UsageError(`"${zone}" is not a time zone; write one like Asia/Shanghai`)
  if (config !== null && file !== null) throw new UsageError('--config and --mapping exclude each other')
  if (config !== null) {
    const setting = fromConfig(ctx, config)
    return { sources: setting.sources, zone: zone ?? setting.zone }
  }
  const mapping = file === null ? {} : readMapping(file, readFile(ctx, file))
  const named = presetOf(preset ?? mapping.preset ?? null, file === null ? 'native' : 'mapping')
  return { sources: [{ id: named, preset: named, mapping }], zone: zone ?? 'UTC' }
}

function lineOf(line: string, ctx: CommandContext): Line {
  let said: Record<string, unknown>
  try {
    said = JSON.parse(line) as Record<string, unknown>
  } catch (error) {
    return { fault: `not JSON: ${errorText(error)}`, topic: null }
  }
  const topic = typeof said === 'object' && said !== null && typeof said['topic'] === 'string' ? said['topic'] : null
  const payload = topic === null ? undefined : said['payload']
  if (topic === null || typeof payload !== 'string') return { fault: 'a message needs "topic" and "payload" as text', topic }
  const at =
    said['received_at'] === undefined
      ? (ctx.now?.() ?? null)
      : typeof said['received_at'] === 'string'
        ? parseInstant(said['received_at'], null)
        : null
  if (at === null)
    return { fault: `"received_at" is ${JSON.stringify(said['received_at']) ?? 'missing'}; write RFC 3339 with offset`, topic }
  const bytes = Buffer.from(payload, said['encoding'] === 'base64' ? 'base64' : 'utf8')
  return { message: { topic, payload: bytes, receivedAt: instant(at), retain: said['retain'] === true, dup: said['dup'] === true, qos: 0 } }
}

function readingText(r: WireReading): string {
  const { device, channel, quantity, unit, kind, quality } = r
  const value = unit === 'bool' && (r.value === 0 || r.value === 1) ? r.value === 1 : r.value
  return `${JSON.stringify({ reading: { device, channel, quantity, unit, kind, value, time: iso(r.time), time_source: r.timeSource, quality } })}\n`
}

function eventText(event: WireEvent): string {
  return `${JSON.stringify({ event })}\n`
}

function letterText({ reason, detail }: DeadLetter, topic: string | null): string {
  return `${JSON.stringify({ dead_letter: { reason, detail, topic } })}\n`
}

function decodeLine(decoder: Decoder, message: RawMessage): string {
  const { decoded } = decoder.decode(message)
  return [
    ...decoded.readings.map(readingText),
    ...decoded.events.map(eventText),
    ...decoded.dead.map((d) => letterText(d, message.topic)),
  ].join('')
}

/** Lines of a byte stream; a character cut in two by a chunk is put together again. */
async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  yield rest + decoder.decode()
}

export const decodeCommand: Command = {
  name: 'decode',
  summary: 'what messages mean: NDJSON of messages on stdin, readings on stdout',
  usage: USAGE,
  async run(ctx) {
    const { values } = parse(ctx.args, FLAGS)
    const { sources, zone } = settingOf(ctx, values)
    const decoder = createDecoder(sources, zone)
    let number = 0
    let bad = 0
    for await (const line of linesOf(ctx.stdin)) {
      number += 1
      if (line.trim() === '') continue
      const read = lineOf(line, ctx)
      if ('message' in read) ctx.stdout(decodeLine(decoder, read.message))
      else {
        bad += 1
        ctx.stderr(`campus decode: line ${number}: ${read.fault}\n`)
        ctx.stdout(letterText({ reason: 'invalid-payload', detail: `line ${number}: ${read.fault}` }, read.topic))
      }
    }
    return bad === 0 ? 0 : 1
  },
}
